"""Right variants stay right, known mistakes wrong and called by their names, in every set of inputs of the grader.

With 32 sets these are more than 10,000 gradings of single functions, in processes of this machine.
"""

import os
from concurrent.futures import ProcessPoolExecutor
from itertools import chain

from graded import first_problem, graded_tests, mistakes_named
from right_variants import VARIANTS
from test_catalogue import CATALOGUE

from autograder.input_sets import ALL_SETS

FEW = ALL_SETS[::8]  # for what the same mistake gives with the other numbers that students write


def grade_all(drawn):
    """The inputs of one set, right variants that it refuses, mistakes that pass in it or get another name, how many."""
    tests = graded_tests(drawn)
    refused = [
        (drawn.name, variant.name, problem)
        for variant in VARIANTS
        if (problem := first_problem(variant.formula, tests[variant.function]))
    ]
    formulas = [
        (mistake, formula)
        for mistake in CATALOGUE
        for formula in (mistake.formula, *(mistake.others if drawn in FEW else ()))
    ]
    passed = [
        (drawn.name, mistake.function, mistake.name)
        for mistake, formula in formulas
        if first_problem(formula, tests[mistake.function]) is None
    ]
    misnamed = [
        (drawn.name, mistake.function, mistake.name, named)
        for mistake, formula in formulas
        if (named := mistakes_named(formula, tests[mistake.function])) != {mistake.name}
    ]
    return repr(tests["q2_batchnorm.grad_x"][0].cases[0].args), refused, passed, misnamed, len(formulas)


def test_no_seed_fails_a_right_variant_or_passes_a_known_mistake():
    with ProcessPoolExecutor(os.cpu_count()) as processes:
        inputs, refused, passed, misnamed, counts = zip(*processes.map(grade_all, ALL_SETS), strict=True)
    refused, passed, misnamed = (list(chain(*found)) for found in (refused, passed, misnamed))
    print(f"{len(ALL_SETS) * len(VARIANTS)} gradings of right variants: {len(refused)} refused")
    print(f"{sum(counts)} gradings of known mistakes: {len(passed)} passed, {len(misnamed)} misnamed")
    assert len(set(inputs)) == len(ALL_SETS)
    assert refused == []
    assert passed == []
    assert misnamed == []
