"""What Gradescope does, for real: build, unpack, setup.sh as root, run_autograder."""

import json

from conftest import ROOT, with_function


def test_the_solutions_get_every_point(gradescope):
    graded = gradescope.grade(ROOT / "solutions")
    assert graded.status == 0, graded.log
    assert graded.score == 100
    assert sum(row["max_score"] for row in graded.results["tests"]) == 100
    assert "total" in graded.log


def test_the_untouched_template_gets_none_and_a_sentence_for_each_row(gradescope):
    graded = gradescope.grade(ROOT / "student_template")
    assert graded.score == 0
    assert sum(row["max_score"] for row in graded.results["tests"]) == 100
    for row in graded.results["tests"]:
        assert "is not written yet" in " ".join(row["output"].split())
        assert "Traceback" not in row["output"]


def test_one_wrong_function_loses_exactly_its_points(gradescope, hand_in):
    wrong = with_function("q2_batchnorm", "def grad_x(dY, X, gamma, eps):\n    return 0 * dY\n")
    graded = gradescope.grade(hand_in(q2_batchnorm=wrong))
    assert graded.lost() == {"q2_batchnorm.grad_x": 8}
    public, *hidden = graded.rows("q2_batchnorm.grad_x")
    assert "gave wrong values" in public["output"]
    assert "expected" in public["output"]
    for row in hidden:
        assert "expected" not in row["output"]
        assert row["visibility"] == "after_published"


def test_a_missing_file_costs_its_own_functions_only(gradescope, hand_in):
    graded = gradescope.grade(hand_in(q3_layernorm=None))
    assert graded.score == 75
    assert "q3_layernorm.py is missing" in graded.results["output"]
    assert "q3_layernorm.py is missing" in graded.rows("q3_layernorm.grad_x")[0]["output"]


def test_a_syntax_error_shows_the_students_own_line(gradescope, hand_in):
    broken = with_function("q1_dropout", "def f(p)\n    return p\n")
    graded = gradescope.grade(hand_in(q1_dropout=broken))
    assert graded.score == 80
    output = graded.rows("q1_dropout.gamma")[0]["output"]
    assert "def f(p)" in output
    assert "SyntaxError" in output
    assert "autograder" not in output


def test_the_same_submission_gets_the_same_results_but_for_times(gradescope, hand_in):
    wrong = hand_in(q1_dropout=with_function("q1_dropout", "def g(p):\n    print('g')\n    return p\n"))
    first, second = (gradescope.grade(wrong).results for _ in range(2))
    first.pop("execution_time"), second.pop("execution_time")
    assert json.dumps(first) == json.dumps(second)


def test_a_worker_that_dies_or_hangs_costs_its_own_function_only(gradescope, hand_in):
    code = "import os\ndef f(p):\n    os._exit(3)\ndef g(p):\n    while True: pass\n"
    graded = gradescope.grade(hand_in(q1_dropout=with_function("q1_dropout", code)))
    assert graded.lost() == {"q1_dropout.f": 2, "q1_dropout.g": 3}
    assert "ended its process with exit code 3" in graded.rows("q1_dropout.f")[0]["output"]
    public, hidden = graded.rows("q1_dropout.g")
    assert "did not return within 4 s" in public["output"]
    assert "was not called again" in hidden["output"]


def test_student_code_runs_as_another_user_without_the_graders_files(gradescope, hand_in):
    code = """
import os
def f(p):
    problems = []
    if os.getuid() == 0 or os.getgroups(): problems.append("root")
    for path in ("/autograder/source", "/autograder/results", "/autograder/submission_metadata.json"):
        try:
            os.stat(path)
            problems.append(path)
        except PermissionError: pass
    if problems: raise ValueError(problems)
    return p
"""
    graded = gradescope.grade(hand_in(q1_dropout=with_function("q1_dropout", code)))
    assert graded.lost() == {}, graded.rows("q1_dropout.f")[0]["output"]


def test_a_short_time_limit_of_the_platform_takes_no_points_from_right_answers(gradescope):
    graded = gradescope.grade(ROOT / "solutions", TIMEOUT_SECONDS="60")
    assert graded.lost() == {}
