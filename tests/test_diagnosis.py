"""Mistakes that no catalogue lists: they lose their points, and the feedback says where and how the answer is off."""

import json
import re

import numpy as np
import pytest
from conftest import FILES, ROOT, unwrapped
from graded import graded_tests, run_autograder
from sweeps import sampled

from autograder import suite
from autograder.input_sets import sets_for
from autograder.mistakes import diagnosis
from autograder.public import checks, ladder
from autograder.report.results import Results
from autograder.sandbox.replies import read_reply
from autograder.worker import answers

ODD = """

def _odd(function, change):
    def wrong(*args):
        return change(function(*args), *args)

    return wrong

"""

# function, the answer as an expression of the right one `a` and the arguments `x`, what the public or hidden row says
MISTAKES = [
    ("q1_dropout.second_moment", "7 * a", "hint      The answer is exactly 7 times the expected one."),
    ("q1_dropout.f", "-a / 3", "hint      The answer is exactly -1/3 times the expected one."),
    ("q1_dropout.g", "a + 5", "hint      The answer is the expected one plus exactly 5."),
    ("q1_dropout.gamma", "a + 11 * np.eye(len(a))", "hint      Right off the diagonal, wrong on it."),
    ("q1_dropout.dropout_loss", "None", "hint      Is a return statement missing?"),
    ("q1_dropout.expected_loss", "float(np.float16(a))", "Where it is finite: the answer has the precision of float16"),
    ("q1_dropout.expected_loss_grad", "np.concatenate([a[:-1], [123.0]])", "hint      Wrong in the last entry only."),
    ("q2_batchnorm.batchnorm", "np.concatenate([a[:1] * 3, a[1:]])", "hint      Wrong in row 0 only."),
    ("q2_batchnorm.grad_beta", "a[:, None]", "hint      The numbers are right, but an axis of length 1 is too many"),
    ("q2_batchnorm.grad_gamma", "(v for v in a)", "returned a generator: the function yields in place of returning"),
    ("q2_batchnorm.grad_x_hat", "a.T", "hint      This is the transpose of the expected answer."),
    ("q2_batchnorm.grad_var", "np.zeros_like(a)", "hint      The answer is all zeros."),
    ("q2_batchnorm.grad_mean", "a * np.array([1, -1, 1, 1, 1, 1, 1])[: len(a)]", "signs of some entries are not"),
    ("q2_batchnorm.grad_x", "a.sum()", "hint      This is the sum of all expected entries: a reduction too many."),
    ("q3_layernorm.layernorm", "np.hstack([a[:, :2], a[:, 2:] + 9])", "hint      Right in columns 0, 1 only."),
    ("q3_layernorm.grad_beta", "a * len(x[0]) / (len(x[0]) - 1)", "The answer is exactly N/(N − 1) times the expected"),
    ("q3_layernorm.grad_gamma", "a * np.nan", "is not finite"),
    ("q3_layernorm.grad_x_hat", "a * 13 * x[0].shape[0]", "entries are off"),
    ("q3_layernorm.grad_var", "a * x[4] ** 2", "hint      The answer is exactly eps squared times the expected one."),
    ("q3_layernorm.grad_mean", "np.sort(a)[::-1] if len(a) != 6 else np.sort(a)", "in other places than expected"),
    ("q3_layernorm.grad_x", "x[1]", "hint      This is the input X, unchanged."),
    ("q3_layernorm.recover_private", "np.round(a, 1)", "hint      The answer is the expected one rounded to 1 decimal"),
    ("q3_layernorm.leaked_entries", "[[]]", "has the wrong shape"),
    ("q3_layernorm.leakage_count", "a + 0.5", "returned a number that is not whole"),
    ("q4_optimizers.equivalent_weight_decay", "a * 1j", "returned complex numbers"),
    ("q4_optimizers.sgd_l2_step", "np.trunc(a)", "cut to whole numbers"),
    ("q4_optimizers.sgd_weight_decay_step", "-a", "hint      The sign is flipped"),
    ("q4_optimizers.expected_moment", "a if x[2] == 1 else a - 3 * x[0]", "Right at t = 1, wrong at t = 4."),
    ("q4_optimizers.bias_corrected", "a + x[0]", "hint      The answer is the expected one plus the input s."),
    ("q4_optimizers.momentum_l2_step", "a[::-1]", "hint      The right parts in another order than (w, v)."),
    ("q4_optimizers.rmsprop_l2_step", "(a[0], 5 * a[1])", "w is right. In v, the answer is exactly 5 times"),
    ("q4_optimizers.adam_l2_step", "a[:2]", "returned 2 values"),
    ("q4_optimizers.adamw_step", "(a[0] + 2, a[1], a[2])", "s and r are right. In w, the answer is the expected"),
]  # fmt: skip

