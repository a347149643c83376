"""The rows of a submission that is past the limit: the previous results' where Gradescope hands them on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from autograder.intake.limit import Previous, score_of
from autograder.report.rows import NOT_GRADED, Row

MAX_KEPT_CHARACTERS = 50_000


@dataclass(frozen=True)
class Kept:
    """What a submission past the limit keeps of the previous one."""

    score: float
    rows: list[Row]
    rows_are_known: bool  # else each row says that it was not graded, and the score stands alone


def kept_of(previous: Previous, rows: list[Row]) -> Kept | None:
    """Copies of `rows`, which have not been graded, with what was earned before; None where nothing is known."""
    if len(previous.rows) == len(rows):
        filled = [_filled(row, earlier) for row, earlier in zip(rows, previous.rows)]
        known = [row for row in filled if row is not None]
        if len(known) == len(rows):
            return Kept(sum(row["score"] for row in known), known, rows_are_known=True)
    if previous.score is None:
        return None
    return Kept(previous.score, [row | {"output": NOT_GRADED} for row in rows], rows_are_known=False)


def _filled(row: Row, earlier: Any) -> Row | None:
    """`row` with the score and text of the same test's row in earlier results; None where that is not one."""
    if not isinstance(earlier, dict):
        return None
    same = all(earlier.get(key) == row[key] for key in ("name", "number", "max_score", "visibility"))
    score, output = score_of(earlier.get("score")), earlier.get("output")
    if not same or score not in (0.0, row["max_score"]) or not isinstance(output, str):
        return None
    status = "passed" if score else "failed"
    return row | {"score": score, "status": status, "output": output[:MAX_KEPT_CHARACTERS]}
