"""The progress and the table of points as rich draws them on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.box import ROUNDED
from rich.console import Console, RenderableType
from rich.control import Control
from rich.progress_bar import ProgressBar
from rich.segment import ControlType
from rich.table import Table
from rich.text import Text

from autograder import assignment

if TYPE_CHECKING:
    from autograder.report.table import Line


def terminal() -> Console:
    """Standard output as rich sees it, at its width of this moment."""
    return Console(highlight=False, markup=False, emoji=False)


def draw_progress(module: str, begun: int, is_new: bool) -> None:
    """Draw a question's line; over its last state, if it has one.

    Each ends with a line break, so that what others print meanwhile stands below it, unharmed.
    """
    console = terminal()
    if not is_new:
        console.control(Control((ControlType.CURSOR_UP, 1), (ControlType.ERASE_IN_LINE, 2)))
    console.print(progress_line(module, begun), no_wrap=True, overflow="ellipsis")


def progress_line(module: str, begun: int) -> RenderableType:
    """Such as `q2_batchnorm.py  ━━━━━━━━╺━━━━  3 of 7 functions`."""
    count = len(assignment.FUNCTIONS[module])
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True, width=max(map(len, assignment.FILES)))
    grid.add_column(width=24)
    grid.add_column(no_wrap=True)
    grid.add_row(
        f"{module}.py",
        ProgressBar(total=count, completed=begun, complete_style="cyan"),
        f"{begun} of {count} functions",
    )
    return grid


def draw_table(lines: list[Line]) -> None:
    """The table with a frame and colors; reasons are students' words and drawn as they stand."""
    total = lines[-1]
    table = Table(title=assignment.TITLE, box=ROUNDED, show_footer=True)
    table.add_column("question", no_wrap=True)
    table.add_column("function", Text("total"), no_wrap=True)
    table.add_column("points", Text(total.points), justify="right", no_wrap=True)
    table.add_column("lost because it", no_wrap=True, overflow="ellipsis")
    for line in lines[:-1]:
        is_function = line.name.startswith(" ")
        if not is_function:
            table.add_section()
        color = "green" if line.score == line.most else "red"
        name = Text(line.name, "" if is_function else "bold")
        table.add_row(line.number, name, Text(line.points, color), Text(line.reason))
    terminal().print(table)
