"""What the parts of this folder share: an answer as its arrays, and when two answers are the same."""

from __future__ import annotations

from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]
Parts = tuple[Array, ...]
Answered = list[tuple[Any, Parts, Parts]]  # the case, what was expected, what came

MATCH_TOLERANCE = 1e-5  # of the largest entry: float32 inside still matches, a neighbouring mistake does not


def as_parts(answer: Any, like: Any = ()) -> Parts | None:
    """The arrays that an answer consists of, or None where it is not numbers.

    Where `like` has several parts, an array of as many rows is their stack.
    """
    if isinstance(like, tuple) and isinstance(answer, np.ndarray) and answer.shape[:1] == (len(like),):
        answer = tuple(answer)
    parts = answer if isinstance(answer, tuple) else (answer,)
    arrays = tuple(np.asarray(part) for part in parts)
    return arrays if arrays and all(array.dtype.kind in "biuf" for array in arrays) else None


def size(parts: Parts) -> int:
    """How many numbers there are in all parts."""
    return sum(part.size for part in parts)


def as_whole(want: Parts, got: Parts) -> bool:
    """False where whole numbers are expected and the answer has others: then being close to a mistake is no proof."""
    return all(w.dtype.kind not in "iu" or np.array_equal(g, np.floor(g)) for w, g in zip(want, got))


def same(one: Parts | None, other: Parts, tolerance: float = MATCH_TOLERANCE) -> bool:
    """Whether two answers agree in every part and entry, relative to the largest entry of the part."""
    return one is not None and len(one) == len(other) and all(_close(a, b, tolerance) for a, b in zip(one, other))


def _close(a: Array, b: Array, tolerance: float) -> bool:
    if a.shape != b.shape:
        return False
    a, b = a.astype(np.float64), b.astype(np.float64)
    scale = float(np.abs(b[np.isfinite(b)]).max(initial=0.0))
    return bool(np.allclose(a, b, rtol=0.0, atol=tolerance * (scale + 1e-3), equal_nan=True))
