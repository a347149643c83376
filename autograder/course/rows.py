"""The rows of results.json by test, under names that are the same in every submission."""

from __future__ import annotations

from typing import Any

from autograder.course.metadata import number

Row = dict[str, Any]


def by_test(results: dict[str, Any]) -> dict[str, Row]:
    """Each row by its test's name, such as `2(a)4: grad_x: dL/dX, hidden`; rows that are none are left out."""
    found: dict[str, Row] = {}
    for row in results.get("tests") or ():
        if isinstance(row, dict) and function_of(row):
            name = f"{row.get('number')}: {row.get('name')}" + (", hidden" if is_hidden(row) else "")
            turn = 2
            while (numbered := name if turn == 2 else f"{name} {turn - 1}") in found:
                turn += 1
            found[numbered] = row
    return found


def function_of(row: Row) -> str:
    """Such as q2_batchnorm.grad_x; "" for a row that is not of this grader's."""
    data = row.get("extra_data")
    return str(data.get("function") or "") if isinstance(data, dict) else ""


def mistakes_of(row: Row) -> tuple[str, ...]:
    """The known mistakes that the row names."""
    data = row["extra_data"]
    names = data.get("mistakes") or [data.get("mistake")]
    return tuple(str(name) for name in names if name)


def is_hidden(row: Row) -> bool:
    """True for a test that students do not have, whenever they may see its row."""
    tags = row.get("tags") or ()
    return "hidden" in tags or ("public" not in tags and row.get("visibility") not in (None, "visible"))


def points_of(row: Row) -> float:
    """The row's score; Gradescope's export has it as a text."""
    return number(row.get("score")) or 0.0


def most_points_of(row: Row) -> float:
    """What the test is worth."""
    return number(row.get("max_score")) or 0.0


def passes(row: Row) -> bool:
    """Whether all its points were given."""
    return points_of(row) >= most_points_of(row)
