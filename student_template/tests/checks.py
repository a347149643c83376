"""Call a student function on the cases of a test and have its answers climb the ladder of `ladder.py`."""

from __future__ import annotations

import importlib
import unittest
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from answer_kinds import as_answer
from ladder import Problem, find_problem, wrapped
from remembered import RememberingOracles
from student_errors import (
    BrokenFile,
    StudentError,
    advice,
    describe_error,
    ends_the_run,
    facts_of,
    functions_in,
    not_a_function_text,
)


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
                hint = "" if error.facts is None else advice(error.facts, self.function, case.inputs)
                problem = Problem(str(error), hint=hint)
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
        raise StudentError(describe_error(error), facts_of(error, importing=False)) from None
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
        text = f"cannot be called: {module}.py cannot be imported: it {describe_error(error)}"
        raise BrokenFile(text, facts_of(error, importing=True)) from None
    if not callable(found):
        names = functions_in(vars(importlib.import_module(module)))
        asked = {test.function for test in FunctionTest.__subclasses__() if test.module == module}
        raise StudentError(not_a_function_text(module, function, defined=found is not None, names=names, asked=asked))
    return found  # type: ignore[no-any-return]


oracles_in_use = RememberingOracles(Path(__file__).resolve().parent / "answers.npz")


def oracle(name: str) -> Callable[..., Any]:
    """The oracle `name` of those in use; the grader puts those that remember the answers to its inputs in place."""
    return lambda *inputs: oracles_in_use.compute(name, inputs)
