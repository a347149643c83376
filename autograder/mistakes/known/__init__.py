"""The mistakes that students make, as data: the wrong formula as code, and a hint at the step that went wrong.

The grader names a mistake to the student whose answers it reproduces; the project's tests hand each in as a
submission that must lose its points.
"""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Formula = Callable[..., Any]
USUAL_EPS = (0.0, 1e-12, 1e-10, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3)  # that students write in place of the argument
USUAL_BETAS = (0.5, 0.95, 0.98, 0.99, 0.999)
_catalogue: dict[str, list[KnownMistake]] = {}


@dataclass(frozen=True)
class KnownMistake:
    """One way to get `function` ("q2_batchnorm.grad_x") wrong; `formula` takes the same arguments.

    Where a student puts a number of their own in place of an argument, `formula` takes it as `own`, and `others` are
    the same with the other usual numbers.
    """

    function: str
    name: str
    formula: Formula
    hint: str
    others: tuple[Formula, ...] = ()


def mistake(function: str, hint: str, own: tuple[float, ...] = ()) -> Callable[[Formula], Formula]:
    """Enter the decorated formula into the catalogue under its own name, with hyphens for underscores."""

    def enter(formula: Formula) -> Formula:
        name = formula.__name__.strip("_").replace("_", "-")
        others = tuple(functools.partial(formula, own=number) for number in own)
        _catalogue.setdefault(function, []).append(KnownMistake(function, name, formula, hint, others))
        return formula

    return enter


def mistakes_of(function: str) -> tuple[KnownMistake, ...]:
    """The known mistakes of one function; loads that question's part of the catalogue and no other."""
    question = function.partition(".")[0]
    for part in pkgutil.iter_modules(__path__):
        if part.name.startswith(question):
            importlib.import_module(f"{__name__}.{part.name}")
    return tuple(_catalogue.get(function, ()))
