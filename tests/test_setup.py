"""setup.sh: what was cut short is not ready, and no step of it needs a run bit."""

import os
import re
import shutil
import signal
import stat
import subprocess
import time

import pytest
from conftest import ROOT

from autograder import assignment
from autograder.sandbox.nursery import Nursery, WorkerUnavailable, open_to_others

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


SOMEBODY = 12345
ROOT_ONLY = pytest.mark.skipif(os.geteuid() != 0, reason="needs root, whose place for it is open to all")


@pytest.fixture
def free(tmp_path):
    """A folder where anyone may write, as /var/tmp, in which a file of root's must stay."""
    (tmp_path / "roots").mkdir()
    (tmp_path / "roots/file").touch()
    (tmp_path / "free").mkdir()
    (tmp_path / "free").chmod(0o1777)
    return tmp_path / "free"


def make_place(free, before=""):
    """The folder that setup.sh makes for a worker's environment at `free`/worker, with a line of bash `before`."""
    script = (ROOT / "setup.sh").read_text()
    functions = [re.search(rf"^{name}\(\) \{{.*?^\}}", script, re.MULTILINE | re.DOTALL)[0]
                 for name in ("new_folder", "remove_worker_environment")]  # fmt: skip
    lines = ["set -euo pipefail", f"build_dir={free.parent}", *functions, before, f"place={free}/worker",
             'remove_worker_environment "$place"', 'place="$(new_folder "$place")"',
             'ln -s "$place" "$build_dir/worker"', 'echo "$place"']  # fmt: skip
    done = subprocess.run(["bash", "-c", "\n".join(lines)], capture_output=True, text=True, check=True)
    status = os.lstat(done.stdout.strip())
    assert (status.st_mode, status.st_uid) == (stat.S_IFDIR | 0o755, os.geteuid())
    assert (free.parent / "roots/file").exists()
    return done.stdout.strip()


def test_the_workers_environment_is_made_anew_in_its_place(free):
    for _ in range(2):
        assert make_place(free) == f"{free}/worker"
        assert list((free / "worker").iterdir()) == []
        (free / "worker/old").touch()


@ROOT_ONLY
@pytest.mark.parametrize("taken", ["a link", "a folder", "as soon as it is free"])
def test_the_workers_environment_is_never_somebody_elses(free, taken):
    before = ""
    if taken == "a link":
        (free / "worker").symlink_to(free.parent / "roots")
    elif taken == "a folder":
        (free / "worker").mkdir()
        os.chown(free / "worker", SOMEBODY, SOMEBODY)
    else:
        make_place(free)
        before = f'rm() {{ command rm "$@"; [ "$2" != {free}/worker ] || install -d -o {SOMEBODY} "$2"; }}'
    made = make_place(free, before)
    assert made.startswith(f"{free}/worker-")
    assert make_place(free).startswith(f"{free}/worker-")
    assert len(list(free.iterdir())) == 2  # what it made before is gone, what is not its own stays


@ROOT_ONLY
@pytest.mark.parametrize("opened", ["free/worker", "free/worker/packages"])
@pytest.mark.parametrize("how", ["owner", "mode", "link", "mode of the folder above"])
def test_root_runs_no_python_that_others_may_change(free, opened, how):
    (free / "worker/packages").mkdir(parents=True)
    assert open_to_others(free / "worker") is None
    folder = free.parent / opened
    if how == "mode of the folder above":
        folder = free
    if how.startswith("mode"):
        folder.chmod(0o777)
    elif how == "owner":
        os.chown(folder, SOMEBODY, SOMEBODY)
    else:
        folder.rename(free.parent / "moved")
        folder.symlink_to(free.parent / "moved")
    assert open_to_others(free / "worker") == folder


@ROOT_ONLY
def test_a_grader_whose_python_others_may_change_says_so(free, monkeypatch):
    (free / "worker/packages").mkdir(parents=True)
    os.chown(free / "worker", SOMEBODY, SOMEBODY)
    monkeypatch.setattr(assignment, "WORKER_ENVIRONMENT", free / "worker")
    with pytest.raises(WorkerUnavailable, match=r"others may change .*/free/worker, which root runs; remove build/"):
        Nursery().launch()
