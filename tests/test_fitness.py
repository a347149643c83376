"""Settings and points that no grading could stand on: `build` and the grader say what to change, in one sentence."""

import dataclasses
import subprocess
import sys
import zipfile

import pytest
from conftest import ROOT
from test_build import build, clone  # noqa: F401  the fixture

from autograder import assignment, suite
from autograder.fitness import Refused, find_faults
from autograder.packaging import points

PUBLIC = "student_template/tests/test_q1_dropout.py"
HIDDEN = "autograder/hidden_tests/test_q1_dropout.py"
SETTINGS = "autograder/assignment.py"
WORDS = "one of visible, after_due_date, after_published, hidden"
WRONG = [  # a file, what stands there, what somebody makes of it, and what is said
    (SETTINGS, 'HIDDEN_VISIBILITY = "after_published"', 'HIDDEN_VISIBILITY = "after_publish"',
     "HIDDEN_VISIBILITY in autograder/assignment.py is 'after_publish', a word that Gradescope does not know: "
     "did you mean 'after_published'?"),
    (SETTINGS, 'HIDDEN_VISIBILITY = "after_published"', "HIDDEN_VISIBILITY = None",
     f"HIDDEN_VISIBILITY in autograder/assignment.py is None, a word that Gradescope does not know: {WORDS}"),
    (SETTINGS, "MAX_SUBMISSIONS_PER_DAY: int | None = None", "MAX_SUBMISSIONS_PER_DAY: int | None = 0",
     "MAX_SUBMISSIONS_PER_DAY in autograder/assignment.py is 0: it is None or a whole number from 1 on"),
    (SETTINGS, "CALL_TIMEOUT_SECONDS = 4.0", "CALL_TIMEOUT_SECONDS = -4.0",
     "CALL_TIMEOUT_SECONDS in autograder/assignment.py is -4.0: it is a number above 0"),
    (PUBLIC, "@weight(1.5)", "@weight(2.5)",
     "the points of the tests add up to 101, not to 100: change a @weight in student_template/tests/ or "
     "autograder/hidden_tests/"),
    (HIDDEN, "@weight(1)\n", "@weight(0)\n", "needs a @weight above 0, and has 0"),
    (PUBLIC, '@visibility("visible")', '@visibility("public")', f"needs a @visibility, {WORDS}"),
    (PUBLIC, '    @number("1")\n', "", "needs a @number, the question's"),
    (HIDDEN, '"q1_dropout", "second_moment"', '"q1_dropout", "second_momentum"',
     "is of q1_dropout.second_momentum, which FUNCTIONS in autograder/assignment.py does not list; "
     "q1_dropout.second_moment has no hidden test"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "right", "wrong", "said"), WRONG)
def test_build_and_the_grader_refuse_it_in_one_sentence(clone, file, right, wrong, said):  # noqa: F811
    text = (clone / file).read_text()
    assert right in text
    (clone / file).write_text(text.replace(right, wrong, 1))
    built = build(clone)
    assert built.returncode == 1
    assert f"{said}\n" in built.stderr.replace("\nbuild refused: ", "; ")
    assert "Traceback" not in built.stderr
    assert not (clone / "dist").exists()
    (clone / "build").symlink_to(ROOT / "build")  # set up; a grading only reads there
    command = [sys.executable, "-B", "-m", "autograder", "grade", "--submission", "solutions", "--results", "r.json"]
    graded = subprocess.run(command, cwd=clone, capture_output=True, text=True)
    assert graded.returncode == 2
    assert graded.stderr.startswith("autograder: ")
    assert graded.stderr.endswith(f"{said}\n")
    assert "Traceback" not in graded.stderr
    assert graded.stderr.count("\n") == 1
    assert not (clone / "r.json").exists()


def test_points_that_students_are_told_otherwise_are_not_packed(clone):  # noqa: F811
    for file, right, wrong in ((PUBLIC, "@weight(1.5)", "@weight(2)"), (HIDDEN, "@weight(1.5)", "@weight(1)")):
        (clone / file).write_text((clone / file).read_text().replace(right, wrong, 1))
    built = build(clone)
    assert (built.returncode, built.stderr) == (
        1,
        "build refused: student_template/tests/conftest.py tells students of 50 public points of 100, and the tests "
        "have 50.5 of 100\n",
    )


def test_the_zip_that_stood_there_stays(clone):  # noqa: F811
    assert build(clone).returncode == 0
    before = (clone / "dist/autograder.zip").read_bytes()
    (clone / SETTINGS).write_text((clone / SETTINGS).read_text().replace("_published", "_publish", 1))
    assert build(clone).returncode == 1
    assert (clone / "dist/autograder.zip").read_bytes() == before
    assert zipfile.ZipFile(clone / "dist/autograder.zip").testzip() is None


def test_what_is_read_from_the_source_is_what_the_tests_say():
    read, loaded = points.tests_written(), list(map(suite.points_of, suite.load_tests()))
    assert len(read) == len(loaded)
    without_names = [sorted((dataclasses.replace(p, test="") for p in found), key=repr) for found in (read, loaded)]
    assert without_names[0] == without_names[1]
    assert find_faults(read) == points.told_at_home(read) == []


def test_a_weight_that_is_calculated_counts(tmp_path, monkeypatch):
    source = (
        'class F(FunctionTest):\n    module = "q1_dropout"\n    function = "f"\n\n    @weight(3 / 2)\n'
        '    @number("1")\n    @visibility(HIDDEN)\n    def test_f(self): ...'
        "\n\n    @weight(of_f())\n    def test_g(self): ...\n"
    )
    monkeypatch.setattr(assignment, "ROOT", tmp_path)
    group = points.ast.parse(source).body[0]
    first, second = points.tests_of(group, tmp_path / "test_f.py", hidden=True)
    assert (first.function, first.weight, first.visibility) == ("q1_dropout.f", 1.5, assignment.HIDDEN_VISIBILITY)
    assert (second.weight, second.number) == ("of_f()", None)


def test_loading_tests_of_no_use_is_refused(monkeypatch):
    monkeypatch.setattr(assignment, "TOTAL_POINTS", 99)
    with pytest.raises(Refused, match="add up to 100, not to 99"):
        suite.load_tests()
