"""Call a student function on the cases of a test and have its answers climb the ladder of `ladder.py`."""

from __future__ import annotations

import difflib
import importlib
import re
import sys
import traceback
import unittest
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import CoroutineType, FunctionType
from typing import Any

import numpy as np
from ladder import Problem, find_problem, kind_in_words, wrapped
from remembered import RememberingOracles


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


class StudentError(Exception):
    """A call that did not return; the text says why in the student's terms."""


class BrokenFile(StudentError):
    """No function of a file can be called, since the file cannot be imported."""


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
        verdict, *trace = self.problem.verdict.split("\n")
        head = wrapped(f"{self.trial.case.call_text(name)} ", verdict, indent=6)
        about = wrapped("  case      ", self.trial.case.about)
        return "\n".join([*head, *trace, *about, *self.problem.lines(values=values, hint=hint)])

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

        `expected` holds the answers in the order of the cases, or computes each from its inputs: asked only once the
        student function has answered them all, since it may take PyTorch.
        """
        qualified = f"{self.module}.{self.function}"
        answered: list[Any] = []
        changed: set[str] = set()
        for case in cases:
            try:
                got, altered = call(self.module, self.function, case)
            except StudentError as error:
                problem = Problem(str(error), hint=advice(str(error), self.function, case))
                raise WrongAnswer(qualified, Trial(case, None, None), problem) from None
            changed.update(altered)
            answered.append(got)
        answers = [expected(*case.args) for case in cases] if callable(expected) else expected
        trials = [Trial(case, want, got) for case, want, got in zip(cases, answers, answered)]
        for trial in trials:
            wrong = find_problem(trial.expected, trial.got, self.returns)
            if wrong is not None:
                raise WrongAnswer(qualified, trial, wrong, trials)
        if changed:
            names = [name for name in cases[0].inputs if name in changed]
            self.note = (
                f"{self.function} changes its input{'s' * (len(names) > 1)} {', '.join(names)} in place. "
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
        if ends_the_run(error):
            raise
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
        if ends_the_run(error):
            raise
        reason = describe_error(error)
        raise BrokenFile(f"cannot be called: {module}.py cannot be imported: it {reason}") from None
    if not callable(found):
        names = functions_in(vars(importlib.import_module(module)))
        raise StudentError(not_a_function_text(module, function, defined=found is not None, names=names))
    return found  # type: ignore[no-any-return]


def functions_in(defined: dict[str, Any]) -> list[str]:
    """The names of functions in a file: grad_xhat, or Solution.grad_x where a class holds it."""
    classes = [(name, value) for name, value in defined.items() if isinstance(value, type)]
    held = [f"{name}.{own}" for name, value in classes for own, method in vars(value).items() if callable(method)]
    return [name for name, value in defined.items() if isinstance(value, FunctionType)] + held


def find_near(module: str, wanted: str, names: Sequence[str]) -> str:
    """The name, of those that a file defines, that may be meant for `wanted` and for no other function of it."""
    asked = {test.function for test in FunctionTest.__subclasses__() if test.module == module}
    held = [name for name in names if name.partition(".")[2] == wanted]
    alike = [name for name in names if name not in asked and _most_alike(name, asked) == wanted]
    return next(iter(held or difflib.get_close_matches(wanted, alike, 1, 0.7)), "")


def _most_alike(name: str, asked: set[str]) -> str:
    return max(sorted(asked), key=lambda function: difflib.SequenceMatcher(None, name, function).ratio(), default="")


def ends_the_run(error: BaseException) -> bool:
    """True for what a debugger raises when it is left: pytest's own or Python's."""
    return (type(error).__module__, type(error).__name__) in {("_pytest.outcomes", "Exit"), ("bdb", "BdbQuit")}


def not_a_function_text(module: str, function: str, *, defined: bool, names: Sequence[str] = ()) -> str:
    """What a student reads when the name of a function stands for nothing, or for something else."""
    if defined:
        return f"cannot be called: in {module}.py, {function} is not a function"
    text = f"cannot be called: {module}.py defines no function named {function}"
    near = find_near(module, function, names)
    if "." in near:
        return f"{text}; there is a `{near}`: move it out of the class"
    return f"{text}; there is a `{near}`: did you mean `{function}`?" if near else text


def describe_error(error: BaseException) -> str:
    """What a student reads when their function raises: the error and their own lines of the traceback."""
    frames = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if Path(__file__).parent not in Path(frame.filename).parents
    ]
    frames = [frame for frame in frames if "importlib" not in frame.filename]
    lines = [f'File "{Path(f.filename).name}", line {f.lineno}, in {f.name}\n    {f.line}' for f in frames[-8:]]
    if isinstance(error, SyntaxError):
        lines += [line.rstrip() for line in traceback.format_exception_only(type(error), error)[:-1]]
        lines.append(f"as Python {sys.version_info.major}.{sys.version_info.minor} reads it")
    return raised_text(type(error).__name__, str(error), lines)


def raised_text(kind: str, message: str, trace: Sequence[str]) -> str:
    """The sentence for an exception of type `kind`, with the student's own lines under it."""
    if kind == "NotImplementedError":
        return f"is not written yet: {message}" if message else "is not written yet"
    return told(f"raised {kind}: {message}" if message else f"raised {kind}", trace)


