"""Gradescope's default Python: the grading path on 3.10, without PyTorch, with oracles remembered under ours."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import ROOT, with_function


def find_python310():
    """The prefix of a 3.10 on the PATH or under a version manager."""
    managed = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")).glob("versions/3.10.*/bin/python3.10")
    for candidate in [*managed, "python3.10"]:
        asked = subprocess.run(
            ["sh", "-c", f"'{candidate}' -c 'import sys; print(sys.base_prefix)'"], capture_output=True, text=True
        )
        if asked.returncode == 0:
            return Path(asked.stdout.strip())
    return None


@pytest.fixture(scope="module")
def clone_on_310(tmp_path_factory):
    home = find_python310()
    if home is None:
        pytest.skip("no Python 3.10 on this machine")
    folder = tmp_path_factory.mktemp("python310")
    folder.chmod(0o755)
    for parent in folder.parents[:2]:  # the worker's user walks through these
        parent.chmod(0o711)
    reachable = folder / "python"  # a copy outside of root's home, which is closed to other users
    ignore = shutil.ignore_patterns("test", "__pycache__", "config-*", "site-packages", "*.a")
    shutil.copytree(home, reachable, symlinks=True, ignore=ignore)
    clone = folder / "clone"
    for part in ("autograder", "solutions", "student_template"):
        shutil.copytree(ROOT / part, clone / part, ignore=shutil.ignore_patterns("__pycache__"))
    interpreter = reachable / "bin/python3.10"
    subprocess.run([interpreter, "-m", "venv", clone / "build/venv"], check=True)
    pip = [clone / "build/venv/bin/python", "-m", "pip", "install", "--quiet"]
    subprocess.run([*pip, "-r", ROOT / "requirements.txt"], check=True)
    worker = folder / "worker"
    subprocess.run([*pip, "--target", worker / "packages", "--no-deps", "numpy==2.2.6"], check=True)
    (worker / "python").symlink_to(interpreter)
    (clone / "build/worker").symlink_to(worker)
    shutil.copytree(ROOT / "build/oracles", clone / "build/oracles")
    return clone


def test_the_solutions_get_every_point_on_python_310_without_torch(clone_on_310, tmp_path):
    python = clone_on_310 / "build/venv/bin/python"
    assert subprocess.run([python, "-c", "import torch"], capture_output=True).returncode == 1
    command = [python, "-m", "autograder", "grade", "--submission", "solutions", "--expect", "100"]
    done = subprocess.run(
        [*command, "--results", tmp_path / "results.json"], cwd=clone_on_310, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_syntax_that_came_later_is_told_with_the_version_that_reads_it(clone_on_310, hand_in, tmp_path):
    newer = with_function("q1_dropout", "type Number = float  # Python 3.12\n")
    python, results = clone_on_310 / "build/venv/bin/python", tmp_path / "results.json"
    command = [python, "-m", "autograder", "grade", "--submission", hand_in(q1_dropout=newer), "--results", results]
    subprocess.run(command, cwd=clone_on_310, check=True, capture_output=True)
    graded = json.loads(results.read_text())
    assert graded["score"] == 80
    row = next(row for row in graded["tests"] if row["extra_data"]["function"] == "q1_dropout.f")
    assert "type Number = float" in row["output"]
    assert "as Python 3.10 reads it" in row["output"]
