"""How an answer is judged: call the function, then climb returned → type → shape → finite → close.

The one tolerance table of the project stands here. An answer is compared with

    |got - expected| <= RELATIVE_TOLERANCE * max|expected| + ABSOLUTE_FLOOR      for every entry

relative to the largest entry, not to each: an entry that happens to be near zero carries the rounding of the
large terms that cancelled in it.
"""

from __future__ import annotations

import importlib
import traceback
import unittest
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

RELATIVE_TOLERANCE = 1e-4  # float32 arithmetic inside a right answer reaches 7e-6; known mistakes are off by 0.1
ABSOLUTE_FLOOR = 1e-5  # where the right answer is zero, float32 leaves about 1e-6 of inputs of size 1
ALLOWED = f"{RELATIVE_TOLERANCE:.0e} of the largest entry"


class Case:
    """One call: `about` says what kind of case it is, the inputs are passed by position in this order."""

    def __init__(self, about: str, /, **inputs: Any) -> None:
        self.about = about
        self.inputs = inputs

    @property
    def args(self) -> tuple[Any, ...]:
        """Fresh copies of the inputs, so that no call sees what another did to them."""
        return tuple(value.copy() if isinstance(value, np.ndarray) else value for value in self.inputs.values())

    def call_text(self, function: str) -> str:
        """The call as a reader would write it, arrays by their shapes."""
        shown = (
            f"{name} {value.shape}" if isinstance(value, np.ndarray) else f"{name}={value!r}"
            for name, value in self.inputs.items()
        )
        return f"{function}({', '.join(shown)})"


@dataclass(frozen=True)
class Trial:
    """One case with what the function should have returned and what it did."""

    case: Case
    expected: Any
    got: Any


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
        return [f"  {label:<9} {text}" for label, text in (*details, *last)]


class StudentError(Exception):
    """A call that did not return; the text says why in the student's terms."""


class WrongAnswer(AssertionError):
    """A test's verdict on a student function, with all that feedback needs; `str` is what a student reads."""

    def __init__(self, function: str, trial: Trial, problem: Problem, trials: Sequence[Trial] = ()) -> None:
        super().__init__()
        self.function = function
        self.trial = trial
        self.problem = problem
        self.trials = tuple(trials)

    def text(self, *, values: bool = True, hint: str = "") -> str:
        """The feedback; without `values` the kind of case stands in place of expected values.

        A `hint` that the grader found takes the place of the ladder's own.
        """
        name = self.function.rpartition(".")[2]
        head = f"{self.trial.case.call_text(name)} {self.problem.verdict}"
        about = [f"  case      {self.trial.case.about}"]
        return "\n".join([head, *about, *self.problem.lines(values=values, hint=hint)])

    def __str__(self) -> str:
        return self.text()


class FunctionTest(unittest.TestCase):
    """Tests of one student function. Subclasses say which, and pytest or Gradescope run them alike."""

    module = ""
    function = ""
    title = ""
    returns: tuple[str, ...] = ()  # the names of the parts where a function returns several

    def check(self, cases: Sequence[Case], expected: Callable[..., Any] | Sequence[Any]) -> None:
        """Call the student function on every case and compare; raises `WrongAnswer`.

        `expected` holds the answers in the order of the cases, or computes each from its inputs.
        """
        answers = [expected(*case.args) for case in cases] if callable(expected) else expected
        qualified = f"{self.module}.{self.function}"
        trials: list[Trial] = []
        changed: set[str] = set()
        for case, want in zip(cases, answers):
            try:
                got, altered = call(self.module, self.function, case)
            except StudentError as error:
                trial = Trial(case, want, None)
                raise WrongAnswer(qualified, trial, Problem(str(error))) from None
            changed.update(altered)
            trials.append(Trial(case, want, got))
        for trial in trials:
            problem = find_problem(trial.expected, trial.got, self.returns)
            if problem is not None:
                raise WrongAnswer(qualified, trial, problem, trials)
        if changed:
            self.note = (
                f"{self.function} changes its input {', '.join(sorted(changed))} in place. "
                "That costs no points here, but a caller would be surprised: work on a copy."
            )


def call(module: str, function: str, case: Case) -> tuple[Any, set[str]]:
    """What the function returned for `case`, and the names of inputs that it changed; raises `StudentError`."""
    student = find_function(module, function)
    args = case.args
    try:
        got = student(*args)
    except StudentError:
        raise
    except (Exception, SystemExit) as error:
        raise StudentError(describe_error(error)) from None
    names = list(case.inputs)
    if hasattr(student, "changed_arguments"):
        return got, {names[index] for index in student.changed_arguments if index < len(names)}
    changed = (name for name, arg in zip(names, args) if not _unchanged(case.inputs[name], arg))
    return as_answer(got), set(changed)


