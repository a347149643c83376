"""setup.sh: what was cut short is not ready, and no step of it needs a run bit."""

import os
import shutil
import signal
import subprocess
import time

import pytest
from conftest import ROOT

INSTALLS = ("make_grader_environment", "make_worker_environment", "compile_our_modules")


@pytest.fixture
def clone(tmp_path):
    """What setup.sh reads, without run bits and without what takes minutes; its gradings run the file `grading`."""
    for name in ("requirements.txt", "requirements-oracles.txt", "autograder/assignment.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copyfile(ROOT / name, tmp_path / name)
    lines = (ROOT / "setup.sh").read_text().splitlines()
    assert set(INSTALLS) <= set(lines)
    (tmp_path / "setup.sh").write_text("\n".join(":" if line in INSTALLS else line for line in lines))
    (tmp_path / "run_autograder").write_text('. "$(dirname "$0")/grading"\n')
    python = tmp_path / "build/worker/python"
    python.parent.mkdir(parents=True)
    python.touch(mode=0o755)
    return tmp_path


def set_up(clone):
    return subprocess.run(["bash", clone / "setup.sh"], capture_output=True, text=True, stdin=subprocess.DEVNULL)


def test_what_is_killed_while_it_certifies_is_not_ready(clone):
    (clone / "grading").write_text(f"touch {clone}/began\nexec sleep 60\n")
    with subprocess.Popen(
        ["bash", clone / "setup.sh"], stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    ) as process:
        deadline = time.monotonic() + 30
        while not (clone / "began").exists() and time.monotonic() < deadline:
            time.sleep(0.01)
        os.killpg(process.pid, signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    assert (clone / "began").exists()
    assert not (clone / "build/ready").exists()
    (clone / "grading").write_text(f'echo "$*" >>{clone}/graded\n')
    assert set_up(clone).stderr.endswith("setup: ready\n")
    graded = (clone / "graded").read_text()
    assert graded.count("--expect 100") == graded.count("--expect 0") == 1
    assert set_up(clone).stderr == ""
    assert (clone / "graded").read_text() == graded


def test_what_does_not_certify_is_not_ready_and_says_why(clone):
    (clone / "grading").write_text("echo 'a worker cannot do its work here' >&2\nexit 4\n")
    done = set_up(clone)
    assert done.returncode == 1
    assert "a worker cannot do its work here" in done.stderr
    assert "this grader is not fit for use" in done.stderr
    assert not (clone / "build/ready").exists()
