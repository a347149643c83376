"""Draw the four figures of the pages from the solutions' own functions: `python -m reference.figures FOLDER`.

The same bytes on every run: letters are outlines of the font that Matplotlib brings, ids are hashed with a fixed salt,
no date and no version is written.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path as Outline
from matplotlib.transforms import Affine2D
from reference.attack import guess
from reference.decay import (
    UPDATES,
    predicted_under_adam,
    predicted_under_adamw,
    weights_under_adam,
    weights_under_adamw,
)

from solutions import q1_dropout, q2_batchnorm, q3_layernorm, q4_optimizers

INK, QUIET, GRID = "#1d2733", "#5f6b7a", "#e6e9ee"
BLUE, SKY, ORANGE, SAND, BROWN, EMPTY = "#1f5a99", "#8fb8de", "#c8551f", "#f3cfae", "#8a3d1c", "#e4e8ee"
KNOWN, NEARLY, REFLECTED, UNKNOWN = range(4)
SHADES = (BLUE, SKY, ORANGE, EMPTY)
DOTTED = {"color": INK, "linewidth": 1.1, "linestyle": (0, (1, 2.5))}
STYLE = {
    "svg.hashsalt": "cs148a", "svg.fonttype": "path", "font.family": "DejaVu Sans", "font.size": 9.5,
    "text.color": INK, "axes.labelcolor": INK, "axes.edgecolor": QUIET, "xtick.color": QUIET, "ytick.color": QUIET,
    "axes.spines.top": False, "axes.spines.right": False, "axes.linewidth": 0.8, "axes.titlesize": 10,
    "axes.titlelocation": "left", "axes.titlepad": 10, "lines.linewidth": 2, "lines.solid_capstyle": "round",
    "axes.grid": True, "axes.grid.axis": "y", "grid.color": GRID, "grid.linewidth": 0.8, "axes.axisbelow": True,
    "mathtext.fontset": "dejavusans",
}  # fmt: skip


def note(
    axes: Axes, text: str, at: tuple[float, float], shift: tuple[float, float], color: str, line: bool = True
) -> None:
    """Words `shift` points away from what they name, in its color."""
    to = {"arrowstyle": "-", "color": color, "linewidth": 0.8, "shrinkA": 1, "shrinkB": 3} if line else None
    axes.annotate(text, at, shift, textcoords="offset points", color=color, arrowprops=to, linespacing=1.35)


def expected_loss(figure: Figure) -> None:
    """The loss's mean as p varies: the closed form, its two parts, and means over sampled masks."""
    random = np.random.default_rng(1)
    X = random.normal(size=(12, 4)) * [1.6, 0.8, 1.2, 0.6]
    w = np.array([1.0, -1.4, 0.8, 1.5])
    y = X @ w + random.normal(scale=0.8, size=12)
    p = np.linspace(0, 1, 101)
    loss = np.array([q1_dropout.expected_loss(X, y, w, keep) for keep in p])
    fit = np.array([np.sum((y - q1_dropout.f(keep) * (X @ w)) ** 2) for keep in p])
    axes = figure.subplots()
    axes.fill_between(p, fit, loss, color=SAND, alpha=0.5, linewidth=0)
    axes.plot(p, fit, color=ORANGE)
    axes.plot(p, loss, color=BLUE)
    for keep in np.linspace(0.1, 0.9, 9):
        masks = (random.random((150, 4)) < keep).astype(float)
        losses = [q1_dropout.dropout_loss(X, y, w, mask) for mask in masks]
        bar = 2 * np.std(losses, ddof=1) / np.sqrt(len(losses))
        axes.errorbar(keep, np.mean(losses), bar, fmt="o", color=INK, markersize=4.5, elinewidth=1, capsize=2.5)
    axes.set(xlim=(0, 1), ylim=(0, 33), xlabel="p, the probability that a feature is kept", ylabel="squared error")
    note(axes, "expected loss, exact", (0.34, loss[34]), (18, 16), BLUE)
    note(axes, "mean of 150 sampled masks,\n± two standard errors", (0.7, 18.3), (8, 36), INK)
    note(axes, r"penalty  $g(p)\,\Vert\Gamma w\Vert^2$", (0.4, 17.5), (0, 0), BROWN, line=False)
    note(axes, r"fit  $\Vert y-f(p)\,Xw\Vert^2$", (0.3, fit[30]), (-60, -46), ORANGE)


