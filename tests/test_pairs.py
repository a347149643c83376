"""Two known mistakes at once are named together, and nothing that is none of them is.

A sample of pairs is graded from end to end, one of each function in a hand-in. `make pairs` tries every pair and
5,000 perturbed answers in this process, and the margins of all pairs in every set of inputs: most of an hour.
"""

import itertools
import os
import random
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from functools import cache

import numpy as np
import pytest
from conftest import unwrapped
from graded import answers_of, failure_of, graded_tests
from mistaken import code_of
from sweeps import BRIEF
from test_catalogue import LEAST_MARGIN, NAMES, error_in_tolerances
from test_mistake_matrix import grade_all, module_of

from autograder.input_sets import ALL_SETS
from autograder.mistakes import diagnosis
from autograder.mistakes.comparison import as_parts, same
from autograder.mistakes.known import derivation_of, mistakes_of

EVERYTHING = "PAIRS" in os.environ
HAND_INS = 2 if BRIEF else 17
PERTURBED = 5000 if EVERYTHING else 150
LEAST_SHARE = 0.9  # of the pairs, named or the same as another


@cache
def pairs_of(function):
    """Every two mistakes of a function that change no step in common, in the order of the derivation."""
    place = derivation_of(function).place
    ordered = sorted(mistakes_of(function), key=lambda mistake: place(mistake.variants[0]))
    return [
        (one, other)
        for one, other in itertools.combinations(ordered, 2)
        if one.variants[0].keys().isdisjoint(other.variants[0])
    ]


def changes_of(mistakes):
    return {step: expression for mistake in mistakes for step, expression in mistake.variants[0].items()}


@cache
def graded():
    return graded_tests()


@cache
def gives_the_same(function, index, found, pair):
    """Whether mistakes, with any of the usual numbers where they have one, give a pair's answers in a test."""
    cases = graded()[function][index].cases
    wanted = [as_parts(answer) for answer in answers_of(function, changes_of(pair), cases)]
    for variants in itertools.product(*(mistake.variants for mistake in found)):
        changes = {step: expression for changes in variants for step, expression in changes.items()}
        answers = answers_of(function, changes, cases)
        if answers and all(same(as_parts(one), other) for one, other in zip(answers, wanted)):
            return True
    return False


def verdict(function, index, pair, names, hint):
    """What a row that failed with a pair says of it: "named", "the same", "one", "nothing", or what is false."""
    if not names:
        certain = hint.partition("The one that is certain: ")[2]
        if certain:
            return "one" if any(certain.startswith(mistake.hint) for mistake in pair) else f"false: {certain}"
        return "nothing"
    known = {mistake.name: mistake for mistake in mistakes_of(function)}
    found = tuple(known[name] for name in names if name in known)
    if found == pair:
        told = f"Two slips together give exactly this: (1) {pair[0].hint} (2) {pair[1].hint}"
        return "named" if told in hint else f"false: {hint}"
    if len(found) < len(names):  # a form, or a function that this one may call: their own tests
        return "the same"
    return "the same" if gives_the_same(function, index, found, pair) else f"false: {names}"


def tried(function, pair):
    """What every failing row says of a pair, in this process; nothing where the pair cannot be computed."""
    said = []
    for index, test in enumerate(graded()[function]):
        answers = answers_of(function, changes_of(pair), test.cases)
        error = failure_of(test, answers) if answers else None
        if error:
            found = diagnosis.diagnose(error, test.parts)
            assert not found.broke
            said.append(verdict(function, index, pair, found.mistakes, found.hint))
    return said


def summed_up(said):
    """One word for all rows of a pair: the best of them, unless one is false."""
    order = ("named", "the same", "one", "nothing")
    return next((word for word in said if word.startswith("false")), None) or min(said, key=order.index)


def share(counts):
    counted = sum(counts.values())
    return (counts["named"] + counts["the same"]) / counted


@pytest.fixture(scope="module")
def sample():
    """A pair of each function that has one left, for every hand-in."""
    chosen = {name: random.Random(name).sample(pairs_of(name), k=len(pairs_of(name))) for name in NAMES}
    return [{name: pairs[i] for name, pairs in chosen.items() if i < len(pairs)} for i in range(HAND_INS)]


def test_pairs_that_are_handed_in_are_named_and_no_other_is(sample, tmp_path):
    hand_ins = [
        [(module_of(pair[0]), code_of(name, changes_of(pair))) for name, pair in each.items()] for each in sample
    ]
    counts = Counter()
    for each, results in zip(sample, grade_all(tmp_path, hand_ins)):
        for name, pair in each.items():
            rows = [row for row in results["tests"] if row["extra_data"]["function"] == name]
            said = [
                verdict(name, index, pair, row["extra_data"]["mistakes"], unwrapped(row["output"]))
                for index, row in enumerate(rows)
                if (row["extra_data"]["verdict"] or "").startswith(("gave", "has the wrong shape"))
            ]
            word = summed_up(said) if said else "nothing to say"
            assert not word.startswith("false"), (name, *(mistake.name for mistake in pair), word)
            counts[word] += 1
    print(dict(counts))
    assert sum(counts.values()) >= (40 if BRIEF else 400)
    assert share(counts) >= LEAST_SHARE


