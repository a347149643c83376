"""The tables, the chart, and what the pages show of the last benchmark."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from .contenders import IMPORTS, PLAIN

BEGIN, END = "<!-- benchmark -->", "<!-- /benchmark -->"
LIMIT = 0.33  # of the plain way's cost: what a run with the solutions may take
COLOURS = {"wall": "#1f4e79", "cpu": "#c55a11", "memory": "#6aa84f"}
LABELS = {"wall": "wall time", "cpu": "processor time", "memory": "memory"}


def tables(measured: dict[str, Any]) -> str:
    """Markdown: the contenders by setting, then the growth."""
    settings = dict.fromkeys(row["setting"] for row in measured["rows"])
    parts = [part(setting, measured["rows"]) for setting in settings for part in (_contenders, _against_imports)]
    return "\n\n".join([*parts, _growth(measured["growth"])])


def _contenders(setting: str, rows: list[dict[str, Any]]) -> str:
    lines = [
        f"At {setting}, the median of all rounds; in brackets its ratio to the plain way's (least to most):",
        "",
        "| | wall time | processor time | memory |",
        "|---|---|---|---|",
    ]
    for row in (row for row in rows if row["setting"] == setting):
        wall, cpu = f"{row['wall_seconds']['median']:.2f} s", f"{row['cpu_seconds']['median']:.2f} s"
        memory = f"{row['memory_bytes']['median'] / 1024**2:.0f} MB"
        ratios = row["ratios"][PLAIN]
        cells = [f"{text} ({_ratio(ratios[of])})" for of, text in (("wall", wall), ("cpu", cpu), ("memory", memory))]
        lines.append(f"| {row['name']} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _against_imports(setting: str, rows: list[dict[str, Any]]) -> str:
    ratios = next(row["ratios"] for row in rows if row["setting"] == setting)  # the first: this package, solutions
    lines = [
        "The first line of it as a multiple of what a bare import takes:",
        "",
        "| | wall time | processor time | memory |",
        "|---|---|---|---|",
    ]
    for name in IMPORTS:
        lines.append(f"| {name} | {' | '.join(_ratio(ratios[name][of]) for of in COLOURS)} |")
    return "\n".join(lines)


def _ratio(spread: dict[str, float]) -> str:
    return f"**{spread['median']:.2f}**, {spread['least']:.2f} to {spread['most']:.2f}"


def _growth(growth: list[dict[str, Any]]) -> str:
    names = list(growth[0]["parts"])
    lines = [
        "Seconds a submission when the solutions are graded again and again:",
        "",
        f"| submissions | `./run_autograder` each | one grader process | of which {' | '.join(names)} |",
        "|---" * (3 + len(names)) + "|",
    ]
    for row in growth:
        parts = " | ".join(f"{row['parts'][name]:.3f}" for name in names)
        lines.append(f"| {row['submissions']} | {row['separate']:.2f} | {row['together']:.2f} | {parts} |")
    return "\n".join(lines)


def draw(measured: dict[str, Any], path: Path) -> None:
    """A bar for each contender's three ratios to the plain way, as SVG."""
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams.update({"svg.hashsalt": "benchmark", "font.size": 10, "svg.fonttype": "none"})
    from matplotlib import pyplot

    settings = list(dict.fromkeys(row["setting"] for row in measured["rows"]))
    figure, panels = pyplot.subplots(1, len(settings), figsize=(11, 4.6), sharey=True, squeeze=False)
    for panel, setting in zip(panels[0], settings, strict=True):
        rows = [row for row in measured["rows"] if row["setting"] == setting]
        _draw_panel(panel, rows)
        panel.set_title(f"at {setting}", loc="left")
    figure.supxlabel("cost as a share of the plain gradescope-utils grader's", y=0.1, fontsize=10)
    handles, labels = panels[0][0].get_legend_handles_labels()
    figure.legend(handles, labels, frameon=False, loc="lower center", ncols=len(labels))
    figure.tight_layout(rect=(0, 0.1, 1, 1))
    figure.savefig(path, format="svg", metadata={"Date": None})
    pyplot.close(figure)


def _draw_panel(panel: Any, rows: list[dict[str, Any]]) -> None:
    for offset, (of, colour) in enumerate(COLOURS.items()):
        places = [index + (offset - 1) * 0.27 for index in range(len(rows))]
        values = [row["ratios"][PLAIN][of]["median"] for row in rows]
        bars = panel.barh(places, values, height=0.25, color=colour, label=LABELS[of])
        panel.bar_label(bars, fmt="%.2f", padding=2, fontsize=8)
    label = f"allowed for this package, solutions: {LIMIT:.2f}"
    panel.axvline(LIMIT, color="#888888", linestyle="--", linewidth=1, zorder=0, label=label)
    panel.set_yticks(range(len(rows)), [row["name"] for row in rows])
    panel.set_ylim(len(rows) - 0.4, -0.75)
    panel.set_xlim(0, 1.15 * max(1.0, *(row["ratios"][PLAIN][of]["median"] for row in rows for of in COLOURS)))
    panel.spines[["top", "right"]].set_visible(False)


def sentence(measured: dict[str, Any]) -> str:
    """What a run costs, in one sentence for the front page."""
    row = next(row for row in measured["rows"])  # this package, solutions, at full speed
    ratios = {of: row["ratios"][PLAIN][of]["median"] for of in COLOURS}
    return (
        f"A run takes {row['wall_seconds']['median']:.2f} s and {row['memory_bytes']['median'] / 1024**2:.0f} MB, "
        f"isolation included: {ratios['wall']:.2f} of the wall time, {ratios['cpu']:.2f} of the processor time and "
        f"{ratios['memory']:.2f} of the memory of the plain way, gradescope-utils and PyTorch in one process."
    )


def figures(measured: dict[str, Any]) -> str:
    """How it was measured, and all tables."""
    machine = measured["machine"]
    head = (
        f"Measured on {measured['date']} with `make benchmark`, {measured['rounds']} interleaved rounds: "
        f"{machine['processor']}, {machine['cores']} cores, {machine['system']}, Python {machine['python']}, "
        f"NumPy {machine['numpy']}, PyTorch {machine['torch']}."
    )
    return f"{head}\n\n{tables(measured)}"


def write_into(page: Path, text: str) -> None:
    """Put `text` between the marks of `page`; raises ValueError where they are missing."""
    whole = page.read_text(encoding="utf-8")
    if BEGIN not in whole or END not in whole:
        raise ValueError(f"{page} has no {BEGIN} … {END} for the benchmark to write into")
    before, after = whole.split(BEGIN)[0], whole.split(END)[1]
    page.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}", encoding="utf-8")
