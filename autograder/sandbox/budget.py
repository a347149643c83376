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
    from the functions of the same file.
    """

    def __init__(self, run_seconds: float, functions: Iterable[FunctionName]) -> None:
        """`functions` has the name of each as often as it is tested."""
        self._run_seconds = run_seconds
        self._tests_left = Counter(functions)
        self._share = min(assignment.CALL_TIMEOUT_SECONDS, run_seconds / len(self._tests_left))
        self._used_seconds: defaultdict[FunctionName, float] = defaultdict(float)
        self._tested = FunctionName()
        self._for_tested = self._for_file = run_seconds  # what others have neither used nor kept for them
        self._forgivable = FORGIVABLE_SECONDS
        self._counted_until = 0.0

    def begin_test(self, function: FunctionName) -> None:
        """From here on time counts for `function`."""
        self._count()
        self._tested = function
        self._tests_left[function] -= 1
        others = [name for name in self._tests_left if name != function]
        used = sum(self._used_seconds[name] for name in others)
        kept = {name: self._kept_for(name) for name in others if self._tests_left[name]}
        self._for_tested = self._run_seconds - used - sum(kept.values())
        elsewhere = [name for name in kept if name.module != function.module]
        self._for_file = self._run_seconds - used - sum(kept[name] for name in elsewhere)

    def left(self) -> tuple[float, str]:
        """What the tested function may still use, of its own time and of the run's, and in words which of the two.

        Raises `UsedUp` where that is nothing.
        """
        self._count()
        used = self._used_seconds[self._tested]
        own = assignment.FUNCTION_BUDGET_SECONDS - used
        kept = self._kept_for(self._tested)
        spare = max(self._for_tested - used, min(kept, self._for_file - used))
        if min(own, spare) <= 0:
            whose = "its tests have" if kept <= 0 else "other functions of its file have"
            taken = used if kept <= 0 else self._used_in_file()
            raise UsedUp(f"{whose} taken {taken:.1f} s, all the time there is")
        if own <= spare:
            return own, f"the {assignment.FUNCTION_BUDGET_SECONDS:g} s that all its tests have"
        return spare, f"the {self._run_seconds:g} s that all functions have"

    def forgive(self) -> None:
        """What has passed since the last look at the clock was a fault of the grader's and counts for nobody.

        But a run has its end, however often this is said: past `FORGIVABLE_SECONDS` it counts as the function's.
        """
        now = time.monotonic()
        forgiven = min(now - self._counted_until, self._forgivable)
        self._forgivable -= forgiven
        self._counted_until += forgiven

    def _kept_for(self, function: FunctionName) -> float:
        """What is left of the time for one call that `function` has whatever the others use."""
        return max(0.0, self._share - self._used_seconds[function])

    def _used_in_file(self) -> float:
        return sum(seconds for name, seconds in self._used_seconds.items() if name.module == self._tested.module)

    def _count(self) -> None:
        now = time.monotonic()
        if self._tested:
            self._used_seconds[self._tested] += now - self._counted_until
        self._counted_until = now
