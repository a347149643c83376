"""Right variants stay right, known mistakes wrong and called by their names, in every set of inputs of the grader.

With 32 sets these are more than 20,000 gradings of single functions, in processes of this machine.
"""

import functools
import os
from concurrent.futures import ProcessPoolExecutor
from itertools import chain, combinations

import numpy as np
from graded import first_problem, graded_tests, mistakes_named
from right_variants import VARIANTS
from sweeps import SWEPT_SETS
from test_catalogue import CATALOGUE

from autograder.mistakes import comparison
from autograder.mistakes.known import mistakes_of

FEW = SWEPT_SETS[::8]  # to be diagnosed, with each number that students write; in the others no two may be alike
LEAST_GAP = 100  # times what counts as the same answer


def gap(one, other):
    """The largest difference between two answers, in what counts as the same; infinite for another shape."""
    if one is None or other is None or [part.shape for part in one] != [part.shape for part in other]:
        return np.inf
    largest = 0.0
    for a, b in zip(one, other):
        finite = np.isfinite(a)
        if not np.array_equal(finite, np.isfinite(b)) or not np.array_equal(a[~finite], b[~finite], equal_nan=True):
            return np.inf
        scale = max(np.abs(a[finite]).max(initial=0.0), np.abs(b[finite]).max(initial=0.0))
        difference = np.abs(a[finite].astype(float) - b[finite]).max(initial=0.0)
        largest = max(largest, difference / (comparison.MATCH_TOLERANCE * (scale + 1e-3)))
    return largest


def alike_in_public(tests):
    """Pairs of known mistakes of a function that its public row alone cannot tell apart by far."""
    found = []
    for function, (public, *_) in tests.items():
        listed = [(mistake.name, answers_of(mistake, public)) for mistake in mistakes_of(function)]
        for (one, answers), (other, others) in combinations(listed, 2):
            gaps = [max(map(gap, a, b)) for a in answers for b in others]
            if min(gaps) < LEAST_GAP:
                found.append((function, one, other))
    return found


def answers_of(mistake, test):
    """The answers to a test's cases by each variant of a mistake; None where it holds for no such case."""
    found = []
    for changes in mistake.variants:
        answers = []
        for case in test.cases:
            try:
                answers.append(comparison.as_parts(mistake.derivation.answer(case.args, changes)))
            except Exception:
                answers.append(None)
        found.append(answers)
    return found


def answer(derivation, changes, *args):
    return derivation.answer(args, changes)


def grade_all(drawn):
    """The inputs of one set, right variants that it refuses, mistakes that pass in it or get another name, how many.

    And the pairs of mistakes that a public row cannot tell apart.
    """
    tests = graded_tests(drawn)
    refused = [
        (drawn.name, variant.name, problem)
        for variant in VARIANTS
        if (problem := first_problem(variant.formula, tests[variant.function]))
    ]
    formulas = [
        (mistake, functools.partial(answer, mistake.derivation, changes))
        for mistake in CATALOGUE
        for changes in mistake.variants[: None if drawn in FEW else 1]
    ]
    passed = [
        (drawn.name, mistake.function, mistake.name)
        for mistake, formula in formulas
        if first_problem(formula, tests[mistake.function]) is None
    ]
    misnamed = [
        (drawn.name, mistake.function, mistake.name, named)
        for mistake, formula in (formulas if drawn in FEW else ())
        if (named := mistakes_named(formula, tests[mistake.function])) != {mistake.name}
    ]
    inputs = repr(tests["q2_batchnorm.grad_x"][0].cases[0].args)
    return inputs, refused, passed, misnamed, len(formulas), alike_in_public(tests)


def test_no_seed_fails_a_right_variant_or_passes_a_known_mistake():
    with ProcessPoolExecutor(os.cpu_count()) as processes:
        inputs, refused, passed, misnamed, counts, alike = zip(*processes.map(grade_all, SWEPT_SETS), strict=True)
    refused, passed, misnamed = (list(chain(*found)) for found in (refused, passed, misnamed))
    print(f"{len(SWEPT_SETS) * len(VARIANTS)} gradings of right variants: {len(refused)} refused")
    print(f"{sum(counts)} gradings of known mistakes: {len(passed)} passed, {len(misnamed)} misnamed")
    assert len(set(inputs)) == len(SWEPT_SETS)
    assert refused == []
    assert passed == []
    assert misnamed == []
    assert list(chain(*alike)) == []
