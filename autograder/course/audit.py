"""Who gains and who loses between two gradings of the same submissions, in which test and under which mistake."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from autograder.course.graded import feedback_of
from autograder.course.rows import Row, by_test, function_of, mistakes_of, most_points_of, points_of

Results = Mapping[str, Any]
NO_TEST = "This test was not there."
CLOSE = 1e-9


@dataclass(frozen=True)
class Change:
    """One submission's row of one test, before and after."""

    name: str
    test: str
    function: str
    before: Row | None
    after: Row | None

    @property
    def gain(self) -> float:
        """Points; negative for a loss."""
        return (points_of(self.after) if self.after else 0.0) - (points_of(self.before) if self.before else 0.0)

    @property
    def is_comparable(self) -> bool:
        """Whether the test is there on both sides and worth the same."""
        if self.before is None or self.after is None:
            return False
        return most_points_of(self.before) == most_points_of(self.after)

    @property
    def mistake(self) -> str:
        """The mistakes that the row names, before or else after."""
        named = [" + ".join(mistakes_of(row)) for row in (self.before, self.after) if row]
        return next(filter(None, named), "")

    def feedback(self) -> tuple[str, str]:
        """What the student read before, and reads after."""
        before, after = (feedback_of(row) if row else NO_TEST for row in (self.before, self.after))
        return before, after


@dataclass
class Audit:
    """All changes that are the grader's, and the rows that change by themselves."""

    before: str
    after: str
    changes: list[Change] = field(default_factory=list)
    scores: dict[str, tuple[float, float]] = field(default_factory=dict)
    unstable: dict[str, list[str]] = field(default_factory=dict)  # submission -> tests
    compared: int = 0

    @property
    def losers(self) -> list[str]:
        """Submissions that lose points in all, or in a test that is worth what it was."""
        in_a_test = {change.name for change in self.changes if change.is_comparable and change.gain < -CLOSE}
        in_all = {name for name, (before, after) in self.scores.items() if after < before - CLOSE}
        return sorted(in_a_test | in_all)

    @property
    def gainers(self) -> list[str]:
        """Submissions that gain points in all."""
        return sorted(name for name, (before, after) in self.scores.items() if after > before + CLOSE)


def changes_of(name: str, before: Results, after: Results) -> list[Change]:
    """The rows of one submission whose points differ."""
    old, new = by_test(dict(before)), by_test(dict(after))
    found = []
    for test in dict.fromkeys([*old, *new]):
        row = new.get(test) or old[test]
        change = Change(name, test, function_of(row), old.get(test), new.get(test))
        if abs(change.gain) > CLOSE:
            found.append(change)
    return found


def audit(
    names: Sequence[str],
    before: Callable[[str], Results],
    after: Callable[[str], Results],
    again: Callable[[Sequence[str]], Mapping[str, list[tuple[Results, Results]]]],
    labels: tuple[str, str],
) -> Audit:
    """Compare two gradings of `names`.

    Submissions that differ are graded `again`: pairs of results that one grader gave for one submission. A row in
    which such a pair differs changes by itself, and so it counts for nothing.
    """
    found = Audit(*labels)
    changed: dict[str, list[Change]] = {}
    for name in names:
        one, other = before(name), after(name)
        if one and other:
            found.compared += 1
            changed[name] = changes_of(name, one, other)
    suspects = [name for name, changes in changed.items() if changes]
    pairs = again(suspects) if suspects else {}
    for name in suspects:
        loose = {change.test for one, other in pairs.get(name, []) for change in changes_of(name, one, other)}
        if loose:
            found.unstable[name] = sorted(loose)
        kept = [change for change in changed[name] if change.test not in loose]
        found.changes += kept
        if kept:
            total = sum(points_of(row) for row in by_test(dict(before(name))).values())
            found.scores[name] = (total, total + sum(change.gain for change in kept))
    return found


def by_function(changes: Iterable[Change]) -> dict[str, dict[str, float]]:
    """For each function, what each submission gains in all of its tests."""
    found: dict[str, dict[str, float]] = {}
    for change in changes:
        own = found.setdefault(change.function, {})
        own[change.name] = own.get(change.name, 0.0) + change.gain
    return found