def _unchanged(before: Any, after: Any) -> bool:
    return not isinstance(before, np.ndarray) or (before.shape == after.shape and before.tobytes() == after.tobytes())


def find_function(module: str, function: str) -> Callable[..., Any]:
    """The student's function; raises `StudentError` where there is none."""
    try:
        found = getattr(importlib.import_module(module), function, None)
    except (Exception, SystemExit) as error:
        reason = describe_error(error)
        raise StudentError(f"cannot be called: {module}.py cannot be imported: it {reason}") from None
    if not callable(found):
        raise StudentError(not_a_function_text(module, function, defined=found is not None))
    return found  # type: ignore[no-any-return]


def not_a_function_text(module: str, function: str, *, defined: bool) -> str:
    """What a student reads when the name of a function stands for nothing, or for something else."""
    if defined:
        return f"cannot be called: in {module}.py, {function} is not a function"
    return f"cannot be called: {module}.py defines no function named {function}"


def describe_error(error: BaseException) -> str:
    """What a student reads when their function raises: the error and their own lines of the traceback."""
    frames = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if Path(frame.filename).parent != Path(__file__).parent
    ]
    frames = [frame for frame in frames if "importlib" not in frame.filename]
    lines = [f'File "{Path(f.filename).name}", line {f.lineno}, in {f.name}\n    {f.line}' for f in frames[-8:]]
    if isinstance(error, SyntaxError):
        lines += [line.rstrip() for line in traceback.format_exception_only(type(error), error)[:-1]]
    return raised_text(type(error).__name__, str(error), lines)


def raised_text(kind: str, message: str, trace: Sequence[str]) -> str:
    """The sentence for an exception of type `kind`, with the student's own lines under it."""
    if kind == "NotImplementedError":
        return f"is not written yet: {message}" if message else "is not written yet"
    head = f"raised {kind}: {message}" if message else f"raised {kind}"
    indented = ["  " + line.replace("\n", "\n  ") for line in trace]
    return "\n".join([head, *indented])


def as_answer(value: Any, *, parts: bool = True) -> Any:
    """`value` as an array of numbers, as a tuple of such, or as it is where NumPy sees no numbers in it.

    What a masked array masks is no number: it becomes NaN.
    """
    if value is None or isinstance(value, (str, bytes, dict, set)):
        return value
    try:
        masked = isinstance(value, np.ma.MaskedArray) and np.ma.is_masked(value)
        array = value.astype(np.float64).filled(np.nan) if masked else np.asarray(value)
    except Exception:  # ragged lists, and whatever an object's own __array__ raises
        array = np.asarray(None)
    if array.dtype.kind == "f" and array.dtype.itemsize > 8:
        array = array.astype(np.float64)
    if array.dtype.kind in "biufc":
        return array
    is_sequence = parts and isinstance(value, (tuple, list))
    return tuple(as_answer(item, parts=False) for item in value) if is_sequence else value


def find_problem(expected: Any, got: Any, names: tuple[str, ...] = ()) -> Problem | None:
    """The first rung that `got` fails on, or None for a right answer."""
    with np.errstate(all="ignore"):  # whatever the student's code has set NumPy to raise
        if isinstance(expected, tuple):
            return _find_problem_in_parts(expected, got, names)
        return _find_problem_in_one(np.asarray(expected), got)


def _find_problem_in_one(want: np.ndarray, got: Any) -> Problem | None:
    if isinstance(got, np.ndarray) and got.dtype.kind in "biufc":
        return _type_problem(want, got) or _shape_problem(want, got) or _value_problem(want, got)
    verdict = f"returned {_kind_of(got)}"
    hint = "Is a return statement missing?" if verdict == "returned None" else ""
    return Problem(verdict, (("expected", _kind_wanted(want)),), hint)


def _find_problem_in_parts(expected: tuple[Any, ...], got: Any, names: tuple[str, ...]) -> Problem | None:
    count = len(expected)
    listed = f"({', '.join(names)})"
    parts = list(got) if isinstance(got, np.ndarray) and got.ndim > 0 else got
    if not isinstance(parts, (list, tuple)):
        return Problem(f"returned {_kind_of(got)}", (("expected", f"{count} values {listed}"),))
    if len(parts) != count:
        return Problem(f"returned {len(parts)} values", (("expected", f"{count} values {listed}"),))
    if len(names) != count:
        raise ValueError(f"the test names {len(names)} of {count} parts in `returns`")
    for name, want, part in zip(names, expected, parts):
        problem = find_problem(want, np.asarray(part) if isinstance(part, np.generic) else part)
        if problem is not None:
            which = (("part", f"{name}, of {listed}"),)
            blind = None if problem.without_values is None else which + problem.without_values
            return Problem(problem.verdict, which + problem.details, problem.hint, blind)
    return None


