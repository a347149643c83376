"""Ways to be wrong that need no entry in the catalogue: a factor, a sign, a transpose, some rows, some cases.

Each `find_*` of the modules here looks at some cases of a test and returns a sentence that is true of every one of
them, or "". The most precise are
asked first, about all cases; where only some are off, about those.
No sentence holds an expected value.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.mistakes.general import constants, places, shapes, values
from autograder.mistakes.general.closeness import Array, Triple, accepted, all_close, mute

Answered = list[tuple[Any, tuple[Array, ...], tuple[Array, ...]]]


def find_pattern(answered: Answered, names: tuple[str, ...] = ()) -> str:
    """The first sentence that is true of all the answers of a test, or ""."""
    counts = {(len(want), len(got)) for _, want, got in answered}
    if len(counts) != 1 or len(set(*counts)) != 1:
        return ""
    (count, _) = counts.pop()
    parts = [[(case, _float(want[i]), _float(got[i])) for case, want, got in answered] for i in range(count)]
    with np.errstate(all="ignore"):
        if count == 1:
            return _of_one(parts[0])
        wrong = [i for i in range(count) if not all(accepted(want, got) for _, want, got in parts[i])]
        return _reordered(parts, names) or _of_parts(parts, wrong, names)


def _float(array: Array) -> Array:
    return np.asarray(array, dtype=np.float64)


def _of_one(triples: list[Triple], part: str = "") -> str:
    """What is true of an answer, or of the `part` of it that has this name."""
    if all(accepted(want, got) for _, want, got in triples):
        return ""
    finite = [(case, want, got) for case, want, got in triples if np.isfinite(got).all()]
    if len(finite) < len(triples):
        where = places.find_not_finite(triples, part)
        there = _of_one(finite, part)
        return f"{where} Where it is finite: {_lower(there)}" if there else where
    if any(want.shape != got.shape for _, want, got in triples):
        return _first_of(BY_SHAPE, triples)
    return _first_of(OF_ALL, triples) or _of_values(triples, part)


def _of_values(triples: list[Triple], part: str) -> str:
    """What is true of all the numbers, or where they are wrong and what is true of them there."""
    wrong = [(case, want, got) for case, want, got in triples if not accepted(want, got)]
    told = [(case, want, got) for case, want, got in triples if not mute(want, got)]
    if len(wrong) == len(told):
        said = _first_of(BY_VALUE, triples)
        if said or len(told) == len(triples):
            return said or values.find_direction(triples)
    numbers = sum(want.size for _, want, _ in wrong)
    there = _first_of(BY_VALUE, wrong) if numbers > 1 else ""  # of a single number too much is true
    where = places.find_right_cases(triples, part)
    if there:
        place = "Elsewhere" if where.startswith("Right only") else "There"
        return f"{where or f'Wrong in {len(wrong)} of {len(triples)} cases.'} {place}: {_lower(there)}"
    return where or values.find_direction(triples)


def _lower(sentence: str) -> str:
    """The sentence as the rest of another."""
    return sentence[0].lower() + sentence[1:]


def _first_of(finders: tuple[Finder, ...], triples: list[Triple]) -> str:
    return next(filter(None, (finder(triples) for finder in finders)), "")


def _of_parts(parts: list[list[Triple]], wrong: list[int], names: tuple[str, ...]) -> str:
    """Which parts are right, and what is wrong with the others."""
    if not wrong or len(names) != len(parts):
        return ""
    fine = [names[i] for i in range(len(parts)) if i not in wrong]
    right = [f"{_listed(fine)} {'is' if len(fine) == 1 else 'are'} right."] if fine else []
    found: dict[str, list[str]] = {}
    for i in wrong:
        found.setdefault(_of_one(parts[i], names[i]), []).append(names[i])
    said = [f"In {_listed(where)}, {_lower(sentence)}" for sentence, where in found.items() if sentence]
    return " ".join(right + said) if said else ""  # what is right is told beside what is wrong, never instead


def _listed(names: list[str]) -> str:
    """Such as w, s and r."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _reordered(parts: list[list[Triple]], names: tuple[str, ...]) -> str:
    """The right parts in another order."""
    if len(names) != len(parts):
        return ""
    for order in itertools.permutations(range(len(parts))):
        moved = [
            [(case, want, got) for (case, want, _), (_, _, got) in zip(parts[i], parts[j])] for i, j in enumerate(order)
        ]
        if all(all_close(part) for part in moved):
            return f"The right parts in another order than ({', '.join(names)})."
    return ""


Finder = Callable[[list[Triple]], str]
BY_SHAPE: tuple[Finder, ...] = (
    shapes.find_transpose, shapes.find_axis_of_length_one, shapes.find_answer_among_others,
    shapes.find_missing_reduction, shapes.find_reduction_too_many,
)  # fmt: skip
OF_ALL: tuple[Finder, ...] = (  # of all cases, whichever the tolerance lets through
    constants.find_zeros, constants.find_one_number, constants.find_one_answer, values.find_precision,
    values.find_added_constant, values.find_added_input,
)  # fmt: skip
BY_VALUE: tuple[Finder, ...] = (
    constants.find_zeros, constants.find_one_number, values.find_factor, values.find_signs, shapes.find_transpose,
    values.find_an_input, values.find_added_constant, values.find_added_input, places.find_another_order,
    places.find_right_places, constants.find_far_number, constants.find_uniform,
)  # fmt: skip