def leakage(figure: Figure) -> None:
    """Which of the 256 private entries are known: the two graded cases, and what column statistics add."""
    n, random = 16, np.random.default_rng(5)
    X, beta, size = random.normal(size=(n, n)), random.normal(size=n), random.uniform(0.5, 2, size=n)
    X = np.triu(X) + np.triu(X, 1).T
    signs = np.where(random.random(n) < 0.5, -1.0, 1.0)
    panels = figure.subplots(1, 4)
    for axes, title, affine in zip(panels, ("γ = 1 and β = 0", "any γ and β"), (False, True)):
        leaked = q3_layernorm.leaked_entries(n, affine)
        show(axes, np.where(leaked, KNOWN, UNKNOWN), title, f"{q3_layernorm.leakage_count(n, affine)} of {n * n} leak")
    for axes, title, gamma in zip(panels[2:], ("every γ positive", "γ of both signs"), (size, size * signs)):
        Y, Z = q2_batchnorm.batchnorm(X, gamma, beta, 1e-5), q3_layernorm.layernorm(X, gamma, beta, 1e-5)
        error = np.abs(guess(Y) - Z)
        states = np.where(error < 1e-12, KNOWN, np.where(error < 1e-3, NEARLY, REFLECTED))
        show(axes, states, title, f"{np.sum(states != REFLECTED)} of {n * n} within 0.001")
    figure.text(0.004, 0.985, "Read off the one entry across: graded", weight="bold", va="top")
    figure.text(0.504, 0.985, "Worked out from whole columns", weight="bold", va="top")
    legend = {KNOWN: (0.004, "exact"), UNKNOWN: (0.1, "can be anything"),
              NEARLY: (0.504, "exact but for ε"), REFLECTED: (0.68, "reflected at β")}  # fmt: skip
    for state, (at, words) in legend.items():
        figure.text(at, 0.012, "■", color=SHADES[state], fontsize=13, va="baseline")
        figure.text(at + 0.024, 0.016, words, color=QUIET, va="baseline")
    figure.get_layout_engine().set(rect=(0, 0.09, 1, 0.82), wspace=0.06)  # type: ignore[union-attr]


def show(axes: Axes, states: Any, title: str, count: str) -> None:
    """A map of the private matrix: runs of equal entries as rectangles, under a white lattice."""
    n = len(states)
    for state in np.unique(states):
        outlines = []
        for i, row in enumerate(states == state):
            edges = np.flatnonzero(np.diff(np.concatenate([[0], row, [0]])))
            outlines += [Outline.unit_rectangle().transformed(Affine2D().scale(end - start, 1).translate(start, i))
                         for start, end in zip(edges[::2], edges[1::2])]  # fmt: skip
        axes.add_patch(PathPatch(Outline.make_compound_path(*outlines), facecolor=SHADES[state], linewidth=0))
    axes.hlines(range(n + 1), 0, n, color="white", linewidth=1)
    axes.vlines(range(n + 1), 0, n, color="white", linewidth=1)
    axes.set(xlim=(0, n), ylim=(n, 0), aspect="equal", xticks=[], yticks=[])
    axes.spines[:].set_visible(False)
    axes.grid(visible=False)
    axes.set_title(title, pad=5)
    axes.set_xlabel(count, loc="left", labelpad=5)


