"""Ways to be wrong that need no entry in the catalogue: a factor, a sign, a transpose, some rows, some cases.

Each `find_*` of the modules here looks at some cases of a test and returns a sentence that is true of every one of
them, or "". They are asked in the order of their precision, about all cases or, where only some are off, about those.
No sentence holds an expected value.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.general_mistakes import places, shapes, values
from autograder.general_mistakes.closeness import Array, Triple, all_close

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
        wrong = [i for i in range(count) if not all_close(parts[i])]
        return _swapped(parts, names) or _of_parts(parts, wrong, names)


def _float(array: Array) -> Array:
    return np.asarray(array, dtype=np.float64)


def _of_one(triples: list[Triple]) -> str:
    if all_close(triples) or not all(np.isfinite(got).all() for _, _, got in triples):
        return ""  # the ladder says what is wrong with such an answer
    if any(want.shape != got.shape for _, want, got in triples):
        return _first_of(BY_SHAPE, triples)
    wrong = [triple for triple in triples if not all_close([triple])]
    if len(wrong) == len(triples):
        return _first_of(BY_VALUE, triples) or values.find_direction(triples)
    numbers = sum(want.size for _, want, _ in wrong)
    there = _first_of(BY_VALUE, wrong) if numbers > 1 else ""  # of a single number too much is true
    where = places.find_right_cases(triples)
    if there:
        return f"{where or 'Wrong in some cases.'} There: {there[0].lower()}{there[1:]}"
    return where or values.find_direction(triples)


def _first_of(finders: tuple[Finder, ...], triples: list[Triple]) -> str:
    return next(filter(None, (finder(triples) for finder in finders)), "")


def _of_parts(parts: list[list[Triple]], wrong: list[int], names: tuple[str, ...]) -> str:
    """What is wrong with the first wrong part, and which parts are right."""
    if not wrong or len(names) != len(parts):
        return ""
    right = [names[i] for i in range(len(parts)) if i not in wrong]
    sentence = _of_one(parts[wrong[0]])
    said = [f"{' and '.join(right)} {'is' if len(right) == 1 else 'are'} right."] if right else []
    return " ".join([*said, *([f"In {names[wrong[0]]}: {sentence}"] if sentence else [])])


def _swapped(parts: list[list[Triple]], names: tuple[str, ...]) -> str:
    for i in range(len(parts)):
        for j in range(i):
            crossed = [(case, want, other) for (case, want, _), (_, _, other) in zip(parts[i], parts[j])]
            back = [(case, want, other) for (case, want, _), (_, _, other) in zip(parts[j], parts[i])]
            if all_close(crossed) and all_close(back) and len(names) == len(parts):
                return f"{names[j]} and {names[i]} are in each other's place."
    return ""


Finder = Callable[[list[Triple]], str]
BY_SHAPE: tuple[Finder, ...] = (
    shapes.find_transpose, shapes.find_axis_of_length_one, shapes.find_answer_among_others,
    shapes.find_missing_reduction, shapes.find_reduction_too_many,
)  # fmt: skip
BY_VALUE: tuple[Finder, ...] = (
    values.find_factor, values.find_signs, shapes.find_transpose, values.find_an_input, values.find_added_constant,
    values.find_added_input, values.find_precision, places.find_another_order, places.find_right_places,
)  # fmt: skip
