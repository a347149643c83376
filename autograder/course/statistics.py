"""What the scores say: of questions, functions and tests, and which tests tell submissions apart."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from autograder import assignment
from autograder.assignment import FunctionName
from autograder.course.graded import Graded
from autograder.course.rows import function_of, is_hidden, most_points_of, passes, points_of


@dataclass(frozen=True)
class Test:
    """One test over all submissions."""

    name: str
    function: str
    hidden: bool
    passed: int
    total: int
    mean: float
    most: float
    item_rest: float | None  # correlation of its points with all others'; None where everybody has the same


@dataclass(frozen=True)
class Part:
    """A question or a function over all submissions."""

    name: str
    mean: float
    most: float
    full: int  # submissions with all points
    public_only: int  # with all public points of it, and not all hidden ones
    quartiles: tuple[float, float, float]


def tests_of(everyone: Sequence[Graded]) -> list[Test]:
    """Every test, in the order of the questions."""
    names = dict.fromkeys(test for one in everyone for test in one.rows)
    return [_test(name, [one for one in everyone if name in one.rows]) for name in names]


def _test(name: str, everyone: list[Graded]) -> Test:
    rows = [one.rows[name] for one in everyone]
    points = [points_of(row) for row in rows]
    rest = [one.score - own for one, own in zip(everyone, points)]
    passed = sum(map(passes, rows))
    most = most_points_of(rows[0])
    mean = sum(points) / len(points)
    return Test(
        name, function_of(rows[0]), is_hidden(rows[0]), passed, len(rows), mean, most, correlation(points, rest)
    )


def correlation(xs: Sequence[float], ys: Sequence[float]) -> float | None:
    """Pearson's, or None where one of the two never changes."""
    mean_x, mean_y = sum(xs) / len(xs), sum(ys) / len(ys)
    along_x = sum((x - mean_x) ** 2 for x in xs)
    along_y = sum((y - mean_y) ** 2 for y in ys)
    if along_x < 1e-12 or along_y < 1e-12:
        return None
    return sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys)) / math.sqrt(along_x * along_y)


def functions_of(everyone: Sequence[Graded]) -> list[Part]:
    """Every function."""
    return [part_of(name, everyone, (name,)) for name in dict.fromkeys(f for one in everyone for f in one.functions)]


def questions_of(everyone: Sequence[Graded]) -> list[Part]:
    """Every question: a file of the submission."""
    found = []
    for question, (module, functions) in enumerate(assignment.FUNCTIONS.items(), start=1):
        part = part_of(f"{question}: {module}", everyone, tuple(FunctionName.of(module, name) for name in functions))
        found.append(part)
    return found


def part_of(name: str, everyone: Sequence[Graded], functions: tuple[str, ...]) -> Part:
    """Some functions together."""
    known = [one for one in everyone if any(function in one.functions for function in functions)]
    points = [sum(one.functions[f].points for f in functions if f in one.functions) for one in known]
    most = max((sum(one.functions[f].most for f in functions if f in one.functions) for one in known), default=0.0)
    return Part(
        name=name,
        mean=sum(points) / len(points) if points else 0.0,
        most=most,
        full=sum(1 for value in points if value >= most),
        public_only=sum(1 for one in known if _passes_public_alone(one, functions)),
        quartiles=quartiles(points),
    )


def _passes_public_alone(one: Graded, functions: tuple[str, ...]) -> bool:
    rows = [row for row in one.rows.values() if function_of(row) in functions]
    return all(passes(row) for row in rows if not is_hidden(row)) and not all(map(passes, rows))


def quartiles(values: Sequence[float]) -> tuple[float, float, float]:
    """Lower quartile, median, upper quartile, between the nearest values."""
    ordered = sorted(values)
    if not ordered:
        return 0.0, 0.0, 0.0

    def at(share: float) -> float:
        place = share * (len(ordered) - 1)
        low = math.floor(place)
        high = min(low + 1, len(ordered) - 1)
        return ordered[low] + (place - low) * (ordered[high] - ordered[low])

    return at(0.25), at(0.5), at(0.75)


def same_verdicts(everyone: Sequence[Graded], tests: Sequence[Test], fewest: int) -> list[list[Test]]:
    """Groups of tests that the very same submissions fail, at least `fewest` of them: one of each group would do."""
    groups: dict[tuple[str, ...], list[Test]] = {}
    for test in tests:
        failed = tuple(one.name for one in everyone if test.name in one.rows and not passes(one.rows[test.name]))
        if fewest <= len(failed) < len(everyone):
            groups.setdefault(failed, []).append(test)
    return [group for group in groups.values() if len(group) > 1]


def histogram(everyone: Sequence[Graded], width: int = 5) -> list[int]:
    """How many scores are in each stretch of `width` points; full marks have one of their own, the last."""
    counts = Counter(int(one.score // width) for one in everyone)
    return [counts[index] for index in range(assignment.TOTAL_POINTS // width + 1)]
