"""The Markdown that students read: a row's promise and failure, and the summary above all rows."""

from __future__ import annotations

import re
from typing import Any

MAX_SHOWN_CHARACTERS = 6000


def passed(promise: str, note: str) -> str:
    """The text of a row with all its points."""
    return promise if not note else f"{promise}\n\n{fenced('note      ' + note)}"


def failed(promise: str, error: BaseException, hint: str, printed: str, *, hidden: bool) -> str:
    """The promise, what broke it, the `hint` of its diagnosis, and what the student's code printed meanwhile."""
    from checks import WrongAnswer

    if isinstance(error, WrongAnswer):
        text = error.text(values=not hidden, hint=hint)
    else:
        text = (
            "The grader itself failed in this test; that is not the fault of your code. Please tell the staff."
            f"\n  {type(error).__name__}: {str(error)[:500]}"
        )
    parts = [promise, fenced(text)]
    if printed.strip() and not hidden:
        parts.append("Your code printed:\n\n" + fenced(printed))
    return "\n\n".join(parts)


def fenced(text: str) -> str:
    """`text` as a Markdown code block that nothing in it can end."""
    text = text[:MAX_SHOWN_CHARACTERS]
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{text.rstrip()}\n{fence}"


def summary(rows: list[dict[str, Any]], remarks: list[str], *, finished: bool) -> str:
    """What stands above the rows: problems with the files, the visible points, what is still to come."""
    visible = [row for row in rows if row["visibility"] == "visible"]
    hidden = [row for row in rows if row["visibility"] != "visible"]
    lines = [f"**{remark}.**" for remark in remarks]
    if not finished:
        lines.append("**The grading did not finish.** Submit again; if it happens twice, tell the staff.")
    lines.append(
        f"Public tests: **{_points(visible)} of {_points(visible, 'max_score')}** points. "
        f"Hidden tests, worth {_points(hidden, 'max_score')} more, are shown when the grades are published."
    )
    return "\n\n".join(lines)


def _points(rows: list[dict[str, Any]], key: str = "score") -> str:
    return f"{sum(row[key] for row in rows):g}"
