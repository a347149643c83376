"""The calls of one grading: which worker a function's tests have, and how much time each may still use."""

from __future__ import annotations

import contextlib
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from autograder import assignment
from autograder.public import StudentError
from autograder.sandbox.outcomes import Returned, TimedOut
from autograder.sandbox.place import Place
from autograder.sandbox.wording import describe, is_out_of_memory
from autograder.sandbox.worker import Worker


class GraderFailed(BaseException):
    """A call failed twice, and not by the student's doing. No Exception: the tests take each for the student's."""


class Session:
    """The worker of the function that is tested now, and the time that the tests of each have taken so far.

    That is all the time from its first test to the next function's: the grader's own, for reading, comparing and
    explaining its answers and for cleaning up after it, counts for the function that causes it.
    """

    def __init__(self, place: Place, unusable: dict[str, str], run_seconds: float, functions: Iterable[str]) -> None:
        """`functions` has the name of each as often as it is tested."""
        self._place = place
        self._tried_again: set[str] = set()  # functions that met a fault of the grader's
        self._unusable = dict(unusable)  # module -> why nothing in it can be called
        self._given_up: dict[str, str] = {}  # function -> why it is not called again
        self._used_seconds: defaultdict[str, float] = defaultdict(float)
        self._run_seconds = run_seconds
        self._tests_left = Counter(functions)
        self._worker: Worker | None = None
        self._loaded: set[str] = set()
        self._import_seconds: dict[str, float] = {}  # the last time of each module
        self._tested, self._is_hidden = "", False
        self._counted_until = 0.0

    def begin_test(self, function: str, *, hidden: bool) -> None:
        """A function's public tests share one worker, as long as it lives, and its hidden ones, run last, another."""
        if (function, hidden) != (self._tested, self._is_hidden):
            self.end()
        self._count()
        self._tested, self._is_hidden = function, hidden
        self._tests_left[function] -= 1

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
        name = f"{module}.{function}"
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
        self._counted_until = time.monotonic()  # the fault counts for nobody
        return self.call(module, function, args)

    def _call(self, module: str, function: str, args: tuple[Any, ...]) -> Returned:
        name = f"{module}.{function}"
        reason = self._unusable.get(module) or self._given_up.get(name)
        if reason:
            raise StudentError(reason)
        worker = self._worker_with(module, name)
        left, of_what = self._seconds_left(name)
        seconds = min(assignment.CALL_TIMEOUT_SECONDS, left)
        outcome = worker.call(module, function, args, seconds)
        if isinstance(outcome, Returned):
            return outcome
        self._place.check()
        text = describe(outcome, module, function)
        if is_out_of_memory(outcome):
            worker.stop()  # what it holds is not the next test's
        if isinstance(outcome, TimedOut):
            if seconds < assignment.CALL_TIMEOUT_SECONDS:
                text += f", what was left of {of_what}{self._import_told(module)}"
            self._given_up[name] = f"was not called again: in an earlier test it {text}"
        raise StudentError(text)

    def _worker_with(self, module: str, name: str) -> Worker:
        if self._worker is None or not self._worker.alive:
            self._worker = self._place.start_worker()
            self._loaded = set()
        if module not in self._loaded:
            self._load(self._worker, module, name)
        return self._worker

    def _load(self, worker: Worker, module: str, name: str) -> None:
        seconds = min(assignment.IMPORT_TIMEOUT_SECONDS, self._seconds_left(name)[0])
        started = time.monotonic()
        outcome = worker.load(module, seconds)
        if isinstance(outcome, Returned):
            self._loaded.add(module)
            self._import_seconds[module] = time.monotonic() - started
            return
        self._place.check()
        text = f"cannot be called: {module}.py cannot be imported: it {describe(outcome, module)}"
        if seconds == assignment.IMPORT_TIMEOUT_SECONDS or not isinstance(outcome, TimedOut):
            self._unusable[module] = text
        raise StudentError(text)

    def _import_told(self, module: str) -> str:
        """Of an import that takes long, how long, and how often: each function's worker imports its file anew."""
        seconds = self._import_seconds.get(module, 0.0)
        return f"; importing {module}.py takes {seconds:.1f} s of it, anew for each function" if seconds > 1 else ""

    def _seconds_left(self, name: str) -> tuple[float, str]:
        """What `name` may still use: its own budget, and no more of the run's than leaves each other a call's.

        The words say which of the two it is.
        """
        self._count()
        used = self._used_seconds[name]
        own = assignment.FUNCTION_BUDGET_SECONDS - used
        spare = self._run_seconds - sum(self._used_seconds.values())
        spare -= sum(self._kept_for(other) for other, tests in self._tests_left.items() if tests and other != name)
        spare = max(spare, self._kept_for(name))
        if min(own, spare) <= 0:
            told = self._import_told(name.partition(".")[0])
            raise StudentError(f"was not called: its tests have taken {used:.1f} s, all the time there is{told}")
        if own <= spare:
            return own, f"the {assignment.FUNCTION_BUDGET_SECONDS:g} s that all its tests have"
        return spare, f"the {self._run_seconds:g} s that all functions have"

    def _kept_for(self, function: str) -> float:
        """What is left of the time for one call that `function` has whatever the others use."""
        share = min(assignment.CALL_TIMEOUT_SECONDS, self._run_seconds / len(self._tests_left))
        return max(0.0, share - self._used_seconds[function])

    def _count(self) -> None:
        """Add the time since it was last counted to that of the function which is tested."""
        now = time.monotonic()
        if self._tested:
            self._used_seconds[self._tested] += now - self._counted_until
        self._counted_until = now
