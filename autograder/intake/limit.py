"""The optional limit of graded submissions within 24 hours; past it, the previous score is kept.

All times come from Gradescope's submission_metadata.json, never from this machine's clock: the same submission is
decided alike whenever it is graded. Metadata that cannot be read costs a student nothing: the submission is graded,
and `note` tells the staff.
"""

from __future__ import annotations

import json
import os
import re
import stat
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from autograder import assignment
from autograder.report.rows import Row

UNREADABLE = (OSError, ValueError, TypeError, LookupError, AttributeError, RecursionError, OverflowError)  # metadata
DAY = timedelta(hours=24)
MAX_METADATA_BYTES = 32 * 1024**2
MAX_KEPT_CHARACTERS = 50_000
NOT_GRADED = "This submission was not graded: the previous score is kept."


@dataclass(frozen=True)
class Kept:
    """What a submission past the limit keeps of the previous one."""

    score: float
    rows: list[Row]
    rows_are_known: bool  # else each row says that it was not graded, and the score stands alone


@dataclass(frozen=True)
class Decision:
    """Whether to grade (`kept` is None), what the student is told, and what only the staff are."""

    kept: Kept | None = None
    remarks: tuple[str, ...] = ()
    note: str = ""


def decide(metadata: Path | None, limit: int | None, rows: list[Row]) -> Decision:
    """Whether this submission is within `limit` submissions per 24 hours; None is no limit.

    `rows` are those of a grading that has not begun; kept rows are their copies, filled in.
    """
    if limit is None:
        return Decision()
    if limit < 1:
        raise ValueError("MAX_SUBMISSIONS_PER_DAY in autograder/assignment.py is None or at least 1")
    try:
        return _decide(read_metadata(metadata), limit, rows)
    except UNREADABLE as error:
        return Decision(note=f"the limit of submissions was not applied: {type(error).__name__}: {str(error)[:200]}")


def read_metadata(metadata: Path | None) -> Any:
    """What Gradescope says of the submission; raises one of `UNREADABLE`."""
    if metadata is None:
        raise ValueError("no metadata is given; outside of Gradescope --metadata FILE names it")
    descriptor = os.open(metadata, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with open(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode) or status.st_size > MAX_METADATA_BYTES:
            raise ValueError(f"{metadata.name} is not a regular file of at most {MAX_METADATA_BYTES >> 20} MB")
        return json.loads(file.read(MAX_METADATA_BYTES))


def _decide(metadata: Any, limit: int, rows: list[Row]) -> Decision:
    now = parse_time(metadata["created_at"])
    earlier = [one for one in metadata["previous_submissions"] if one.get("autograder_error") is not True]
    earlier.sort(key=lambda one: parse_time(one["submission_time"]))
    graded = graded_times([parse_time(one["submission_time"]) for one in earlier], limit)
    recent = [time for time in graded if now - DAY < time <= now]
    if len(recent) < limit:
        return Decision(remarks=(f"Submission {len(recent) + 1} of {limit} that are graded within 24 hours",))
    kept = kept_of(earlier[-1], rows)
    if kept is None:
        return Decision(note="the limit of submissions was not applied: the previous score is not known")
    again = (recent[-limit] + DAY).astimezone(now.tzinfo)
    remark = (
        f"This submission was not graded: the limit is {limit} within 24 hours. Your previous score is kept. "
        f"The next is graded from {again:%Y-%m-%d %H:%M} (UTC{again:%z}) on"
    )
    return Decision(kept, (remark,))


def graded_times(times: list[datetime], limit: int) -> list[datetime]:
    """Those of the sorted `times` that were graded: a submission past the limit does not count against the next."""
    graded: list[datetime] = []
    for time in times:
        if sum(1 for other in graded if time - DAY < other) < limit:
            graded.append(time)
    return graded


def parse_time(text: str) -> datetime:
    """A moment from ISO 8601 with its offset from UTC, such as 2026-05-06T21:30:00.000000-07:00."""
    shape = r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:[.,](\d+))?\s*(?:(Z)|([+-]\d\d):?(\d\d))"
    found = re.fullmatch(shape, text)
    if found is None:
        raise ValueError(f"not a time with an offset from UTC: {text!r}")
    day, clock, fraction, utc, hours, minutes = found.groups()
    microseconds = (fraction or "0")[:6].ljust(6, "0")  # Python 3.10 reads three digits or six
    return datetime.fromisoformat(f"{day}T{clock}.{microseconds}" + ("+00:00" if utc else f"{hours}:{minutes}"))


def kept_of(previous: dict[str, Any], rows: list[Row]) -> Kept | None:
    """The rows of the previous submission where Gradescope hands them on, else its score; None without either."""
    results = previous.get("results")
    old = results.get("tests") if isinstance(results, dict) else None
    if isinstance(old, list) and len(old) == len(rows):
        filled = [_filled(row, earlier) for row, earlier in zip(rows, old)]
        known = [row for row in filled if row is not None]
        if len(known) == len(rows):
            return Kept(sum(row["score"] for row in known), known, rows_are_known=True)
    score = _number(previous.get("score"))
    if score is None:
        return None
    return Kept(score, [row | {"output": NOT_GRADED} for row in rows], rows_are_known=False)


def _filled(row: Row, earlier: Any) -> Row | None:
    """`row` with the score and text of the same test's row in earlier results; None where that is not one."""
    if not isinstance(earlier, dict):
        return None
    same = all(earlier.get(key) == row[key] for key in ("name", "number", "max_score", "visibility"))
    score, output = _number(earlier.get("score")), earlier.get("output")
    if not same or score not in (0.0, row["max_score"]) or not isinstance(output, str):
        return None
    status = "passed" if score else "failed"
    return row | {"score": score, "status": status, "output": output[:MAX_KEPT_CHARACTERS]}


def _number(value: Any) -> float | None:
    """A score between 0 and all points; Gradescope writes numbers as strings too."""
    try:
        score = float(value)
    except (TypeError, ValueError):
        return None
    return score if 0 <= score <= assignment.TOTAL_POINTS else None
