"""What the class got wrong: for each function the known mistakes by how many met them, and whether the hint helped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from autograder.assignment import FunctionName
from autograder.course.counts import Shown
from autograder.course.graded import NAMED, RIGHT, Graded, Standing, feedback_of, hint_of, rows_with
from autograder.course.rows import Row, function_of, is_hidden, mistakes_of


@dataclass(frozen=True)
class Mistake:
    """One known mistake in one function."""

    name: str
    now: int  # submissions that have it
    ever: int  # and those that had it in an earlier attempt
    gone: int  # of these, how many got rid of it
    right: int  # and how many came to full points in the function
    attempts: float | None  # median of attempts until it was gone
    hint: str
    example: str

    @property
    def is_stuck(self) -> bool:
        """Nobody who read its hint in an earlier attempt came to a right function."""
        return self.ever > 0 and self.right == 0


@dataclass(frozen=True)
class Misunderstood:
    """One function in which somebody lost points; counts are submissions."""

    function: str
    total: int
    right: int
    lost: float  # points, on average
    most: float
    kinds: dict[str, int]
    mistakes: list[Mistake]

    @property
    def short(self) -> str:
        """Such as q2 grad_x."""
        module, name = FunctionName(self.function).parts
        return f"{module.partition('_')[0]} {name}"

    def mistakes_shown(self, say: Shown) -> list[Mistake]:
        """Those that submissions have now, in counts that may be shown."""
        return [mistake for mistake in self.mistakes if mistake.now and not say.hides(mistake.now)]


def misunderstood(everyone: Sequence[Graded]) -> list[Misunderstood]:
    """Every function, the one that cost most first."""
    functions = dict.fromkeys(function for one in everyone for function in one.functions)
    found = [_of(function, [one for one in everyone if function in one.functions]) for function in functions]
    return sorted((one for one in found if one.lost > 0), key=lambda one: -one.lost)


def _of(function: str, everyone: list[Graded]) -> Misunderstood:
    standings = [one.functions[function] for one in everyone]
    return Misunderstood(
        function=function,
        total=len(standings),
        right=sum(1 for one in standings if one.kind == RIGHT),
        lost=sum(one.most - one.points for one in standings) / len(standings),
        most=max(one.most for one in standings),
        kinds=dict(Counter(one.kind for one in standings)),
        mistakes=mistakes_in(function, everyone),
    )


def mistakes_in(function: str, everyone: list[Graded]) -> list[Mistake]:
    """The known mistakes of one function, the most frequent first."""
    now = Counter(name for one in everyone for name in one.functions[function].mistakes)
    courses = {one.name: courses_of(function, one) for one in everyone}
    before = Counter(name for course in courses.values() for name in course)
    rows = list(rows_with(everyone, lambda row: function_of(row) == function and bool(mistakes_of(row))))
    found = []
    for name in now | before:
        theirs = [course[name] for course in courses.values() if name in course]
        until = sorted(attempts for attempts, _ in theirs if attempts is not None)
        row = _clearest([row for _, _, row in rows if name in mistakes_of(row)])
        found.append(
            Mistake(
                name=name,
                now=now[name],
                ever=before[name],
                gone=len(until),
                right=sum(1 for _, right in theirs if right),
                attempts=float(until[len(until) // 2]) if until else None,
                hint=hint_of(row) if row else "",
                example=feedback_of(row) if row else "",
            )
        )
    return sorted(found, key=lambda one: (-one.now, -one.ever, one.name))


def courses_of(function: str, one: Graded) -> dict[str, tuple[int | None, bool]]:
    """For each mistake of an earlier attempt: attempts until it was gone (None: never), and whether it came right."""
    standings = [attempt[function] for attempt in one.attempts if function in attempt]
    standings.append(one.functions[function])
    met = dict.fromkeys(name for standing in standings[:-1] for name in standing.mistakes)
    return {name: _course(name, standings) for name in met}


def _course(name: str, standings: list[Standing]) -> tuple[int | None, bool]:
    first = next(index for index, standing in enumerate(standings) if name in standing.mistakes)
    last = max(index for index, standing in enumerate(standings) if name in standing.mistakes)
    gone = last + 1 - first if last + 1 < len(standings) else None
    return gone, any(standing.kind == RIGHT for standing in standings[first + 1 :])


def _clearest(rows: list[Row]) -> Row | None:
    """An example to show: a public row that names this mistake alone, the shortest."""
    return min(rows, key=lambda row: (len(mistakes_of(row)), is_hidden(row), len(str(row.get("output")))), default=None)


def named_share(everyone: Sequence[Graded]) -> tuple[int, int]:
    """Of all functions that somebody got wrong, how many have a mistake with a name."""
    kinds = Counter(standing.kind for one in everyone for standing in one.functions.values())
    return kinds[NAMED], sum(kinds.values()) - kinds[RIGHT]
