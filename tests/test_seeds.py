"""Right variants stay right, known mistakes wrong and called by their names, in every set of inputs of the grader.

With 32 sets these are more than 10,000 gradings of single functions, in this process.
"""

from graded import first_problem, graded_tests, mistakes_named
from right_variants import VARIANTS
from test_catalogue import CATALOGUE

from autograder import assignment

FORMULAS = [(mistake, formula) for mistake in CATALOGUE for formula in (mistake.formula, *mistake.others)]


def test_no_seed_fails_a_right_variant_or_passes_a_known_mistake():
    refused, passed, misnamed, gradings, inputs = [], [], [], 0, set()
    for seed in assignment.SEEDS:
        tests = graded_tests(seed)
        inputs.add(repr(tests["q2_batchnorm.grad_x"][0].cases[0].args))
        for variant in VARIANTS:
            gradings += 1
            problem = first_problem(variant.formula, tests[variant.function])
            if problem:
                refused.append((seed, variant.name, problem))
        passed += [
            (seed, mistake.function, mistake.name)
            for mistake, formula in FORMULAS
            if first_problem(formula, tests[mistake.function]) is None
        ]
        misnamed += [
            (seed, mistake.function, mistake.name, named)
            for mistake, formula in FORMULAS
            if (named := mistakes_named(formula, tests[mistake.function])) != {mistake.name}
        ]
    print(f"{gradings} gradings of right variants in {assignment.SETS} sets of inputs: {len(refused)} refused")
    print(
        f"{assignment.SETS * len(FORMULAS)} gradings of known mistakes: {len(passed)} passed, {len(misnamed)} misnamed"
    )
    assert len(inputs) == assignment.SETS
    assert refused == []
    assert passed == []
    assert misnamed == []
