"""Answers whose shape is wrong: what would make it right."""

from __future__ import annotations

import numpy as np

from autograder.mistakes.general.closeness import Triple, all_close, close


def find_transpose(triples: list[Triple]) -> str:
    """The transpose of the expected answer."""
    if any(want.ndim < 2 for _, want, _ in triples) or not all_close([(c, want, got.T) for c, want, got in triples]):
        return ""
    return "This is the transpose of the expected answer."


def find_axis_of_length_one(triples: list[Triple]) -> str:
    """Right but for axes of length 1."""
    if all_close([(case, want.squeeze(), got.squeeze()) for case, want, got in triples]):
        return "The numbers are right, but an axis of length 1 is too many or missing."
    return ""


def find_answer_among_others(triples: list[Triple]) -> str:
    """One of several arrays that came together."""
    if any(got.ndim != want.ndim + 1 or len(got) != len(triples[0][2]) for _, want, got in triples):
        return ""
    count = len(triples[0][2])
    for i in range(count):
        if all_close([(case, want, got[i]) for case, want, got in triples]):
            return f"You return {count} arrays; number {i + 1} of them is right: return it alone."
    return ""


def find_missing_reduction(triples: list[Triple]) -> str:
    """A sum or mean over one axis would make it right."""
    for word, reduce in (("summed", np.sum), ("averaged", np.mean)):
        for axis in (0, 1):
            if all(
                got.ndim == want.ndim + 1 and got.ndim > axis and close(want, np.asarray(reduce(got, axis=axis)))
                for _, want, got in triples
            ):
                return f"One axis is left that should have been {word} over: axis {axis} of your answer."
    return ""


def find_reduction_too_many(triples: list[Triple]) -> str:
    """The sum or mean of what was expected."""
    for word, reduce in (("sum", np.sum), ("mean", np.mean)):
        whole = [(case, np.asarray(reduce(want)), got) for case, want, got in triples if want.ndim > got.ndim == 0]
        if (
            len(whole) == len(triples)
            and all_close(whole)
            and any(total.any() and got.any() for _, total, got in whole)
        ):
            return f"This is the {word} of all expected entries: a reduction too many."
        for axis in (0, 1):
            if all(
                want.ndim == 2 and got.ndim == 1 and close(np.asarray(reduce(want, axis=axis)), got)
                for _, want, got in triples
            ):
                return f"This is the {word} of the expected entries over axis {axis}: a reduction too many."
    return ""
