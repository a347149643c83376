"""The catalogue of known mistakes against the graded cases: each one fails, by far, and no two look alike."""

import importlib
import inspect
import itertools
import re
import sys
from functools import cache

import numpy as np
import pytest
from conftest import ROOT
from graded import first_problem, graded_tests, mistakes_named
from right_variants import VARIANTS
from sweeps import SWEPT_SETS

sys.path.insert(0, str(ROOT / "student_template/tests"))

from autograder.assignment import FUNCTIONS
from autograder.mistakes.known import derivation_of, mistakes_of

NAMES = [f"{module}.{function}" for module, functions in FUNCTIONS.items() for function in functions]
CATALOGUE = [mistake for name in NAMES for mistake in mistakes_of(name)]
LEAST_MARGIN = 1000.0  # tolerances that a known mistake is off by, in some entry of some case
MOST_OF_TOLERANCE = 0.1  # that a right variant takes up


@cache
def graded():
    return graded_tests()


def parts_of(answer):
    return [np.asarray(part, dtype=float) for part in (answer if isinstance(answer, tuple) else (answer,))]


def answers(mistake, case):
    with np.errstate(all="ignore"):
        return mistake.formula(*case.args)


def error_in_tolerances(expected, got):
    """The largest error of any entry over what is allowed; infinite for another shape or no number."""
    import ladder

    if isinstance(expected, tuple) and isinstance(got, np.ndarray) and len(got) == len(expected):
        got = tuple(got)
    wanted, given = parts_of(expected), parts_of(got)
    if len(wanted) != len(given) or any(a.shape != b.shape for a, b in zip(wanted, given)):
        return np.inf
    if not all(np.isfinite(part).all() for part in given):
        return np.inf
    with np.errstate(all="ignore"):
        return max(np.abs(b - a).max() / ladder.allowed_error(a) for a, b in zip(wanted, given))


def test_the_steps_of_every_right_answer_give_the_solutions_in_every_set_of_inputs():
    for drawn in SWEPT_SETS:
        for name, tests in graded_tests(drawn).items():
            module, _, function = name.partition(".")
            solution = getattr(importlib.import_module(f"solutions.{module}"), function)
            for case in (case for test in tests for case in test.cases):
                right, steps = parts_of(solution(*case.args)), parts_of(derivation_of(name).answer(case.args, {}))
                assert [part.shape for part in right] == [part.shape for part in steps]
                for one, other in zip(right, steps):
                    assert np.abs(one - other).max() <= 1e-12 * (1 + np.abs(one).max()), (name, case.about, drawn.name)


def test_there_are_enough_and_each_function_has_some():
    assert len(CATALOGUE) >= 150
    assert min(len(mistakes_of(name)) for name in NAMES) >= 3
    for name in NAMES:
        names = [mistake.name for mistake in mistakes_of(name)]
        assert len(names) == len(set(names))
        assert all(re.fullmatch(r"[a-z0-9-]+", mistake) for mistake in names)


@pytest.mark.parametrize("mistake", CATALOGUE, ids=lambda m: f"{m.function}-{m.name}")
def test_a_known_mistake_fails_and_takes_the_arguments_of_its_function(mistake):
    assert first_problem(mistake.formula, graded()[mistake.function]) is not None
    module, _, function = mistake.function.partition(".")
    solution = getattr(__import__(f"solutions.{module}", fromlist=[function]), function)
    assert list(mistake.derivation.inputs) == list(inspect.signature(solution).parameters)


@pytest.mark.parametrize("mistake", CATALOGUE, ids=lambda m: f"{m.function}-{m.name}")
def test_a_hint_points_without_giving_the_answer(mistake):
    assert 15 <= len(mistake.hint) <= 160
    assert mistake.hint.rstrip()[-1] in ".?"
    assert not re.search(r"np\.|\*\*|axis ?=|==|return ", mistake.hint)
    # Other code gives the same numbers: nothing may be missing from it, and it need not divide by anything.
    assert not re.search(r"missing|forg[eo]t|lack|left out|not used|divi[ds]|has no (part|effect)", mistake.hint)


