"""The ladder that an answer climbs: returned → type → shape → finite → close. The first rung that it fails on is told.

The one tolerance table of the project stands here. An answer is compared with

    |got - expected| <= RELATIVE_TOLERANCE * max|expected| + ABSOLUTE_FLOOR      for every entry

relative to the largest entry, not to each: an entry that happens to be near zero carries the rounding of the
large terms that cancelled in it.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import Any

import numpy as np
from answer_kinds import kind_of, kind_wanted

RELATIVE_TOLERANCE = 1e-4  # float32 arithmetic inside a right answer reaches 7e-6; known mistakes are off by 0.1
ABSOLUTE_FLOOR = 1e-5  # where the right answer is zero, float32 leaves about 1e-6 of inputs of size 1
LINE_CHARACTERS = 75  # fit in the box of a row on a page of 760 pixels, and in a terminal of 80 columns
NOT_FINITE_HINT = "Look for a division by zero, a root or log of what is negative or zero, an entry never filled in."


@dataclass(frozen=True)
class Problem:
    """The rung of the ladder that an answer failed on, and what to show of it."""

    verdict: str
    details: tuple[tuple[str, str], ...] = ()
    hint: str = ""
    without_values: tuple[tuple[str, str], ...] | None = None  # in place of `details` where those show expected values

    def lines(self, *, values: bool, hint: str = "") -> list[str]:
        """The labelled lines below the call; without `values`, none that gives an expected value away."""
        details = self.details if values or self.without_values is None else self.without_values
        last = (("hint", hint or self.hint),) if hint or self.hint else ()
        return [line for label, text in (*details, *last) for line in wrapped(f"  {label:<9} ", text)]


def wrapped(beginning: str, text: str, indent: int = 12) -> list[str]:
    """`beginning` and `text` as lines that fit in a row's box, all but the first set in; words stay whole."""
    return textwrap.wrap(
        f"{beginning}{text}", LINE_CHARACTERS, subsequent_indent=" " * indent, break_long_words=False,
        break_on_hyphens=False, replace_whitespace=False,
    )  # fmt: skip


def find_problem(expected: Any, got: Any, names: tuple[str, ...] = ()) -> Problem | None:
    """The first rung that `got` fails on, or None for a right answer."""
    with np.errstate(all="ignore"):  # whatever the student's code has set NumPy to raise
        if isinstance(expected, tuple):
            return _find_problem_in_parts(expected, got, names)
        return _find_problem_in_one(np.asarray(expected), got)


def _find_problem_in_one(want: np.ndarray, got: Any) -> Problem | None:
    if isinstance(got, np.ndarray) and got.dtype.kind in "biufc":
        return _type_problem(want, got) or _shape_problem(want, got) or _value_problem(want, got)
    return _no_numbers(got, (("expected", kind_wanted(want)),))


def _no_numbers(got: Any, expected: tuple[tuple[str, str], ...]) -> Problem:
    kind = kind_of(got)
    hint = "Is a return statement missing?" if kind == "None" else ""
    empty = [i for i, item in enumerate(got) if kind_of(item) == "None"] if isinstance(got, (list, tuple)) else []
    if empty:
        hint = f"Number {empty[0]} of them, counted from 0, is None: was it never assigned?"
    return Problem(f"returned {kind}", expected, hint)


def _find_problem_in_parts(expected: tuple[Any, ...], got: Any, names: tuple[str, ...]) -> Problem | None:
    count = len(expected)
    listed = f"({', '.join(names)})"
    wanted = (("expected", f"{count} values {listed}"),)
    if not (isinstance(got, (list, tuple)) or (isinstance(got, np.ndarray) and got.ndim > 0)):
        return _no_numbers(got, wanted)
    if len(got) != count:
        one = isinstance(got, np.ndarray) and got.ndim <= np.ndim(expected[0])
        several = "1 value" if len(got) == 1 else f"{len(got)} values"
        return Problem(f"returned {kind_of(got) if one else several}", wanted)
    if len(names) != count:
        raise ValueError(f"the test names {len(names)} of {count} parts in `returns`")
    never = [name for name, part in zip(names, got) if kind_of(part) == "None"]
    if never:
        names_of = " and ".join([", ".join(never[:-1]), never[-1]] if len(never) > 1 else never)
        ask = "is None: was it never assigned?" if len(never) == 1 else "are None: were they never assigned?"
        return Problem(f"returned None for {names_of}", wanted, f"{names_of}, of {listed}, {ask}")
    for name, want, part in zip(names, expected, got):
        problem = find_problem(want, np.asarray(part) if isinstance(part, np.generic) else part)
        if problem is not None:
            which = (("part", f"{name}, of {listed}"),)
            blind = None if problem.without_values is None else which + problem.without_values
            return Problem(problem.verdict, which + problem.details, problem.hint, blind)
    return None