def try_all(function):
    """How many pairs of a function are what, those that something false is said of, and those that nothing is."""
    pairs = pairs_of(function) if EVERYTHING else pairs_of(function)[:: 1 + len(pairs_of(function)) // 3]
    words = {pair: summed_up(said) for pair in pairs if (said := tried(function, pair))}
    names = {pair: " + ".join(mistake.name for mistake in pair) for pair in pairs}  # a process can hand these on
    false = [(function, names[pair], word) for pair, word in words.items() if word.startswith("false")]
    return Counter(words.values()), false, [names[pair] for pair, word in words.items() if word == "nothing"]


def test_pairs_are_named_or_the_same_as_another():
    with ProcessPoolExecutor(os.cpu_count()) as processes:
        counted = dict(zip(NAMES, processes.map(try_all, NAMES)))
    for name, (counts, false, silent) in counted.items():
        print(name, dict(counts), *silent, sep="; ")
        assert false == []
    total = sum((counts for counts, _, _ in counted.values()), Counter())
    print(dict(total))
    assert share(total) >= LEAST_SHARE


def perturbed(name, randomly):
    """Changes that no list has: a step of the right answer, or of a known mistake, times and plus odd numbers."""
    derivation = derivation_of(name)
    step = randomly.choice(list(derivation.steps))
    factor, added = (round(randomly.uniform(0.2, 1.8), 3) + 0.0007 for _ in range(2))
    kinds = (f"{factor} * ({{0}})", f"({{0}}) + {added} * ({{0}})**2", f"{factor} * ({{0}}) + {added} * ({{1}})")
    other = randomly.choice([*derivation.inputs, *itertools.takewhile(lambda name: name != step, derivation.steps)])
    expression = randomly.choice(kinds).format(derivation.steps[step], other)
    return {step: expression}


def name_perturbed(seed):
    """How many perturbed answers lost points, and those that a known mistake was named for."""
    randomly, count, named = random.Random(seed), 0, []
    while count < PERTURBED // 10:
        function = randomly.choice(NAMES)
        changes = perturbed(function, randomly)
        for test in graded()[function]:
            answers = answers_of(function, changes, test.cases)
            error = failure_of(test, answers) if answers else None
            if error:
                count += 1
                found = diagnosis.diagnose(error, test.parts)
                if found.mistakes:
                    named.append((function, changes, found.mistakes))
    return count, named


def test_what_is_no_known_mistake_is_called_by_no_name():
    with ProcessPoolExecutor(os.cpu_count()) as processes:
        counts, named = zip(*processes.map(name_perturbed, range(10)))
    print(f"{sum(counts)} rows of perturbed answers")
    assert list(itertools.chain(*named)) == []


def closest(drawn):
    """The error in tolerances of every pair, in its worst case, for one set of inputs."""
    tests = graded_tests(drawn)
    found = {}
    for function in NAMES:
        asked = [(want, case) for test in tests[function] for want, case in zip(test.expected, test.cases)]
        for pair in pairs_of(function):
            answers = answers_of(function, changes_of(pair), [case for _, case in asked])
            if answers:
                key = (function, *(mistake.name for mistake in pair))
                found[key] = max(error_in_tolerances(want, got) for (want, _), got in zip(asked, answers))
    return found


CANCEL = {  # two mistakes that undo each other
    ("q2_batchnorm.grad_x", "gamma-forgotten-in-grad-x", "gamma-before-the-bracket-too"),
    ("q2_batchnorm.grad_x", "gamma-in-the-direct-path-alone", "gamma-counted-twice"),
    *(
        (f"{module}.grad_x", one, other)
        for module in ("q2_batchnorm", "q3_layernorm")
        for one, other in (
            ("mean-path-averaged-twice", "sum-in-the-mean-path"),
            ("variance-path-averaged-twice", "sum-in-the-variance-path"),
            ("variance-path-doubled", "half-of-the-variance-path"),
        )
    ),
}


@pytest.mark.skipif(not EVERYTHING, reason="takes a quarter of an hour: make pairs")
def test_two_mistakes_cancel_only_where_it_is_listed():
    least = {}
    with ProcessPoolExecutor(os.cpu_count()) as processes:
        for found in processes.map(closest, ALL_SETS):
            for key, error in found.items():
                least[key] = min(least.get(key, np.inf), error)
    print(f"{len(least)} pairs; smallest error of those not listed: "
          f"{min(error for key, error in least.items() if key not in CANCEL):.4g} tolerances")  # fmt: skip
    assert {key for key, error in least.items() if error < LEAST_MARGIN} == CANCEL
