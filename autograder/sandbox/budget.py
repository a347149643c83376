"""How much time the tests of each function may still take, whatever those of the other files have taken."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Iterable

from autograder import assignment
from autograder.assignment import FunctionName

FORGIVABLE_SECONDS = 10.0  # of a run: less than lies between its budget and its deadline


class UsedUp(Exception):
    """There is no time left; the text is the rest of a sentence about the function."""


class Budget:
    """The time from a function's first test to the next function's is that function's.

    The grader's own counts too, for reading, comparing and explaining its answers and for cleaning up after it: it is
    this function that causes it. No limit ends that work, so it can take more than there is; what is over is taken
    from what is kept for the functions of the same file.
    """

    def __init__(self, run_seconds: float, functions: Iterable[FunctionName]) -> None:
        """`functions` has the name of each as often as it is tested."""
        self._run_seconds = run_seconds
        self._tests_left = Counter(functions)
        self._share = min(assignment.CALL_TIMEOUT_SECONDS, run_seconds / len(self._tests_left))
        self._used_seconds: defaultdict[FunctionName, float] = defaultdict(float)
        self._over_seconds: defaultdict[str, float] = defaultdict(float)  # of each file, what was not there to be used
        self._tested = FunctionName()
        self._limit, self._of_what = run_seconds, ""  # what the tested function may use in all, and of which time
        self._forgivable = FORGIVABLE_SECONDS
        self._counted_until = 0.0

    def begin_test(self, function: FunctionName) -> None:
        """From here on time counts for `function`."""
        self._count()
        if self._tested:
            self._over_seconds[self._tested.module] += max(0.0, self._used_seconds[self._tested] - self._limit)
        self._tested = function
        self._tests_left[function] -= 1
        self._limit, self._of_what = self._limit_of(function)

    def left(self) -> tuple[float, str]:
        """What the tested function may still use, of its own time and of the run's, and in words which of the two.

        Raises `UsedUp` where that is nothing.
        """
        self._count()
        used = self._used_seconds[self._tested]
        if used >= self._limit:
            raise UsedUp(f"{self._by_whom()}, all the time there is")
        return self._limit - used, self._of_what

    def forgive(self) -> None:
        """What has passed since the last look at the clock was a fault of the grader's and counts for nobody.

        But a run has its end, however often this is said: past `FORGIVABLE_SECONDS` it counts as the function's.
        """
        now = time.monotonic()
        forgiven = min(now - self._counted_until, self._forgivable)
        self._forgivable -= forgiven
        self._counted_until += forgiven

    def _limit_of(self, function: FunctionName) -> tuple[float, str]:
        """What `function` may use in all, with what it has used, and of which time."""
        used = self._used_seconds[function]
        left = self._run_seconds - sum(self._used_seconds.values())
        waiting = [name for name in {*self._tests_left, function} if self._kept_for(name)]
        beside = left - sum(self._kept_for(name) for name in waiting if name != function)
        fair = left / len(waiting) if waiting else 0.0  # less than is kept for each, where files have overdrawn
        of_run = used + max(0.0, beside, min(self._kept_for(function), fair))
        own = assignment.FUNCTION_BUDGET_SECONDS
        if own <= of_run:
            return max(used, own), f"the {own:g} s that all its tests have"
        return of_run, f"the {self._run_seconds:g} s that all functions have"

    def _kept_for(self, function: FunctionName) -> float:
        """What is left of the time for one call that `function` has whatever other files use."""
        over = self._over_seconds[function.module]
        if over and over > sum(self._share_left(name) for name in self._tests_left if name.module == function.module):
            return 0.0
        return self._share_left(function)

    def _share_left(self, function: FunctionName) -> float:
        waits = self._tests_left[function] or function == self._tested
        return max(0.0, self._share - self._used_seconds[function]) if waits else 0.0

    def _by_whom(self) -> str:
        """Whose doing it is that nothing is left."""
        if self._used_seconds[self._tested] >= self._share:
            return f"its tests have taken {self._used_seconds[self._tested]:.1f} s"
        in_file = [seconds for name, seconds in self._used_seconds.items() if name.module == self._tested.module]
        if any(in_file):
            return f"other functions of its file have taken {sum(in_file):.1f} s"
        return f"the functions of other files have taken {sum(self._used_seconds.values()):.1f} s"

    def _count(self) -> None:
        now = time.monotonic()
        if self._tested:
            self._used_seconds[self._tested] += now - self._counted_until
        self._counted_until = now
