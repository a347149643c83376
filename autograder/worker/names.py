"""The names of the functions that a student's file does define, for whoever asked for another one."""

from __future__ import annotations

from types import FunctionType
from typing import Any

from . import wire


def functions_in(defined: dict[str, Any]) -> list[str]:
    """Such as grad_xhat, or Solution.grad_x where a class holds it; bounded."""
    found = [name for name, value in defined.items() if type(value) is FunctionType]
    for name, value in defined.items():
        if type(value) is type:
            found += [f"{name}.{own}" for own, held in vars(value).items() if isinstance(held, METHODS)]
    return [name for name in found if len(name) <= wire.MAX_NAME_CHARACTERS][: wire.MAX_NAMES]


METHODS = (FunctionType, staticmethod, classmethod)
