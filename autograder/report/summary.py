"""The top of the results page: what was found, the points by question, and what is still hidden.

Gradescope shows no total while any test is hidden, so this page adds up what the student may see.
"""

from __future__ import annotations

from typing import Literal

from autograder import assignment
from autograder.report.markdown import escaped
from autograder.report.rows import Row

HIDDEN_UNTIL = {
    "after_published": "are shown when the grades are published",
    "after_due_date": "are shown after the due date",
    "hidden": "count and are not shown",
}


def summary(
    rows: list[Row], remarks: list[str], progress: str = "", *, finished: bool, grader_failed: bool = False
) -> str:
    """The Markdown above the rows; without `rows`, the remarks alone. `progress` is since the last submission."""
    parts = [f"**{escaped(remark.rstrip('.'))}.**" for remark in remarks]
    if grader_failed:
        parts.append(
            "**The grading did not finish because the grader failed, not your code.** Please tell the staff, who "
            "will grade this submission again: rows without points may be wrong."
        )
    elif not finished:
        parts.append("**The grading did not finish.** Submit again; if it happens twice, tell the staff.")
    if progress:
        parts.append(f"{escaped(progress)}.")
    if rows:
        parts.append(table_of_points(rows))
        parts += [still_to_come(rows, visibility) for visibility in HIDDEN_UNTIL]
    return "\n\n".join(part for part in parts if part)


def table_of_points(rows: list[Row]) -> str:
    """The visible points by question and in all."""
    visible = [row for row in rows if row["visibility"] == "visible"]
    title = "points" if len(visible) == len(rows) else "points of the public tests"
    lines = [f"| question | file | {title} |", "|---|---|---|"]
    for number, module in enumerate(assignment.FUNCTIONS, start=1):
        own = [row for row in visible if row["extra_data"]["function"].startswith(f"{module}.")]
        lines.append(f"| {number} | {module}.py | {points(own)} of {points(own, 'max_score')} |")
    lines.append(f"| **total** | | **{points(visible)} of {points(visible, 'max_score')}** |")
    return "\n".join(lines)


def still_to_come(rows: list[Row], visibility: str) -> str:
    """A sentence on the points that this kind of hidden tests adds, or nothing where there are none."""
    hidden = [row for row in rows if row["visibility"] == visibility]
    if not hidden:
        return ""
    return f"Hidden tests, worth {points(hidden, 'max_score')} more points, {HIDDEN_UNTIL[visibility]}."


def points(rows: list[Row], key: Literal["score", "max_score"] = "score") -> str:
    """The sum over `rows`, without a needless `.0`."""
    return f"{sum(row[key] for row in rows):g}"
