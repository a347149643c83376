"""What a hidden test need not state again: title, number and parts are its public test's, inputs its solution's."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable
from typing import Any

from gradescope_utils.autograder_utils.decorators import number

from autograder.public import FunctionTest


class HiddenTest(FunctionTest):
    """A hidden test of one function; subclasses say which, and what they ask."""

    def __init_subclass__(cls) -> None:
        public = find_public_test(cls.module, cls.function)
        cls.title, cls.returns = public.title, public.returns
        numbers = [method.__number__ for method in vars(public).values() if hasattr(method, "__number__")]
        for name, method in vars(cls).items():
            if name.startswith("test_") and numbers:
                number(numbers[0])(method)


def find_public_test(module: str, function: str) -> type[FunctionTest]:
    """The public test of a function; `FunctionTest` itself where there is none, which `fitness` then says."""
    for found in vars(importlib.import_module(f"test_{module}")).values():
        if isinstance(found, type) and issubclass(found, FunctionTest) and found.function == function:
            return found
    return FunctionTest


def parameters_of(solution: Callable[..., Any]) -> tuple[str, ...]:
    """The names of what a function takes, in order."""
    return tuple(inspect.signature(solution).parameters)