SAME_NUMBERS = [  # code that has what the mistake of the same numbers is named for the want of
    ("q1_dropout.g", lambda p: 1 - p**2, "g-is-one-less-p-squared"),
    ("q2_batchnorm.grad_gamma", lambda dY, X_hat: (dY + X_hat).sum(axis=0), "x-hat-forgotten"),
    ("q2_batchnorm.grad_gamma", lambda dY, X_hat: dY.sum(axis=0) * X_hat.mean(axis=0), "sums-before-the-product"),
    ("q2_batchnorm.grad_x", lambda dY, X, gamma, eps: slope_of_means(dY, X, gamma, eps, 0), "variance-path-missing"),
    ("q3_layernorm.grad_x", lambda dY, X, gamma, eps: slope_of_means(dY, X, gamma, eps, 1), "variance-path-missing"),
    ("q4_optimizers.bias_corrected", lambda s, beta, t: s - beta**t, "division-before-subtraction"),
    ("q4_optimizers.sgd_l2_step", lambda w, grad, lr, lambda_l2: w - lr * grad * (1 + 0 * lambda_l2),
     "penalty-forgotten"),
    ("q4_optimizers.momentum_l2_step", lambda w, v, grad, lr, beta, lambda_l2: stepped(w, lr, beta * v + grad / 2
     + (0.5 - beta) * grad), "momentum-penalty-forgotten"),
]  # fmt: skip


def slope_of_means(dY, X, gamma, eps, axis):
    """The path through the variance with a product of means in place of the mean of products."""
    root = np.sqrt(X.var(axis=axis, keepdims=True) + eps)
    X_hat, D = (X - X.mean(axis=axis, keepdims=True)) / root, dY * gamma
    mean = D.mean(axis=axis, keepdims=True)
    return (D - mean - X_hat * mean * X_hat.mean(axis=axis, keepdims=True)) / root


def stepped(w, lr, v):
    return w - lr * v, v


@pytest.mark.parametrize(("function", "formula", "name"), SAME_NUMBERS)
def test_code_that_is_not_what_a_name_says_reads_what_is_true_of_its_numbers(function, formula, name):
    assert mistakes_named(formula, graded()[function]) == {name}
    (mistake,) = (mistake for mistake in mistakes_of(function) if mistake.name == name)
    assert re.match(r"(This|These|Here) ", mistake.hint)


def test_no_two_mistakes_of_a_function_give_the_same_answers():
    alike = []
    for name in NAMES:
        cases = [case for test in graded()[name] for case in test.cases]
        for one, other in itertools.combinations(mistakes_of(name), 2):
            if all(error_in_tolerances(answers(one, case), answers(other, case)) < 1 for case in cases):
                alike.append((name, one.name, other.name))
    assert alike == []


def test_the_margins_between_wrong_and_right_in_every_set_of_inputs():
    wrong, right = {}, {}
    for drawn in SWEPT_SETS:
        asked = {
            name: [(want, case) for test in tests for want, case in zip(test.expected, test.cases)]
            for name, tests in graded_tests(drawn).items()
        }
        for mistake in CATALOGUE:
            name = f"{mistake.function} {mistake.name}"
            error = max(error_in_tolerances(want, answers(mistake, case)) for want, case in asked[mistake.function])
            wrong[name] = min(wrong.get(name, np.inf), error)
        for variant in VARIANTS:
            error = max(error_in_tolerances(want, variant.answer(case)) for want, case in asked[variant.function])
            right[variant.name] = max(right.get(variant.name, 0.0), error)
    least, most = min(wrong, key=wrong.get), max(right, key=right.get)
    print(f"\nsmallest error of {len(wrong)} known mistakes: {wrong[least]:.4g} tolerances ({least})")
    print(f"largest error of {len(right)} right variants: {right[most]:.2g} tolerances ({most})")
    assert {name: error for name, error in wrong.items() if error < LEAST_MARGIN} == {}
    assert right[most] <= MOST_OF_TOLERANCE