def _kind_wanted(want: np.ndarray) -> str:
    if want.ndim == 0:
        return "one whole number" if want.dtype.kind in "iu" else "one number"
    return f"an array of shape {want.shape}" + (" of True and False" if want.dtype.kind == "b" else "")


def _kind_of(got: Any) -> str:
    if got is None:
        return "None"
    if hasattr(got, "description"):
        return str(got.description)
    if isinstance(got, np.ndarray) and got.dtype.kind not in "biufc":
        return "an array of objects or text, not of numbers"
    if isinstance(got, np.ndarray):
        return f"an array of shape {got.shape}" if got.ndim else f"one number of type {got.dtype}"
    if isinstance(got, (tuple, list)):
        return f"{len(got)} values of different shapes"
    return f"a value of type {type(got).__name__}"


def _type_problem(want: np.ndarray, got: np.ndarray) -> Problem | None:
    expected = (("expected", _kind_wanted(want)),)
    if got.dtype.kind == "c":
        return Problem("returned complex numbers", expected, "Look for a root of a negative number.")
    if want.dtype.kind == "b" and got.dtype.kind != "b" and not np.isin(got, (0, 1)).all():
        return Problem("returned values other than True and False", expected)
    if want.dtype.kind in "iu" and not (np.isfinite(got).all() and (got == np.floor(got)).all()):
        return Problem("returned a number that is not whole", expected)
    return None


def _shape_problem(want: np.ndarray, got: np.ndarray) -> Problem | None:
    if want.shape == got.shape:
        return None
    expected = f"shape {want.shape}" if want.ndim else "one number, shape ()"
    return Problem("has the wrong shape", (("expected", expected), ("got", f"shape {got.shape}")))


def _value_problem(want: np.ndarray, got: np.ndarray) -> Problem | None:
    allowed = allowed_error(want)
    want, got = want.astype(np.float64), got.astype(np.float64)
    if not np.isfinite(got).all():
        index = tuple(np.argwhere(~np.isfinite(got))[0])
        count = np.count_nonzero(~np.isfinite(got))
        text = f"{got[index]}{_at(index)}; {count} of {got.size} entries are not finite"
        return Problem("is not finite", (("got", text),), "Look for a division by zero or a log or root of ≤ 0.")
    error = np.abs(got - want)
    off = error > allowed
    if not off.any():
        return None
    index = tuple(np.unravel_index(np.argmax(error), error.shape))
    if not off.ndim:
        details = (("expected", f"{want[()]:.4g}"), ("got", f"{got[()]:.4g}"))
        return Problem("gave a wrong value", (*details, ("allowed", ALLOWED)), without_values=())
    counted = f"{np.count_nonzero(off)} of {off.size} entries are off"
    details = (
        ("expected", f"{want[index]:.4g}{_at(index)}"),
        ("got", f"{got[index]:.4g}{_at(index)}; {counted}, by {error.max():.2g} at most"),
        ("allowed", ALLOWED),
    )
    blind = (("where", f"{counted}, most of all{_at(index)}"),)
    return Problem("gave wrong values", details, without_values=blind)


def _at(index: tuple[Any, ...]) -> str:
    return f" at [{', '.join(str(i) for i in index)}]" if index else ""


def allowed_error(want: np.ndarray) -> float:
    """The largest error that counts as rounding, from the tolerance table above."""
    if want.dtype.kind in "biu":
        return 0.0
    return RELATIVE_TOLERANCE * float(np.abs(want).max(initial=0.0)) + ABSOLUTE_FLOOR


class Oracles:
    """Independent answers by name, from `oracles.py`, which imports PyTorch; loaded when first asked."""

    def compute(self, name: str, inputs: tuple[Any, ...]) -> Any:
        """What the oracle `name` answers to `inputs`."""
        return getattr(importlib.import_module("oracles"), name)(*inputs)


oracles_in_use = Oracles()


def oracle(name: str) -> Callable[..., Any]:
    """The oracle `name` of those in use; the grader puts its own, which remember, in their place."""
    return lambda *inputs: oracles_in_use.compute(name, inputs)