MORE = [
    ("q1_dropout.second_moment", "np.round(a, 2)", "hint      The answer is the expected one rounded to 2 decimals"),
    ("q1_dropout.f", "a / 256", "hint      The answer is exactly 1/256 times the expected one."),
    ("q1_dropout.g", "a * np.pi", "hint      The answer is a constant times the expected one."),
    ("q1_dropout.gamma", "a + np.e", "hint      The answer is the expected one plus a constant."),
    ("q1_dropout.dropout_loss", "a * 3 if a < 10 else a * 4", "allowed   1e-04 of the expected value"),
    ("q1_dropout.expected_loss", "complex(a)", "hint      The imaginary parts are zero: return the real part."),
    ("q1_dropout.expected_loss_grad", "np.sqrt(-abs(a) + 0j)", "hint      Look for a root of a negative number."),
    ("q2_batchnorm.batchnorm", "(a, a / 2)", "You return 2 arrays; number 1 of them is right: return it alone."),
    ("q2_batchnorm.grad_beta", "np.concatenate([a[:-2], a[-2:] + 1])", "hint      Wrong in the last 2 entries only."),
    ("q2_batchnorm.grad_gamma", "np.append(a[:-2], [9, a[-1]])", "Wrong in entry -2 (counted from the end) only."),
    ("q2_batchnorm.grad_x", "np.concatenate([a[:-1], a[-1:] * 3])", "hint      Wrong in the last row only."),
    ("q3_layernorm.leaked_entries", "a ^ (np.arange(len(a)) == 0)", "allowed   no difference"),
    ("q3_layernorm.leakage_count", "a + 1e-6", "hint      Count, and neither divide nor add up floats."),
    ("q3_layernorm.layernorm", "x[0] - x[0].mean(axis=1)", "hint      One number a row does not line up with"),
    ("q4_optimizers.momentum_l2_step", "a[0]", "momentum_l2_step(w (4,), v (4,), grad (4,), lr="),
    ("q4_optimizers.rmsprop_l2_step", "a[0]", " returned an array of shape (4,)\n"),
    ("q4_optimizers.adam_l2_step", "(*a, a[0])", " returned 4 values\n"),
]  # fmt: skip


def graded_with(mistakes, folder):
    """The results of the solutions, the answers of some functions changed."""
    for name in FILES:
        text = (ROOT / "solutions" / name).read_text() + ODD
        for function, expression, _ in mistakes:
            module, _, bare = function.partition(".")
            if name == f"{module}.py":
                text += f"{bare} = _odd({bare}, lambda a, *x: {expression})\n"
        (folder / name).write_text(text)
    run_autograder(folder, folder / "results.json")
    return json.loads((folder / "results.json").read_text())


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    return graded_with(MISTAKES, tmp_path_factory.mktemp("odd"))


@pytest.fixture(scope="module")
def graded_more(tmp_path_factory):
    return graded_with(MORE, tmp_path_factory.mktemp("more"))


def rows_of(graded, function):
    rows = [row for row in graded["tests"] if row["extra_data"]["function"] == function]
    return [row | {"output": unwrapped(row["output"])} for row in rows]


@pytest.mark.smoke
@pytest.mark.parametrize(("function", "expression", "told"), MISTAKES, ids=[m[0] for m in MISTAKES])
def test_an_unknown_mistake_loses_its_points_and_is_described(graded, function, expression, told):
    check_described(rows_of(graded, function), told)


@pytest.mark.parametrize(("function", "expression", "told"), MORE, ids=[m[0] for m in MORE])
def test_another_unknown_mistake_is_described(graded_more, function, expression, told):
    check_described(rows_of(graded_more, function), told)


