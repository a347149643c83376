"""Right variants stay right and known mistakes wrong whatever the seed of the inputs.

`make seeds` grades every right variant under 29 seeds, more than 2,000 gradings; CI under a few.
"""

import os

from graded import first_problem, graded_tests
from right_variants import VARIANTS
from test_catalogue import CATALOGUE

SEEDS = int(os.environ.get("SEEDS", "2"))


def test_no_seed_fails_a_right_variant_or_passes_a_known_mistake():
    refused, passed, gradings, inputs = [], [], 0, set()
    for seed in range(1000, 1000 + SEEDS):
        tests = graded_tests(seed)
        inputs.add(repr(tests["q2_batchnorm.grad_x"][0].cases[0].args))
        for variant in VARIANTS:
            gradings += 1
            problem = first_problem(variant.formula, tests[variant.function])
            if problem:
                refused.append((seed, variant.name, problem))
        passed += [
            (seed, mistake.function, mistake.name)
            for mistake in CATALOGUE
            if first_problem(mistake.formula, tests[mistake.function]) is None
        ]
    print(f"{gradings} gradings of right variants under {SEEDS} seeds: {len(refused)} refused")
    print(f"{SEEDS * len(CATALOGUE)} gradings of known mistakes: {len(passed)} passed")
    assert len(inputs) == SEEDS
    assert refused == []
    assert passed == []