def moment_bias(figure: Figure) -> None:
    """The mean of the running average over updates, and the corrected one."""
    beta, slow, runs, last = 0.9, 0.98, 4000, 40
    t, random = np.arange(1, last + 1), np.random.default_rng(2)
    mean, slower = (np.array([q4_optimizers.expected_moment(1.0, rate, int(k)) for k in t]) for rate in (beta, slow))
    axes = figure.subplots()
    axes.fill_between(t, mean, 1, color=SAND, alpha=0.5, linewidth=0)
    axes.axhline(1, color=BLUE, linewidth=1.2)
    axes.plot(t, slower, color=ORANGE, linewidth=1.2, linestyle=(0, (4, 2)))
    axes.plot(t, mean, color=ORANGE)
    s, averages, corrected = np.zeros(runs), [], []
    for k in t:
        s = beta * s + (1 - beta) * random.normal(1, 1, size=runs)
        averages.append(s.mean())
        corrected.append(q4_optimizers.bias_corrected(s, beta, int(k)).mean())
    axes.plot(t, averages, "o", color=ORANGE, markersize=4)
    axes.plot(t, corrected, "o", color=BLUE, markersize=4)
    axes.set(xlim=(0, last + 0.6), ylim=(0, 1.3), xlabel="t, updates made", ylabel="mean of 4000 runs, in units of μ")
    note(axes, r"corrected:  $s_t\,/\,(1-\beta^t)$", (7, corrected[6]), (16, 17), BLUE)
    note(axes, r"running average:  $(1-\beta^t)\,\mu$  with $\beta=0.9$", (13, mean[12]), (22, -30), ORANGE)
    note(axes, r"$\beta=0.98$", (30, slower[29]), (14, -22), ORANGE)
    note(axes, r"bias  $\beta^t\mu$", (2.2, 0.82), (0, 0), BROWN, line=False)


def decay(figure: Figure) -> None:
    """Equal weights with large and with small gradients, under Adam with ℓ2 and under AdamW."""
    left, right = figure.subplots(1, 2, sharey=True)
    t = np.arange(0, UPDATES + 1, 25)
    for size, color in ((1.0, ORANGE), (0.01, BLUE)):
        left.plot(t, weights_under_adam(size)[t], color=color)
        left.plot(t, predicted_under_adam(size)[t], **DOTTED)
    for size, color, width in ((1.0, SAND, 7), (0.01, BLUE, 2)):
        right.plot(t, weights_under_adamw(size)[t], color=color, linewidth=width)
    right.plot(t, predicted_under_adamw()[t], **DOTTED)
    for axes, title in ((left, "Adam with ℓ2"), (right, "AdamW")):
        axes.set(xlim=(0, UPDATES), ylim=(0, 1.05), xlabel="updates")
        axes.set_title(title, weight="bold")
    left.set_ylabel("weight, as a share of its start")
    note(left, "gradients of size 1", (1300, 0.93), (-20, -34), ORANGE)
    note(left, "gradients of size 0.01", (620, 0.4), (24, 22), BLUE)
    note(right, "gradients of size 1 and 0.01 alike", (500, 0.779), (20, 20), BLUE)
    note(right, "dots: by the formulas", (1600, 0.449), (-8, 26), INK)


FIGURES: dict[str, tuple[Callable[[Figure], None], tuple[float, float], str]] = {
    "expected_loss": (expected_loss, (7.4, 3.7), "Expected loss against the probability of keeping a feature"),
    "leakage": (leakage, (7.4, 2.7), "Which of 16 by 16 private entries are known, in four cases"),
    "moment_bias": (moment_bias, (7.4, 3.3), "Bias of a running average and its correction"),
    "decay": (decay, (7.4, 3.4), "Decay of weights under Adam with ℓ2 and under AdamW"),
}


def draw(name: str, target: Path) -> None:
    """Write one figure as SVG."""
    make, size, title = FIGURES[name]
    with mpl.rc_context(mpl.rcParamsDefault | STYLE):
        figure = Figure(figsize=size, layout="constrained")
        make(figure)
        figure.savefig(target, format="svg", metadata={"Title": title, "Date": None, "Creator": None})


if __name__ == "__main__":
    for each in FIGURES:
        draw(each, Path(sys.argv[1]) / f"{each}.svg")
