"""How much time the tests of each function may still take, whatever the others have taken."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Iterable

from autograder import assignment


class UsedUp(Exception):
    """There is no time left; the text is the rest of a sentence about the function."""


class Budget:
    """The time from a function's first test to the next function's is that function's.

    The grader's own counts too, for reading, comparing and explaining its answers and for cleaning up after it: it is
    this function that causes it.
    """

    def __init__(self, run_seconds: float, functions: Iterable[str]) -> None:
        """`functions` has the name of each as often as it is tested."""
        self._run_seconds = run_seconds
        self._tests_left = Counter(functions)
        self._share = min(assignment.CALL_TIMEOUT_SECONDS, run_seconds / len(self._tests_left))
        self._used_seconds: defaultdict[str, float] = defaultdict(float)
        self._tested = ""
        self._for_tested = run_seconds  # all that is neither used by other functions nor kept for them
        self._counted_until = 0.0

    def begin_test(self, function: str) -> None:
        """From here on time counts for `function`."""
        self._count()
        self._tested = function
        self._tests_left[function] -= 1
        others = [name for name in self._tests_left if name != function]
        used = sum(self._used_seconds[name] for name in others)
        kept = sum(self._kept_for(name) for name in others if self._tests_left[name])
        self._for_tested = self._run_seconds - used - kept

    def left(self) -> tuple[float, str]:
        """What the tested function may still use, of its own time and of the run's, and in words which of the two.

        Raises `UsedUp` where that is nothing.
        """
        self._count()
        used = self._used_seconds[self._tested]
        own = assignment.FUNCTION_BUDGET_SECONDS - used
        spare = max(self._for_tested - used, self._kept_for(self._tested))
        if min(own, spare) <= 0:
            raise UsedUp(f"its tests have taken {used:.1f} s, all the time there is")
        if own <= spare:
            return own, f"the {assignment.FUNCTION_BUDGET_SECONDS:g} s that all its tests have"
        return spare, f"the {self._run_seconds:g} s that all functions have"

    def forgive(self) -> None:
        """What has passed since the last look at the clock was a fault of the grader's and counts for nobody."""
        self._counted_until = time.monotonic()

    def _kept_for(self, function: str) -> float:
        """What is left of the time for one call that `function` has whatever the others use."""
        return max(0.0, self._share - self._used_seconds[function])

    def _count(self) -> None:
        now = time.monotonic()
        if self._tested:
            self._used_seconds[self._tested] += now - self._counted_until
        self._counted_until = now
