"""The calls of one grading: which worker a function's tests have, and how much time each may still use."""

from __future__ import annotations

import contextlib
import signal
import time
from collections.abc import Iterable, Mapping
from typing import Any

from autograder import assignment
from autograder.assignment import FunctionName
from autograder.public import ErrorFacts, StudentError
from autograder.sandbox.budget import Budget, UsedUp
from autograder.sandbox.outcomes import Died, Outcome, Returned, TimedOut
from autograder.sandbox.place import Place
from autograder.sandbox.wording import describe, facts_of, is_out_of_memory
from autograder.sandbox.worker import Worker

Reason = tuple[str, ErrorFacts | None]  # why nothing in a module can be called


class GraderFailed(BaseException):
    """A call failed twice, and not by the student's doing. No Exception: the tests take each for the student's."""


class KilledByOthers(Exception):
    """The worker got a SIGKILL that was not ours: the kernel's when the machine's memory ran out, or its own."""


class Session:
    """The worker of the function that is tested now, and what is known of those before it."""

    def __init__(
        self, place: Place, unusable: Mapping[str, str], run_seconds: float, functions: Iterable[FunctionName]
    ) -> None:
        """`functions` has the name of each as often as it is tested."""
        self._budget = Budget(run_seconds, functions)
        self._place = place
        self._tried_again: set[str] = set()  # functions that met a fault of the grader's
        self._unusable: dict[str, Reason] = {module: (text, None) for module, text in unusable.items()}
        self._given_up: dict[str, str] = {}  # function -> why it is not called again
        self._worker: Worker | None = None
        self._loaded: set[str] = set()
        self._import_seconds: dict[str, float] = {}  # the last time of each module
        self._tested, self._is_hidden = "", False

    def begin_test(self, function: FunctionName, *, hidden: bool) -> None:
        """A function's public tests share one worker, as long as it lives, and its hidden ones, run last, another."""
        if (function, hidden) != (self._tested, self._is_hidden):
            self.end()
        self._budget.begin_test(function)
        self._tested, self._is_hidden = function, hidden

    def end_test(self) -> str:
        """What the student's code has printed since the last test."""
        return "" if self._worker is None else self._worker.take_output()

    def end(self) -> None:
        """Kill the worker with all that it started."""
        if self._worker is not None:
            with contextlib.suppress(Exception):  # it is gone with its warm process; the next gets a new one
                self._worker.stop()
            self._worker = None

    def call(self, module: str, function: str, args: tuple[Any, ...]) -> Returned:
        """Call the student function; raises the tests' `StudentError` for every other outcome.

        What is not the student's doing is tried once more in a fresh place, once a function; then `GraderFailed`.
        """
        name = FunctionName.of(module, function)
        try:
            return self._call(module, function, args)
        except StudentError:
            raise
        except Exception as error:
            if name in self._tried_again:
                raise GraderFailed(f"{type(error).__name__}: {error}") from error
        self._tried_again.add(name)
        try:
            self.end()
            self._place.renew()
        except Exception as error:
            raise GraderFailed(f"{type(error).__name__}: {error}") from error
        self._budget.forgive()
        return self.call(module, function, args)

    def _call(self, module: str, function: str, args: tuple[Any, ...]) -> Returned:
        name = FunctionName.of(module, function)
        if module in self._unusable:
            raise StudentError(*self._unusable[module])
        if name in self._given_up:
            raise StudentError(self._given_up[name])
        self._seconds_left(module)  # before a worker is started
        worker = self._worker_with(module, name)
        left, of_what = self._seconds_left(module)
        seconds = min(assignment.CALL_TIMEOUT_SECONDS, left)
        outcome = worker.call(module, function, args, seconds, left)
        if isinstance(outcome, Returned):
            return outcome
        self._check(outcome, name)
        text = describe(outcome, module, function)
        if is_out_of_memory(outcome):
            worker.stop()  # what it holds is not the next test's
        if isinstance(outcome, TimedOut):
            if seconds < assignment.CALL_TIMEOUT_SECONDS:
                text += f", what was left of {of_what}{self._import_told(module)}"
            self._given_up[name] = f"was not called again: in an earlier test it {text}"
        raise StudentError(text, facts_of(outcome, importing=False))

    def _worker_with(self, module: str, name: str) -> Worker:
        if self._worker is None or not self._worker.alive:
            self._worker = self._place.start_worker()
            self._loaded = set()
        if module not in self._loaded:
            self._load(self._worker, module, name)
        return self._worker

    def _load(self, worker: Worker, module: str, name: str) -> None:
        left, _ = self._seconds_left(module)
        seconds = min(assignment.IMPORT_TIMEOUT_SECONDS, left)
        started = time.monotonic()
        outcome = worker.load(module, seconds, left)
        if isinstance(outcome, Returned):
            self._loaded.add(module)
            self._import_seconds[module] = time.monotonic() - started
            return
        self._check(outcome, name)
        text = f"cannot be called: {module}.py cannot be imported: it {describe(outcome, module)}"
        facts = facts_of(outcome, importing=True)
        if seconds == assignment.IMPORT_TIMEOUT_SECONDS or not isinstance(outcome, TimedOut):
            self._unusable[module] = (text, facts)
        raise StudentError(text, facts)

    def _check(self, outcome: Outcome, name: str) -> None:
        """Raise where a failed call or import may not be the student's doing; a second SIGKILL is taken for theirs."""
        self._place.check()
        if isinstance(outcome, Died) and outcome.signal == signal.SIGKILL and name not in self._tried_again:
            raise KilledByOthers

    def _import_told(self, module: str) -> str:
        """Of an import that takes long, how long, and how often: each function's worker imports its file anew."""
        seconds = self._import_seconds.get(module, 0.0)
        return f"; importing {module}.py takes {seconds:.1f} s of it, anew for each function" if seconds > 1 else ""

    def _seconds_left(self, module: str) -> tuple[float, str]:
        try:
            return self._budget.left()
        except UsedUp as error:
            raise StudentError(f"was not called: {error}{self._import_told(module)}") from None
