"""What is wrong with an answer: the known mistake that reproduces it, else what holds for every entry of it.

Nothing is guessed. A known mistake is named only when its formula gives every answer that the student's function
gave in the test; a sentence such as "exactly 2 times the expected" only when it is true of every case.
"""

from __future__ import annotations

import traceback
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from autograder.mistakes.general import find_pattern
from autograder.mistakes.known import Formula, KnownMistake, mistakes_of

MAX_TIMES_LARGER = 1000  # than the expected answer: nothing is found in more, and looking would take seconds
MATCH_TOLERANCE = 1e-5  # of the largest entry: float32 inside still matches, a neighbouring mistake does not


@dataclass(frozen=True)
class Diagnosis:
    """What the student is told ("" where nothing holds), and the names of the known mistakes that it is."""

    hint: str = ""
    mistakes: tuple[str, ...] = ()
    broke: str = ""  # what went wrong inside the diagnosis itself: for the staff, never silent

    @property
    def mistake(self) -> str | None:
        """The names as one text, joined by " + "; None where there is none."""
        return " + ".join(self.mistakes) or None


def diagnose(error: BaseException, parts: tuple[str, ...] = ()) -> Diagnosis:
    """Explain a test's failure from the answers that `checks.WrongAnswer` carries; `parts` names a tuple's."""
    try:
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return explain(error, parts)
    except Exception as failure:  # an explanation must never cost a row: the ladder's own text stands without it
        frame = traceback.extract_tb(failure.__traceback__)[-1]
        return Diagnosis(
            broke=f"{type(failure).__name__}: {failure} ({Path(frame.filename).name}:{frame.lineno})"[:500]
        )


def explain(error: BaseException, parts: tuple[str, ...]) -> Diagnosis:
    """`diagnose`, without its net."""
    answered = [
        (trial.case, as_parts(trial.expected), as_parts(trial.got, like=trial.expected))
        for trial in getattr(error, "trials", ())
    ]
    if not answered or any(want is None or got is None or not _as_whole(want, got) for _, want, got in answered):
        return Diagnosis()
    if any(_size(got) > MAX_TIMES_LARGER * (_size(want) + 1) for _, want, got in answered):
        return Diagnosis()
    if not any(array.any() for _, _, got in answered for array in got or ()):  # a formula gives zeros but for rounding
        return Diagnosis(find_pattern(answered, parts))  # type: ignore[arg-type]
    known = [mistake for mistake in mistakes_of(error.function) if _reproduces(mistake, answered)]  # type: ignore[attr-defined]
    if len(known) == 1:
        return Diagnosis(known[0].hint, (known[0].name,))
    # Where this test's inputs do not tell two apart, naming one could be wrong; what is true of all answers is not.
    return Diagnosis(find_pattern(answered, parts))  # type: ignore[arg-type]


def as_parts(answer: Any, like: Any = ()) -> tuple[np.ndarray[Any, Any], ...] | None:
    """The arrays that an answer consists of, or None where it is not numbers.

    Where `like` has several parts, an array of as many rows is their stack.
    """
    if isinstance(like, tuple) and isinstance(answer, np.ndarray) and answer.shape[:1] == (len(like),):
        answer = tuple(answer)
    parts = answer if isinstance(answer, tuple) else (answer,)
    arrays = tuple(np.asarray(part) for part in parts)
    return arrays if arrays and all(array.dtype.kind in "biuf" for array in arrays) else None


def _size(parts: Any) -> int:
    return sum(part.size for part in parts)


def as_array(answer: Any) -> Any:
    """What the wire would make of a formula's answer: a tuple of arrays of one shape is their stack."""
    return tuple(np.asarray(part) for part in answer) if isinstance(answer, (tuple, list)) else np.asarray(answer)


def _reproduces(mistake: KnownMistake, answered: list[tuple[Any, Any, Any]]) -> bool:
    """True if one formula of the mistake gives each of the answers, right ones included."""
    return any(
        all(_same(_answer_of(formula, case, want), got) for case, want, got in answered)
        for formula in (mistake.formula, *mistake.others)
    )


def _answer_of(formula: Formula, case: Any, want: Any) -> tuple[np.ndarray[Any, Any], ...] | None:
    with np.errstate(all="ignore"):
        try:
            return as_parts(as_array(formula(*case.args)), like=want)
        except Exception:  # a formula need not hold for every case; then it is not what the student did
            return None


def _as_whole(want: tuple[np.ndarray[Any, Any], ...], got: tuple[np.ndarray[Any, Any], ...]) -> bool:
    """False where a whole number is wanted and the answer is none: close to a mistake's is not the same then."""
    return all(w.dtype.kind not in "iu" or np.array_equal(g, np.floor(g)) for w, g in zip(want, got))


def _same(one: tuple[np.ndarray[Any, Any], ...] | None, other: tuple[np.ndarray[Any, Any], ...]) -> bool:
    return one is not None and len(one) == len(other) and all(_close(a, b) for a, b in zip(one, other))


def _close(a: np.ndarray[Any, Any], b: np.ndarray[Any, Any]) -> bool:
    if a.shape != b.shape:
        return False
    a, b = a.astype(np.float64), b.astype(np.float64)
    scale = float(np.abs(b[np.isfinite(b)]).max(initial=0.0))
    return bool(np.allclose(a, b, rtol=0.0, atol=MATCH_TOLERANCE * (scale + 1e-3), equal_nan=True))
