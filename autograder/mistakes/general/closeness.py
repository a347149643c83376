"""What the parts of this folder share: the triples that they look at, and when two arrays are the same."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.public import ladder

Array = np.ndarray[Any, Any]
Triple = tuple[Any, Array, Array]  # the case, the expected array, the one that came

EXACT = 1e-6  # relative: a factor or a constant is named only when it holds this well
NOTHING = 1e-12  # what rounding leaves of numbers of size 1 that cancel
SMALL = 0.01  # below, the floor is more than ten times the relative part of the tolerance


def accepted(want: Array, got: Array) -> bool:
    """True if the grader takes the answer for right, and not only because it is tiny."""
    return want.shape == got.shape and bool(accepted_entries(want, got).all())


def accepted_entries(want: Array, got: Array) -> Array:
    """Which entries the grader takes for right, so that no sentence about places or cases calls one of them wrong.

    Where all that is expected is small, the floor of the tolerance does not count: anything small would be right.
    """
    largest = float(np.abs(want).max(initial=0.0))
    allowed = ladder.allowed_error(want)
    if ladder.ABSOLUTE_FLOOR < largest < SMALL:
        allowed -= ladder.ABSOLUTE_FLOOR
    return np.asarray(np.abs(got - want) <= allowed)


def mute(want: Array, got: Array) -> bool:
    """True if the answer passes only because next to nothing is expected: it shows neither right nor wrong."""
    tiny = float(np.abs(want).max(initial=0.0)) <= ladder.ABSOLUTE_FLOOR
    return tiny and accepted(want, got) and not close(want, got)


def all_close(triples: list[Triple]) -> bool:
    """True if every answer is the expected one."""
    return all(close(want, got) for _, want, got in triples)


def close(want: Array, got: Array) -> bool:
    """True if the shapes are the same and every entry agrees."""
    return want.shape == got.shape and bool(right_entries(want, got).all())


def right_entries(want: Array, got: Array) -> Array:
    """Which entries agree, relative to the largest one expected."""
    scale = float(np.abs(want).max(initial=0.0))
    return np.asarray(np.abs(got - want) <= EXACT * scale + NOTHING)
