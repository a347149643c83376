"""What changed since the student's last submission: public tests alone, in one line.

Nothing is said where there was none, where its rows cannot be read, or where they are of other tests.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from autograder.intake.metadata import UNREADABLE
from autograder.report.rows import SAYS_NOTHING, Row

MAX_NAMES_SHOWN = 4
Key = tuple[Any, ...]


def since_last(earlier: Iterable[Any], rows: Iterable[Row]) -> str:
    """Such as "Since your last submission: 2 more tests pass (q1_dropout.f and q1_dropout.g), none fewer"; or "".

    `earlier` are the rows of that submission, as Gradescope hands them on.
    """
    try:
        before = _passed(earlier)
    except UNREADABLE:
        return ""
    now = {key_of(row): row for row in rows if "public" in row["tags"] and row["visibility"] == "visible"}
    both = [key for key in now if key in before]
    if not both:
        return ""
    passes = {key: now[key]["status"] == "passed" for key in both}
    names = {key: now[key]["extra_data"]["function"] for key in both}
    gained = [names[key] for key in both if passes[key] and not before[key]]
    lost = [names[key] for key in both if before[key] and not passes[key]]
    if not gained and not lost:
        return "Since your last submission: the same public tests pass"
    more = f"{len(gained) or 'no'} more {'test passes' if len(gained) == 1 else 'tests pass'}{in_brackets(gained)}"
    return f"Since your last submission: {more}, {len(lost) or 'none'} fewer{in_brackets(lost)}"


def _passed(rows: Iterable[Any]) -> dict[Key, bool]:
    """Whether each public test of earlier results passed; raises one of `UNREADABLE`."""
    passed: dict[Key, list[bool]] = {}
    for row in rows:
        if row["visibility"] == "visible" and "public" in row.get("tags", ["public"]):
            points, most = float(row["score"]), float(row["max_score"])
            if not str(row.get("output")).startswith(SAYS_NOTHING):
                passed.setdefault(key_of(row), []).append(points == most > 0)
    return {key: verdicts[0] for key, verdicts in passed.items() if len(verdicts) == 1}


def key_of(row: Any) -> Key:
    """What a test is known by from one submission to the next; points that changed make it another."""
    return row["name"], row["number"], float(row["max_score"])


def in_brackets(names: list[str]) -> str:
    """The first names, and how many more there are."""
    shown, more = names[:MAX_NAMES_SHOWN], len(names) - MAX_NAMES_SHOWN
    if more > 0:
        return f" ({', '.join(shown)} and {more} more)"
    return f" ({' and '.join([', '.join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)})" if names else ""