def told(head: str, trace: Sequence[str]) -> str:
    """`head` with the student's own lines under it."""
    indented = ["  " + line.replace("\n", "\n  ") for line in trace]
    return "\n".join([head, *indented])


ROWS_AGAINST_COLUMNS = re.compile(
    r"raised ValueError: operands could not be broadcast together with shapes "
    r"(?:\((?P<rows>\d+),\d+\) \((?P<one>\d+),\)|\((?P<first>\d+),\) \((?P<many>\d+),\d+\))"
)


OTHER_PARAMETERS = re.compile(
    r"raised TypeError: (\w+)\(\) (takes .* positional arguments? but|missing \d+ required pos)"
)


def advice(problem: str, function: str, case: Case) -> str:
    """The next step for an error that students meet often, or ""."""
    found = OTHER_PARAMETERS.match(problem)
    if found and found[1] == function:
        count = len(case.inputs)
        return f"It is called with {count} argument{'s' * (count > 1)}, in this order: {', '.join(case.inputs)}."
    found = ROWS_AGAINST_COLUMNS.match(problem)
    if found and (found["rows"] or found["many"]) == (found["one"] or found["first"]):
        return "One number a row does not line up with the columns: keep the axis of the mean or sum (keepdims=True)."
    if "cannot be imported: it raised SystemExit" in problem:
        return "Take exit(), quit() or sys.exit() out of the file: whoever imports it goes on after it."
    return ""


def as_answer(value: Any, *, parts: bool = True) -> Any:
    """`value` as an array of numbers, as a tuple of such, or as it is where NumPy sees no numbers in it."""
    if value is None or isinstance(value, (str, bytes, dict, set)):
        return value
    if isinstance(value, CoroutineType):
        value.close()  # or Python would warn of it
    if isinstance(value, np.ma.MaskedArray) and _hides_numbers(value):
        return NoNumbers(kind_in_words("MaskedArray"))
    try:
        array = np.asarray(None if _hides_numbers(value) else value)
    except Exception:  # ragged lists, and whatever an object's own __array__ raises
        array = np.asarray(None)
    if array.dtype.kind == "f" and array.dtype.itemsize > 8:
        array = array.astype(np.float64)
    if array.dtype.kind in "biufc":
        return array
    is_sequence = parts and isinstance(value, (tuple, list))
    return tuple(as_answer(item, parts=False) for item in value) if is_sequence else value


@dataclass(frozen=True)
class NoNumbers:
    """Stands for an answer of numbers and of something else: what it is, in words."""

    description: str


def _hides_numbers(value: Any) -> bool:
    items = value if isinstance(value, (tuple, list)) else (value,)
    return any(isinstance(item, np.ma.MaskedArray) and bool(np.ma.is_masked(item)) for item in items)


oracles_in_use = RememberingOracles(Path(__file__).resolve().parent / "answers.npz")


def oracle(name: str) -> Callable[..., Any]:
    """The oracle `name` of those in use; the grader puts those that remember the answers to its inputs in place."""
    return lambda *inputs: oracles_in_use.compute(name, inputs)
