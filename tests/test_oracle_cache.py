"""The oracles' remembered answers: read back where nothing changed, never where the oracle or an input did."""

import json
import shutil
import subprocess

import answers
import numpy as np
import pytest
from conftest import ROOT

REPORT_TORCH = """
import sys
sys.path.insert(0, sys.argv.pop(1))
from autograder.__main__ import main
status = main()
print("torch was imported" if "torch" in sys.modules else "torch was not imported")
sys.exit(status)
"""


@pytest.fixture
def grade_copy(tmp_path):
    """A copy of the grader with the memory of this one; call it to grade the solutions there."""
    for part in ("autograder", "solutions", "student_template"):
        shutil.copytree(ROOT / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "build").symlink_to(ROOT / "build")
    results = tmp_path / "results.json"
    arguments = [tmp_path, "grade", "--submission", tmp_path / "solutions", "--results", results]

    def grade():
        python = ROOT / "build/venv/bin/python"
        done = subprocess.run([python, "-I", "-c", REPORT_TORCH, *arguments], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        lost = {
            row["extra_data"]["function"]
            for row in json.loads(results.read_text())["tests"]
            if row["score"] < row["max_score"]
        }
        return lost, "torch was imported" in done.stdout

    return tmp_path, grade


def edit(path, old, new):
    text = path.read_text()
    assert text.count(old) == 1
    path.write_text(text.replace(old, new))


def test_what_is_remembered_is_read_back_without_torch(grade_copy):
    _, grade = grade_copy
    assert grade() == (set(), False)


def test_an_edited_oracle_is_asked_again(grade_copy):
    folder, grade = grade_copy
    edit(
        folder / "student_template/tests/oracles.py",
        "return _numpy(torch.diag(torch.linalg.vector_norm(_tensor(X), dim=0)))",
        "return 2 * _numpy(torch.diag(torch.linalg.vector_norm(_tensor(X), dim=0)))",
    )
    assert grade() == ({"q1_dropout.gamma"}, True)


def test_the_answers_in_the_students_zip_are_those_of_the_oracles_to_the_inputs_of_today(tmp_path):
    answers.remember(tmp_path / "answers.npz")
    with np.load(answers.ANSWERS) as shipped, np.load(tmp_path / "answers.npz") as made:
        assert shipped.files == made.files, "run make answers"
        for name in made.files:
            assert shipped[name].dtype == made[name].dtype
            np.testing.assert_allclose(shipped[name], made[name], rtol=1e-12, atol=1e-12)
    assert answers.ANSWERS.stat().st_size == (tmp_path / "answers.npz").stat().st_size  # nothing beside them


def test_other_inputs_are_not_answered_from_memory(grade_copy):
    folder, grade = grade_copy
    edit(folder / "autograder/assignment.py", 'SEED = "', 'SEED = "00')
    assert grade() == (set(), True)
