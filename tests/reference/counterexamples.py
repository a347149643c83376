"""The smallest inputs on which a wrong answer differs from the right one: found by search, the same each time."""

from __future__ import annotations

import functools
import importlib
import inspect
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

SEED = 148
DRAWS = 80  # for each shape
SHAPES = ((2, 2), (3, 2), (2, 3), (3, 3))  # rows and columns, the smallest first
SHOWS = 0.05  # of the largest entry: what a reader sees in three digits
LARGEST = 3  # of the whole numbers
BY_AXIS = {"q2_batchnorm": 0, "q3_layernorm": 1}  # what the statistics are taken over


@dataclass(frozen=True)
class Counterexample:
    """Inputs by name, and both answers to them."""

    inputs: dict[str, Any]
    right: Any
    wrong: Any


def find_counterexample(function: str, formula: Callable[..., Any]) -> Counterexample | None:
    """The simplest of the drawn inputs that tell `formula` from the solution of `function`; None where none does."""
    for rows, columns in SHAPES:
        for inputs, right in candidates(function, rows, columns):
            wrong = answer(formula, inputs)
            if wrong is not None and differs(right, wrong):
                return Counterexample(inputs, right, wrong)
    return None


@functools.cache
def candidates(function: str, rows: int, columns: int) -> list[tuple[dict[str, Any], Any]]:
    """Inputs of one shape with their right answers, those with small numbers first."""
    module, _, name = function.partition(".")
    solution = getattr(importlib.import_module(f"solutions.{module}"), name)
    random = np.random.default_rng([SEED, rows, columns])
    drawn = sorted((draw(solution, module, random, rows, columns) for _ in range(DRAWS)), key=size)
    answered = [(inputs, answer(solution, inputs)) for inputs in drawn]
    return [(inputs, right) for inputs, right in answered if right is not None]


def draw(solution: Callable[..., Any], module: str, random: np.random.Generator, rows: int, columns: int) -> Any:
    """Small whole numbers, and small fractions for probabilities and rates, for every parameter of `solution`."""
    inputs: dict[str, Any] = {}
    axis = BY_AXIS.get(module)
    shapes = {"X": (rows, columns), "dY": (rows, columns), "dX_hat": (rows, columns), "X_hat": (rows, columns),
              "y": (rows,), "gamma": (columns,), "beta": (columns,)}  # fmt: skip
    numbers = {"p": (0.5, 0.25, 0.75), "eps": (1, 2), "delta": (1, 2), "t": (1, 2, 3), "lr": (1, 0.5),
               "beta1": (0.5, 0.25, 0.75), "beta2": (0.25, 0.5, 0.75), "affine": (False, True),
               "lambda_l2": (1, 2, 0.5), "lambda_wd": (1, 2, 0.5), "weight_decay": (1, 2, 0.5)}  # fmt: skip
    for name in inspect.signature(solution).parameters:
        if name == "Y":
            inputs[name] = of_a_symmetric_matrix(random, rows)
        elif name in ("mean", "var") and "X" in inputs:
            inputs[name] = getattr(inputs["X"], name)(axis=axis)
        elif name in ("var", "r"):
            inputs[name] = whole(random, (rows if axis else columns,), least=0)
        elif name == "mask":
            inputs[name] = random.integers(0, 2, columns).astype(float)
        elif name in ("d", "n"):
            inputs[name] = columns
        elif name in numbers or (name == "beta" and axis is None):
            inputs[name] = random.choice(numbers.get(name, numbers["beta1"])).item()
        else:
            inputs[name] = whole(random, shapes.get(name, (columns,)))
    return inputs


def whole(random: np.random.Generator, shape: tuple[int, ...], least: int = -LARGEST) -> np.ndarray[Any, Any]:
    """Whole numbers as floats."""
    return random.integers(least, LARGEST + 1, shape).astype(float)


def of_a_symmetric_matrix(random: np.random.Generator, n: int) -> np.ndarray[Any, Any]:
    """What a batch norm without γ and β makes of a symmetric matrix, as `recover_private` is given it."""
    from solutions.q2_batchnorm import batchnorm

    half = whole(random, (n, n))
    return np.asarray(batchnorm(half + half.T, np.ones(n), np.zeros(n), 1.0))


def size(inputs: dict[str, Any]) -> float:
    """What a reader has to take in: the sum of all numbers, the zeros counted as a half."""
    return float(sum(np.abs(value).sum() + 0.5 * (np.asarray(value) == 0).sum() for value in inputs.values()))


def answer(formula: Callable[..., Any], inputs: dict[str, Any]) -> Any:
    """What it returns, as an array or a tuple of arrays; None where it fails or gives what is no number."""
    copies = [value.copy() if isinstance(value, np.ndarray) else value for value in inputs.values()]
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            given = formula(*copies)
            parts = tuple(np.asarray(part) for part in (given if isinstance(given, tuple) else (given,)))
        except Exception:  # a formula need not hold for every shape: another will show it
            return None
    if any(part.dtype.kind not in "biuf" or not np.isfinite(part).all() for part in parts):
        return None
    return parts if isinstance(given, tuple) else parts[0]


def differs(right: Any, wrong: Any) -> bool:
    """Whether a reader sees the difference."""
    ours, theirs = (value if isinstance(value, tuple) else (value,) for value in (right, wrong))
    return len(ours) != len(theirs) or any(map(part_differs, ours, theirs))


def part_differs(one: np.ndarray[Any, Any], other: np.ndarray[Any, Any]) -> bool:
    """Whether two arrays differ in their shape, or by `SHOWS` of the largest entry."""
    if one.shape != other.shape:
        return True
    gap = np.abs(one.astype(float) - other.astype(float)).max(initial=0.0)
    return bool(gap > SHOWS * max(np.abs(one).max(initial=0), np.abs(other).max(initial=0)))