def check_described(rows, told):
    assert min(row["score"] for row in rows) == 0
    assert any(told in row["output"] for row in rows), "\n\n".join(row["output"] for row in rows)
    assert {row["extra_data"]["mistake"] for row in rows} == {None}
    for row in rows:
        assert row["output"].startswith("Failed: Your ") == (row["score"] == 0)


def test_nothing_is_said_that_is_not_so(graded_more):
    for row in rows_of(graded_more, "q3_layernorm.leakage_count"):
        assert "n = 16 alone" not in row["output"]
        assert "sign" not in row["output"]
    assert not any("row -1" in row["output"] or "1 decimals" in row["output"] for row in graded_more["tests"])


def test_hidden_rows_name_the_kind_of_case_and_show_no_expected_value(graded):
    failed = [row for row in graded["tests"] if row["visibility"] != "visible" and row["score"] == 0]
    assert len(failed) > 25
    for row in failed:
        assert re.search(r"^  case      \w+", row["output"], re.M), row["output"]
        assert not re.search(r"^  (expected|got) +-?[\d.]+( at|;|$)", row["output"], re.M), row["output"]


def test_public_rows_show_expected_got_and_the_tolerance(graded):
    (row,) = [row for row in rows_of(graded, "q1_dropout.second_moment") if row["visibility"] == "visible"]
    lines = row["output"].splitlines()
    labels = [line.split()[0] for line in lines if line.startswith("  ")]
    assert labels == ["case", "expected", "got", "allowed", "hint"]


CHANGES = [
    lambda a: 2 * a, lambda a: -a, lambda a: a + 1, lambda a: a * np.pi + 1, np.transpose, np.sum, np.round, np.float16,
    lambda a: np.sort(a, axis=None).reshape(np.shape(a)), lambda a: [a, a], np.atleast_2d, np.abs, np.trunc,
    lambda a: np.where(np.arange(np.size(a)).reshape(np.shape(a)) == 0, 9, a), lambda a: a * len(np.atleast_1d(a)),
]  # fmt: skip


def some_or_all(count):
    """Which of `count` cases are changed, in ways that differ: of a single case there are but two."""
    ways = (lambda i: True, lambda i: i == 0, lambda i: i > 0, lambda i: i % 2 == 0, lambda i: i == 3)
    return {tuple(map(way, range(count))) for way in ways}


@pytest.mark.parametrize("change", sampled(range(len(CHANGES)), 5))
def test_any_change_of_some_or_all_answers_is_explained_without_an_error(change):
    def changed(answer):
        with np.errstate(all="ignore"):
            parts = [
                CHANGES[change](np.asarray(part) * 1) for part in (answer if isinstance(answer, tuple) else [answer])
            ]
        return checks.as_answer(tuple(parts) if isinstance(answer, tuple) else parts[0])

    for function, tests in sampled(list(graded_tests().items()), 4):
        for test in tests:
            for chosen in some_or_all(len(test.expected)):
                answers = [changed(want) if chosen[i] else want for i, want in enumerate(test.expected)]
                trials = tuple(checks.Trial(*trial) for trial in zip(test.cases, test.expected, answers))
                error = checks.WrongAnswer(function, trials[0], ladder.Problem("is odd"), trials)
                with np.errstate(all="ignore"):
                    diagnosis.explain(error, test.parts)


def test_a_diagnosis_that_breaks_leaves_the_row_and_tells_the_staff(monkeypatch, tmp_path):
    def break_down(*arguments):
        return [][1]

    monkeypatch.setattr(diagnosis, "explain", break_down)
    test = suite.load_tests()[0]
    results = Results([*suite.load_tests()], tmp_path / "results.json", [], sets_for({}))
    trial = checks.Trial(checks.Case("any", p=0.5, d=2), np.eye(2), np.ones((2, 2)))
    results.record(test, checks.WrongAnswer("q1_dropout.second_moment", trial, ladder.Problem("is odd"), [trial]), "")
    row = results.rows[test.id()]
    assert "second_moment(p=0.5, d=2) is odd" in row["output"]
    assert re.fullmatch(
        r"IndexError: list index out of range \(test_diagnosis.py:\d+\)", row["extra_data"]["diagnosis_failed"]
    )


