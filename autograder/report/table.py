"""What a run shows on standard output: progress by question while grading, a table of points at the end.

On a terminal rich draws both. A pipe, such as Gradescope's, and `NO_COLOR` get plain text, for which rich is not
even loaded. Nothing that happens to the output ends a grading.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass

from autograder import assignment
from autograder.assignment import FunctionName
from autograder.public import FunctionTest
from autograder.report.rows import Row


@dataclass
class Line:
    """One line of the table: a whole question, or, set in, a function with the points of all its tests."""

    number: str
    name: str
    score: float = 0.0
    most: float = 0.0
    reason: str = ""  # of the first test that lost points

    @property
    def points(self) -> str:
        """Such as 4 of 8."""
        return f"{self.score:g} of {self.most:g}"


class Progress:
    """Called with each test as it starts; shows how many functions of each question have begun."""

    def __init__(self) -> None:
        self._begun: dict[str, set[str]] = {}  # the functions, by file

    def __call__(self, test: FunctionTest) -> None:
        """A line for each question: on a terminal one that grows, in plain text its file's name."""
        module, function = test.module, test.function
        is_new_question = module not in self._begun
        begun = self._begun.setdefault(module, set())
        if function in begun:
            return
        begun.add(function)
        with contextlib.suppress(OSError):
            if draws():
                from autograder.report import drawing  # on a terminal alone: loading rich takes its time

                drawing.draw_progress(module, len(begun), is_new_question)
            elif is_new_question:
                say(f"grading {module}.py …")


def show(rows: Iterable[Row]) -> None:
    """The points by question and function, why points were lost, and the total."""
    lines = lines_of(rows)
    with contextlib.suppress(OSError):
        if draws():
            from autograder.report import drawing  # as above

            drawing.draw_table(lines)
        else:
            say("\n" + "\n".join(plain(lines)))


def lines_of(rows: Iterable[Row]) -> list[Line]:
    """A line for each question, in front of those of its functions, and one for the total at the end."""
    lines: dict[str, Line] = {}
    total = Line("total", "")
    for row in rows:
        function = FunctionName(row["extra_data"]["function"])
        module = function.module
        question = lines.setdefault(module, Line(f"{list(assignment.FUNCTIONS).index(module) + 1}", f"{module}.py"))
        own = lines.setdefault(function, Line(row["number"], f"  {function.bare}"))
        for line in (question, own, total):
            line.score += row["score"]
            line.most += row["max_score"]
        own.reason = own.reason or reason_of(row)
    return [*lines.values(), total]


def reason_of(row: Row) -> str:
    """Why a test lost its points, in a few words; "" where it did not."""
    if row["score"] == row["max_score"]:
        return ""
    known = row["extra_data"]
    return f"{known['verdict'] or 'was not run'}{' (' + known['mistake'] + ')' if known['mistake'] else ''}"


def draws() -> bool:
    """True on a terminal that can show lines and colors and whose user has not asked for none."""
    able = os.environ.get("TERM", "dumb") not in ("", "dumb", "unknown")
    encoding = (getattr(sys.stdout, "encoding", "") or "").lower().replace("-", "")
    return able and encoding == "utf8" and not os.environ.get("NO_COLOR") and sys.stdout.isatty()


def say(text: str) -> None:
    """Print `text`, with question marks for what this output has no letters for."""
    encoding = sys.stdout.encoding or "ascii"
    print(text.encode(encoding, "replace").decode(encoding), flush=True)


def plain(lines: list[Line]) -> list[str]:
    """The table as plain text."""
    rows = [("question", "function", "points", "lost because it")]
    rows += [(line.number, line.name, line.points, line.reason) for line in lines]
    return [f"{number:<10}{name:<28}{points:>12}  {reason}".rstrip() for number, name, points, reason in rows]
