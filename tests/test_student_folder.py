"""A student at home: `pytest` in a copy of student_template/."""

import re
import shutil
import subprocess
import sys

import pytest
from conftest import FILES, ROOT


@pytest.fixture
def home(tmp_path):
    folder = tmp_path / "ps2"
    shutil.copytree(ROOT / "student_template", folder, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def run_pytest(folder, *arguments):
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
    )


def test_the_solutions_pass_and_the_points_are_printed_by_question(home):
    for name in FILES:
        shutil.copy(ROOT / "solutions" / name, home / name)
    done = run_pytest(home)
    assert done.returncode == 0, done.stdout
    assert "33 passed" in done.stdout
    assert "total                                              50 of 50" in done.stdout
    assert "2(a)4   q2_batchnorm.grad_x                         4 of 4" in done.stdout


def test_each_stub_fails_with_a_sentence_and_no_stack_of_ours(home):
    done = run_pytest(home)
    assert done.returncode == 1
    assert "33 failed" in done.stdout
    assert done.stdout.count("is not written yet: write ") >= 33
    for ours in ("Traceback", "checks.py", "ladder.py", "oracles.py", "self.check"):
        assert ours not in done.stdout


def test_a_wrong_answer_is_explained(home):
    for name in FILES:
        shutil.copy(ROOT / "solutions" / name, home / name)
    with open(home / "q1_dropout.py", "a") as file:
        file.write("\n\ndef f(p):\n    return 1 - p\n")
    done = run_pytest(home, "-k", "test_f")
    p = re.search(r"\bf\(p=(0\.[12]\d?)\) gave a wrong value", done.stdout)[1]
    assert f"expected  {p}\n" in done.stdout
    assert f"got       {1 - float(p):.4g}\n" in done.stdout


def test_a_file_that_cannot_be_imported_leaves_the_others_standing(home):
    for name in FILES:
        shutil.copy(ROOT / "solutions" / name, home / name)
    (home / "q4_optimizers.py").write_text("def adamw_step(:\n")
    done = run_pytest(home)
    assert "24 passed" in done.stdout
    assert "def adamw_step(:" in done.stdout
    assert "SyntaxError" in done.stdout
    assert f"as Python {sys.version_info.major}.{sys.version_info.minor} reads it" in done.stdout
