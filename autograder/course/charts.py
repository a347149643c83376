"""The report's charts as SVG within the page: the same bytes for the same results, readable without a script."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from typing import Any

import matplotlib as mpl
from markupsafe import escape
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from autograder.course.counts import Shown
from autograder.course.graded import NAMED, UNNAMED
from autograder.course.misunderstood import Misunderstood
from autograder.course.statistics import Part

INK, QUIET, GRID = "#1d2733", "#5f6b7a", "#e6e9ee"
BLUE, SKY, ORANGE, EMPTY = "#1f5a99", "#8fb8de", "#c8551f", "#e4e8ee"
STYLE: dict[str, Any] = {
    "svg.hashsalt": "cs148a", "svg.fonttype": "path", "font.family": "DejaVu Sans", "font.size": 9.5,
    "text.color": INK, "axes.labelcolor": INK, "axes.edgecolor": QUIET, "xtick.color": QUIET, "ytick.color": INK,
    "axes.spines.top": False, "axes.spines.right": False, "axes.linewidth": 0.8, "axes.axisbelow": True,
    "axes.grid": True, "axes.grid.axis": "y", "grid.color": GRID, "grid.linewidth": 0.8,
}  # fmt: skip
WIDTH = 8.2  # inches: at 96 pixels each, text has its own size in a column of 790 pixels
MOST_FUNCTIONS = 14
KINDS = ((NAMED, "a known mistake", ORANGE), (UNNAMED, "a wrong answer without a name", SKY), ("", "no answer", EMPTY))


def svg(name: str, label: str, height: float, draw: Callable[[Axes], None]) -> str:
    """One chart as an element of the page; `label` says what it shows to whoever cannot see it."""
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(WIDTH, height), layout="constrained")
        draw(figure.add_subplot())
        text = io.StringIO()
        figure.savefig(text, format="svg", metadata={"Date": None, "Creator": None}, transparent=True)
    element = text.getvalue()[text.getvalue().index("<svg") :]
    element = re.sub(r'(\bid="|href="#|url\(#)', rf"\g<1>{name}-", element)  # ids are the page's, not the chart's
    element = re.sub(r' (width|height)="[\d.]+pt"', "", element, count=2)
    return element.replace("<svg ", f'<svg role="img" aria-label="{escape(label)}" ', 1)


def lost_points(functions: Sequence[Misunderstood]) -> str:
    """Points lost on average, by function and by how."""
    shown = functions[:MOST_FUNCTIONS]

    def draw(axes: Axes) -> None:
        for index, one in enumerate(shown):
            wrong = sum(one.kinds.values()) - one.right
            left = 0.0
            for kind, _, colour in KINDS:
                count = one.kinds.get(kind, 0) if kind else wrong - one.kinds.get(NAMED, 0) - one.kinds.get(UNNAMED, 0)
                width = one.lost * count / max(wrong, 1)
                axes.barh(index, width, left=left, height=0.66, color=colour)
                left += width
            axes.text(left, index, f"  {one.lost:.1f} of {one.most:g}", va="center", fontsize=8.5, color=QUIET)
        axes.set_yticks(range(len(shown)), [one.function for one in shown])
        axes.tick_params(axis="y", length=0)
        axes.invert_yaxis()
        axes.grid(axis="y", visible=False)
        axes.grid(axis="x", visible=True)
        axes.set_xlim(0, 1.14 * max(one.lost for one in shown))
        axes.set_xlabel("points lost, mean of all submissions")
        axes.legend(handles=[Patch(color=colour, label=words) for _, words, colour in KINDS], frameon=False,
                    loc="lower right", fontsize=8.5)  # fmt: skip

    label = "Points lost on average by function: " + ", ".join(f"{one.function} {one.lost:.1f}" for one in shown)
    return svg("lost", label, 0.9 + 0.3 * len(shown), draw)


def scores(counts: Sequence[int], width: int, say: Shown) -> str:
    """How many submissions have how many points; a count that may not be shown is an empty bar."""

    def draw(axes: Axes) -> None:
        for index, count in enumerate(counts):
            hidden = say.hides(count)
            edge, fill, line = (QUIET, "none", ":") if hidden else (BLUE, BLUE, "-")
            axes.bar(index, 2 if hidden else count, width=0.86, color=fill, edgecolor=edge, linestyle=line)
        labels = [f"{index * width}" for index in range(len(counts))]
        axes.set_xticks(range(0, len(counts), 2), labels[::2])
        axes.tick_params(axis="x", length=0)
        axes.set_xlabel(f"points, in steps of {width}; the last bar is full marks"
                        + ("" if say.names else "; a dotted bar is 1 or 2 submissions"))  # fmt: skip
        axes.set_ylabel("submissions")

    return svg("scores", "How many submissions have how many points", 2.7, draw)


def questions(parts: Sequence[Part]) -> str:
    """The middle half of each question's points, its median and its mean."""

    def draw(axes: Axes) -> None:
        for index, part in enumerate(parts):
            low, median, high = (100 * value / max(part.most, 1e-9) for value in part.quartiles)
            axes.barh(index, 100, height=0.5, color=EMPTY)
            axes.barh(index, high - low, left=low, height=0.5, color=SKY)
            axes.plot([median, median], [index - 0.25, index + 0.25], color=BLUE, linewidth=2.5)
            axes.plot(100 * part.mean / max(part.most, 1e-9), index, "o", color=ORANGE, markersize=5)
        axes.set_yticks(range(len(parts)), [f"{part.name}\n{part.most:g} points" for part in parts])
        axes.tick_params(axis="y", length=0)
        axes.invert_yaxis()
        axes.grid(visible=False)
        axes.set_xlim(0, 100)
        axes.set_xlabel("percent of the points: the middle half of all submissions, the median, and a dot for the mean")

    return svg("questions", "Points by question", 0.8 + 0.55 * len(parts), draw)
