"""Answers that hardly depend on what is asked: zeros, one number, one array for all that has its shape."""

from __future__ import annotations

import itertools

import numpy as np

from autograder.mistakes.general.closeness import NOTHING, Array, Triple

NEARLY_ZERO = 1e-9  # of the largest entry expected
FAR = 100.0  # times all that is expected: a number of that size does not come from the formula
SPREAD = 0.01  # of that number, at most


def find_zeros(triples: list[Triple]) -> str:
    """Zeros alone, or what is as good as zero."""
    if not any(want.any() for _, want, _ in triples):
        return ""
    many = any(want.ndim for _, want, _ in triples)
    if not any(got.any() for _, _, got in triples):
        return "The answer is all zeros." if many else "The answer is zero."
    if all(_size(got) <= max(NEARLY_ZERO * _size(want), NOTHING) for _, want, got in triples):
        return f"{'Every entry' if many else 'The answer'} is nearly zero, far smaller than expected."
    return ""


def find_one_number(triples: list[Triple]) -> str:
    """The same number in every entry of every case."""
    wanted, given = _entries(triples, 1), _entries(triples, 2)
    if len(triples) < 2 or np.ptp(given) or not np.ptp(wanted):
        return ""
    if any(want.ndim for _, want, _ in triples):
        return "Every entry is the same number, in every case, whatever the arguments."
    return "The answer is the same in every case, whatever the arguments."


def find_far_number(triples: list[Triple]) -> str:
    """One number far beyond all that is expected, and little beside it: a time, or a large constant with noise."""
    wanted, given = _entries(triples, 1), _entries(triples, 2)
    least = float(np.abs(given).min(initial=np.inf))
    if given.size < 2 or least <= FAR * max(_size(wanted), NOTHING) or np.ptp(given) > SPREAD * least:
        return ""
    return "All answers are nearly one and the same number, far larger than any expected one."


def find_one_answer(triples: list[Triple]) -> str:
    """One array for all cases that have its shape."""
    pairs = [(one, other) for one, other in itertools.combinations(triples, 2) if one[1].shape == other[1].shape != ()]
    if not pairs or not all(np.array_equal(one[2], other[2]) for one, other in pairs):
        return ""
    if all(np.array_equal(one[1], other[1]) for one, other in pairs):
        return ""
    return "The answer is the same whenever its shape is, whatever the arguments: is it kept from an earlier call?"


def find_uniform(triples: list[Triple]) -> str:
    """In each case one number in all entries."""
    if all(got.size > 1 and not np.ptp(got) and np.ptp(want) for _, want, got in triples):
        return "In each case all entries are one and the same number, where different ones are expected."
    return ""


def _entries(triples: list[Triple], which: int) -> Array:
    return np.concatenate([np.ravel(triple[which]) for triple in triples])


def _size(array: Array) -> float:
    return float(np.abs(array).max(initial=0.0))
