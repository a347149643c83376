"""What can happen to a whole answer, right or wrong: a transpose, a sign, a factor, an axis, an order, few digits."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np

from autograder.mistakes.comparison import MATCH_TOLERANCE, Answered, Array, Parts, same

HALF_PRECISION = 1e-3  # of the largest entry: what float16 keeps of it


class Form(NamedTuple):
    """A change of form, and the `answers` before it if the student's have gone through it."""

    name: str
    sentence: str
    answers: list[Parts]
    tolerance: float = MATCH_TOLERANCE


Undo = Callable[[Any, Array, Array], Array]  # of a case, what was expected, and what came: the array before
SIZES = {"n": (0, "N (the number of rows)"), "d": (1, "D (the number of columns)")}


def forms_of(answered: Answered) -> Iterator[Form]:
    """Every form that the answers may have; none where undoing one of them gives the right answers."""
    forms = list(_all_forms(answered))
    for form in forms:
        if all(same(want, before, form.tolerance) for (_, want, _), before in zip(answered, form.answers)):
            return
    yield from forms


def _all_forms(answered: Answered) -> Iterator[Form]:
    count = len(answered[0][2])
    if any(len(want) != count or len(got) != count for _, want, got in answered):
        return
    if count > 1:
        for order in itertools.permutations(range(count)):
            if order != tuple(range(count)):
                moved = [tuple(got[i] for i in order) for _, _, got in answered]
                yield Form("parts-in-another-order", "The parts stand in another order.", moved)
    elif all(part.dtype.kind == "f" for _, want, got in answered for part in (*want, *got)):
        for name, sentence, undo in _changes(answered):
            yield Form(name, sentence, [(undo(case, want, got),) for case, (want,), (got,) in answered])
    floats = [part for _, _, got in answered for part in got if part.size]
    if floats and all(np.array_equal(part, part.astype(np.float16)) for part in floats):
        sentence = "The answer has the precision of float16: compute in float64."
        yield Form("in-float16", sentence, [got for _, _, got in answered], HALF_PRECISION)


def _changes(answered: Answered) -> Iterator[tuple[str, str, Undo]]:
    """The forms of answers that are one array."""
    shapes = [(want[0].shape, got[0].shape) for _, want, got in answered]
    if all(len(shape) == 2 for shape, _ in shapes):
        yield "transposed", "The answer is transposed.", lambda case, want, got: got.T
    if any(want != got for want, got in shapes) and all(got.count(1) > want.count(1) for want, got in shapes):
        sentence = "The answer has an axis of length 1 too many."
        yield "axis-of-length-one", sentence, lambda case, want, got: got.squeeze()
    yield "negated", "The sign of the whole answer is flipped.", lambda case, want, got: -got
    yield "doubled", "The whole answer is twice as large.", lambda case, want, got: got / 2
    yield "halved", "The whole answer is half as large.", lambda case, want, got: got * 2
    if all(_matrix(case) is not None for case, _, _ in answered):
        for letter, (axis, said) in SIZES.items():
            yield f"times-{letter}", f"The whole answer is {said} times as large.", functools.partial(_over, axis)
            yield f"over-{letter}", f"The whole answer is 1/{said} of it.", functools.partial(_times, axis)


def _over(axis: int, case: Any, want: Array, got: Array) -> Array:
    return np.asarray(got / _matrix(case).shape[axis])


def _times(axis: int, case: Any, want: Array, got: Array) -> Array:
    return np.asarray(got * _matrix(case).shape[axis])


def _matrix(case: Any) -> Any:
    """The first matrix among the inputs, whose sizes are N and D."""
    return next((value for value in case.inputs.values() if isinstance(value, np.ndarray) and value.ndim == 2), None)
