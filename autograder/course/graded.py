"""What is known of every submission: its rows, how each function stands, and how it stood in earlier attempts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from autograder.course.metadata import Attempt, Record, number
from autograder.course.rows import Row, by_test, function_of, mistakes_of, most_points_of, passes, points_of

RIGHT, NAMED, UNNAMED = "right", "named", "unnamed"
KINDS = {  # of a wrong answer, by how its verdict begins
    "gave ": UNNAMED,
    "is not written yet": "unwritten",
    "did not return": "time", "was not called": "time",
    "ended its process": "crash", "used more than": "crash", "sent something": "crash",
    "raised ": "raised",
    "cannot be called": "uncallable",
    "the grader failed": "grader",
}  # fmt: skip
OTHER = "form"  # another shape or type than asked for
HINT = re.compile(r"^  hint      (.*(?:\n {12}.*)*)", re.MULTILINE)


@dataclass(frozen=True)
class Standing:
    """One function in one submission or attempt."""

    points: float
    most: float
    kind: str
    mistakes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Graded:
    """One submission; `shown` is what a report calls it."""

    name: str
    shown: str
    score: float
    seconds: float
    rows: dict[str, Row]
    functions: dict[str, Standing]
    page: str  # the first lines of its results page
    attempts: tuple[dict[str, Standing], ...] = ()  # earlier ones whose results are known, the oldest first
    attempts_unknown: int = 0
    unnamed: dict[str, Any] = field(default_factory=dict)


def graded(record: Record, results: dict[str, Any], shown: str, unnamed: dict[str, Any]) -> Graded:
    """A submission from its results.json, or from the export's `:results`."""
    rows = by_test(results)
    earlier = record.attempts[:-1]
    return Graded(
        name=record.name,
        shown=shown,
        score=number(results.get("score")) or sum(points_of(row) for row in rows.values()),
        seconds=number(results.get("execution_time")) or 0.0,
        rows=rows,
        functions=standings(rows.values()),
        page=str(results.get("output") or ""),
        attempts=tuple(standings_of(attempt) for attempt in earlier if attempt.results),
        attempts_unknown=sum(1 for attempt in earlier if not attempt.results),
        unnamed=unnamed,
    )


def standings_of(attempt: Attempt) -> dict[str, Standing]:
    """How each function stood then."""
    return standings(by_test(attempt.results or {}).values())


def standings(rows: Iterable[Row]) -> dict[str, Standing]:
    """How each function stands, from all of its rows."""
    own: dict[str, list[Row]] = {}
    for row in rows:
        own.setdefault(function_of(row), []).append(row)
    return {function: standing(theirs) for function, theirs in own.items()}


def standing(rows: list[Row]) -> Standing:
    """How one function stands: by its mistakes where they have names, else by its first failed row."""
    failed = [row for row in rows if not passes(row)]
    mistakes = tuple(dict.fromkeys(name for row in failed for name in mistakes_of(row)))
    kind = NAMED if mistakes else kind_of(failed[0]) if failed else RIGHT
    return Standing(sum(map(points_of, rows)), sum(map(most_points_of, rows)), kind, mistakes)


def kind_of(row: Row) -> str:
    """Of a failed row: what its verdict says."""
    verdict = str(row["extra_data"].get("verdict") or "")
    return next((kind for begins, kind in KINDS.items() if verdict.startswith(begins)), OTHER)


def hint_of(row: Row) -> str:
    """The hint that the student reads in a row, on one line; "" where there is none."""
    found = HINT.search(str(row.get("output") or ""))
    return " ".join(found[1].split()) if found else ""


def feedback_of(row: Row) -> str:
    """What the row says but for what the student's code printed."""
    text = str(row.get("output") or "").partition("\n\nYour code printed:")[0]
    return re.sub(r"^`{3,}\w*\n?", "", text, flags=re.MULTILINE).strip()


def rows_with(everyone: Iterable[Graded], wanted: Callable[[Row], bool]) -> Iterator[tuple[Graded, str, Row]]:
    """Every failed row that `wanted` accepts, with its submission and test."""
    for one in everyone:
        for test, row in one.rows.items():
            if not passes(row) and wanted(row):
                yield one, test, row
