"""Question 1: the mean over all masks of three features, in symbols and in numbers."""

from __future__ import annotations

import itertools
from functools import cache
from typing import Any

import numpy as np
import sympy
from reference.evaluate import Setting

ROWS, FEATURES = 2, 3
MASKS = list(itertools.product((0, 1), repeat=FEATURES))
LOSS, EXPECTED = r"\mathcal{L}", r"\bar{\mathcal{L}}"
IN_THE_MEAN = ("mean-mask", "second-moment", "mask-variance", "expand", "linear", "quadratic", "gamma", "identity",
               "f-and-g", "one-step", "gradient")  # fmt: skip


def settings(answer: Any) -> dict[str, list[Setting]]:
    """The equations of question1.md."""
    symbolic, numeric = in_symbols(), in_numbers(answer)
    found = {f"q1-{name}": [symbolic, numeric] for name in IN_THE_MEAN}
    found["q1-loss"] = [under_one_mask(answer, mask) for mask in MASKS]
    return found


def setting(X: Any, y: Any, w: Any, p: Any, means: dict[str, Any], symbolic: bool) -> Setting:
    """Names, index ranges, and every mask with its probability."""
    values = {"X": X, "y": y, "w": w, "p": p, "A": X.T @ X, "I": np.eye(FEATURES, dtype=int), "N": ROWS, "d": FEATURES}
    values |= {r"\mathrm{diag}": lambda matrix: np.diag(np.diag(matrix))} | means
    outcomes = []
    for mask in MASKS:
        kept = sum(mask)
        under = {"m": np.array(mask), "D": np.diag(mask), LOSS: loss(X, y, w, mask)}
        outcomes.append((p**kept * (1 - p) ** (FEATURES - kept), under))
    ranges = {name: range(1, FEATURES + 1) for name in ("i", "j")}
    return Setting(values | ({"symbolic": True} if symbolic else {}), ranges, outcomes)


def loss(X: Any, y: Any, w: Any, mask: Any) -> Any:
    """The loss under one mask, by its definition."""
    return sum((y[i] - sum(X[i, j] * mask[j] * w[j] for j in range(FEATURES))) ** 2 for i in range(ROWS))


@cache
def in_symbols() -> Setting:
    """All data are symbols; `f` and `g` are found as coefficients in the enumerated mean."""
    X = np.array(sympy.symbols(f"x:{ROWS}:{FEATURES}", real=True)).reshape(ROWS, FEATURES)
    y, w = (np.array(sympy.symbols(f"{name}:{size}", real=True)) for name, size in (("y", ROWS), ("w", FEATURES)))
    p = sympy.Symbol("p", positive=True)
    where = setting(X, y, w, p, {}, symbolic=True)
    mean = sympy.expand(sum(probability * under[LOSS] for probability, under in where.outcomes))
    column = sum(X[:, 0] ** 2)
    f = sympy.cancel(-sympy.diff(mean, y[0], w[0]) / (2 * X[0, 0]))
    g = sympy.cancel(sympy.diff(mean, w[0], 2) / (2 * column)) - f**2
    where.values |= {
        EXPECTED: mean,
        f"d{EXPECTED}/dw": np.array([sympy.diff(mean, weight) for weight in w]),
        r"\Gamma": np.diag([sympy.sqrt(sum(X[:, j] ** 2)) for j in range(FEATURES)]),
        "M": sum(probability * np.outer(under["m"], under["m"]) for probability, under in where.outcomes),
        "f": lambda at: f.subs(p, at),
        "g": lambda at: g.subs(p, at),
    }
    return where


def data() -> tuple[Any, Any, Any, float]:
    """Numbers in place of the symbols."""
    random = np.random.default_rng(1)
    return random.normal(size=(ROWS, FEATURES)), random.normal(size=ROWS), random.normal(size=FEATURES), 0.3


def in_numbers(answer: Any) -> Setting:
    """What the functions return stands for the left sides."""
    X, y, w, p = data()
    means = {
        EXPECTED: answer("q1_dropout.expected_loss")(X, y, w, p),
        f"d{EXPECTED}/dw": answer("q1_dropout.expected_loss_grad")(X, y, w, p),
        r"\Gamma": answer("q1_dropout.gamma")(X),
        "M": answer("q1_dropout.second_moment")(p, FEATURES),
        "f": answer("q1_dropout.f"),
        "g": answer("q1_dropout.g"),
    }
    return setting(X, y, w, p, means, symbolic=False)


def under_one_mask(answer: Any, mask: tuple[int, ...]) -> Setting:
    """No mean: the mask is given."""
    X, y, w, p = data()
    where = setting(X, y, w, p, {"m": np.array(mask), "D": np.diag(mask)}, symbolic=False)
    where.values[LOSS] = answer("q1_dropout.dropout_loss")(X, y, w, np.array(mask, float))
    return where
