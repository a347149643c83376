"""The optional limit of graded submissions within 24 hours; past it, the previous score is kept.

All times come from Gradescope's submission_metadata.json, never from this machine's clock: the same submission is
decided alike whenever it is graded. Metadata that cannot be read costs a student nothing: the submission is graded,
and `note` tells the staff.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from autograder import assignment
from autograder.intake.metadata import UNREADABLE, parse_time, read_metadata

DAY = timedelta(hours=24)


@dataclass(frozen=True)
class Previous:
    """What Gradescope hands on of the submission before: a score, and the rows of its results, not looked into."""

    score: float | None
    rows: tuple[Any, ...]


@dataclass(frozen=True)
class Decision:
    """Whether to grade (`previous` is None), what the student is told, and what only the staff are."""

    previous: Previous | None = None
    remarks: tuple[str, ...] = ()
    note: str = ""


NOTHING_TO_KEEP = Decision(note="the limit of submissions was not applied: the previous score is not known")


def decide(metadata: Path | None, limit: int | None) -> Decision:
    """Whether this submission is within `limit` submissions per 24 hours; None is no limit."""
    if limit is None:
        return Decision()
    if limit < 1:
        raise ValueError("MAX_SUBMISSIONS_PER_DAY in autograder/assignment.py is None or at least 1")
    try:
        return _decide(read_metadata(metadata), limit)
    except UNREADABLE as error:
        return Decision(note=f"the limit of submissions was not applied: {type(error).__name__}: {str(error)[:200]}")


def _decide(metadata: Any, limit: int) -> Decision:
    now = parse_time(metadata["created_at"])
    earlier = [one for one in metadata["previous_submissions"] if one.get("autograder_error") is not True]
    earlier.sort(key=lambda one: parse_time(one["submission_time"]))
    graded = graded_times([parse_time(one["submission_time"]) for one in earlier], limit)
    recent = [time for time in graded if now - DAY < time <= now]
    if len(recent) < limit:
        return Decision(remarks=(f"Submission {len(recent) + 1} of {limit} that are graded within 24 hours",))
    results = earlier[-1].get("results")
    rows = results.get("tests") if isinstance(results, dict) else None
    previous = Previous(score_of(earlier[-1].get("score")), tuple(rows) if isinstance(rows, list) else ())
    again = (recent[-limit] + DAY).astimezone(now.tzinfo)
    remark = (
        f"This submission was not graded: the limit is {limit} within 24 hours. Your previous score is kept. "
        f"The next is graded from {again:%Y-%m-%d %H:%M} (UTC{again:%z}) on"
    )
    return Decision(previous, (remark,))


def graded_times(times: list[datetime], limit: int) -> list[datetime]:
    """Those of the sorted `times` that were graded: a submission past the limit does not count against the next."""
    graded: list[datetime] = []
    for time in times:
        if sum(1 for other in graded if time - DAY < other) < limit:
            graded.append(time)
    return graded


def score_of(value: Any) -> float | None:
    """A score between 0 and all points; Gradescope writes numbers as strings too."""
    try:
        score = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return score if 0 <= score <= assignment.TOTAL_POINTS else None
