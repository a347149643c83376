"""The mistakes that students make, as data: the wrong formula as code, and a hint at the step that went wrong.

The grader names a mistake to the student whose answers it reproduces; the project's tests hand each in as a
submission that must lose its points.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Formula = Callable[..., Any]
_catalogue: dict[str, list[KnownMistake]] = {}


@dataclass(frozen=True)
class KnownMistake:
    """One way to get `function` ("q2_batchnorm.grad_x") wrong; `formula` takes the same arguments."""

    function: str
    name: str
    formula: Formula
    hint: str


def mistake(function: str, hint: str) -> Callable[[Formula], Formula]:
    """Enter the decorated formula into the catalogue under its own name, with hyphens for underscores."""

    def enter(formula: Formula) -> Formula:
        name = formula.__name__.strip("_").replace("_", "-")
        _catalogue.setdefault(function, []).append(KnownMistake(function, name, formula, hint))
        return formula

    return enter


def mistakes_of(function: str) -> tuple[KnownMistake, ...]:
    """The known mistakes of one function; loads that question's part of the catalogue and no other."""
    question = function.partition(".")[0]
    for part in pkgutil.iter_modules(__path__):
        if part.name.startswith(question):
            importlib.import_module(f"{__name__}.{part.name}")
    return tuple(_catalogue.get(function, ()))