ODD_ANSWERS = [
    np.inf, -np.inf, np.nan, 0.0, 1e308, np.zeros((0,)), np.zeros((0, 3)), np.full((2, 2), np.inf), np.array([True]),
    np.float16(1), np.arange(3), -np.ones((1, 1, 1)), np.array(7), (np.inf, np.nan), (1.0,), (), np.full((3,), 1e-320),
]  # fmt: skip


@pytest.mark.parametrize("odd", sampled(ODD_ANSWERS, 5), ids=repr)
def test_an_odd_answer_is_explained_without_an_error(odd):
    for function, tests in sampled(list(graded_tests().items()), 4):
        for test in tests:
            for got in (odd, tuple(odd for _ in test.parts) or odd):
                trials = tuple(checks.Trial(case, want, got) for case, want in zip(test.cases, test.expected))
                error = checks.WrongAnswer(function, trials[0], ladder.Problem("is odd"), trials)
                with np.errstate(all="ignore"):
                    assert diagnosis.explain(error, test.parts).mistake is None or np.size(odd) > 0


def test_infinite_answers_everywhere_lose_their_points_and_nothing_else(tmp_path):
    for name in FILES:
        (tmp_path / name).write_text((ROOT / "solutions" / name).read_text())
    with (tmp_path / "q1_dropout.py").open("a") as file:
        file.write("\n\ndef f(p):\n    return float('inf')\n\n\ndef g(p):\n    return 0.5\n")
    results = tmp_path / "results.json"
    run_autograder(tmp_path, results)
    graded = json.loads(results.read_text())
    assert graded["score"] == 100 - 2 - 3
    assert all("is not finite" in row["output"] for row in rows_of(graded, "q1_dropout.f"))
    assert "the same in every case, whatever the arguments" in rows_of(graded, "q1_dropout.g")[-1]["output"]


def test_a_sentence_is_true_of_every_case_or_says_of_which(tmp_path):
    for name in FILES:
        (tmp_path / name).write_text((ROOT / "solutions" / name).read_text())
    with (tmp_path / "q3_layernorm.py").open("a") as file:
        file.write("\n\ndef leakage_count(n, affine):\n    return n if affine else n * n - 1\n")
    with (tmp_path / "q2_batchnorm.py").open("a") as file:
        file.write(
            "\n\n_right = grad_x\n\n\ndef grad_x(dY, X, gamma, eps):\n    dX = _right(dY, X, gamma, eps)\n"
            "    if len(dX) > 2:\n        dX[1:] = 9 * np.sin(dX[1:] + 5)\n    return dX\n"
        )
    run_autograder(tmp_path, tmp_path / "results.json")
    graded = json.loads((tmp_path / "results.json").read_text())
    assert all("float16" not in row["output"] for row in rows_of(graded, "q3_layernorm.leakage_count"))
    (shapes,) = [row for row in rows_of(graded, "q2_batchnorm.grad_x") if "two-row" in row["output"]]
    assert "hint      Right only here: two rows. Elsewhere: right in row 0 only.\n" in shapes["output"]


def no_numbers():
    holding_itself = []
    holding_itself.append(holding_itself)
    masked = np.ma.masked_array(np.ones((2, 2)), [[True, False], [False, False]])
    objects = np.array([[object(), 1], [2, 3]])
    return [masked, objects, np.array([["a", "b"], ["c", "d"]]), np.array("1"), holding_itself, [1 + 0j, 2]]


@pytest.mark.parametrize("answer", no_numbers(), ids=lambda answer: type(answer).__name__)
def test_what_holds_no_numbers_is_wrong_at_home_and_in_the_grader(answer):
    value, data = answers.encode_answer(answer)
    header = {"call": 1, "outcome": "returned", "value": value, "changed": []}
    for got in (checks.as_answer(answer), read_reply(header, data, call=1).value):
        assert ladder.find_problem(np.ones((2, 2)), got) is not None


def test_whole_numbers_and_truth_values_are_compared_exactly():
    assert ladder.find_problem(20000, np.asarray(20001)) is not None
    assert ladder.find_problem(20000, np.asarray(20000.0)) is None
    assert ladder.find_problem(np.array([True]), np.array([1.0])) is None