def _type_problem(want: np.ndarray, got: np.ndarray) -> Problem | None:
    expected = (("expected", kind_wanted(want)),)
    if got.dtype.kind == "c":
        real = not np.iscomplex(got).any()
        hint = (
            "The imaginary parts are zero: return the real part." if real else "Look for a root of a negative number."
        )
        return Problem("returned complex numbers", expected, hint)
    if not np.isfinite(got).all():
        return None
    if want.dtype.kind == "b" and want.shape == got.shape and not np.isin(got, (0, 1)).all():
        return Problem("returned values other than True and False", expected)
    if want.dtype.kind in "iu" and (got != np.floor(got)).any():
        return Problem("returned a number that is not whole", expected, "Count, and neither divide nor add up floats.")
    return None


def _shape_problem(want: np.ndarray, got: np.ndarray) -> Problem | None:
    if want.shape == got.shape:
        return None
    expected = f"shape {want.shape}" if want.ndim else "one number, shape ()"
    return Problem("has the wrong shape", (("expected", expected), ("got", f"shape {got.shape}")))


def _value_problem(want: np.ndarray, got: np.ndarray) -> Problem | None:
    allowed, told = allowed_error(want), _allowed(want)
    kind, want, got = want.dtype.kind, want.astype(np.float64), got.astype(np.float64)
    if not np.isfinite(got).all():
        index = tuple(np.argwhere(~np.isfinite(got))[0])
        count = np.count_nonzero(~np.isfinite(got))
        text = f"{got[index]}{_at(index)}; {count} of {got.size} entries are not finite"
        return Problem(
            "is not finite",
            (("got", text),),
            NOT_FINITE_HINT,
        )
    error = np.abs(got - want)
    off = error > allowed
    if not off.any():
        return None
    index = tuple(np.unravel_index(np.argmax(error), error.shape))
    if not off.ndim:
        shown = _side_by_side(float(want), float(got), kind)
        alone = (("expected", shown[0]), ("got", shown[1]), ("allowed", told))
        return Problem("gave a wrong value", alone, without_values=())
    count = np.count_nonzero(off)
    counted = f"{count} of {off.size} entries {'is' if count == 1 else 'are'} off"
    shown = _side_by_side(want[index], got[index], kind)
    most = "" if kind == "b" else f", by {error.max():.2g} at most"
    details = (
        ("expected", f"{shown[0]}{_at(index)}"),
        ("got", f"{shown[1]}{_at(index)}; {counted}{most}"),
        ("allowed", told),
    )
    blind = (("where", f"{counted}, most of all{_at(index)}"),)
    return Problem("gave wrong values", details, without_values=blind)


def _side_by_side(want: float, got: float, kind: str) -> tuple[str, str]:
    """Both numbers with as many digits as tell them apart."""
    if kind == "b" and got in (0, 1):
        return str(bool(want)), str(bool(got))
    if kind in "biu":
        return f"{want:.0f}", f"{got:.0f}"
    digits = next((n for n in range(4, 17) if f"{want:.{n}g}" != f"{got:.{n}g}"), 17)
    return f"{want:.{digits}g}", f"{got:.{digits}g}"


def _at(index: tuple[Any, ...]) -> str:
    return f" at [{', '.join(str(i) for i in index)}]" if index else ""


def allowed_error(want: np.ndarray) -> float:
    """The largest error that counts as rounding, from the tolerance table above."""
    if want.dtype.kind in "biu":
        return 0.0
    return RELATIVE_TOLERANCE * float(np.abs(want).max(initial=0.0)) + ABSOLUTE_FLOOR


def _allowed(want: np.ndarray) -> str:
    """`allowed_error` in words."""
    if want.dtype.kind in "biu":
        return "no difference"
    return f"{RELATIVE_TOLERANCE:.0e} of the " + ("largest entry" if want.ndim else "expected value")
