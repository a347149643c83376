"""Where the pages' equations are to hold: for each id, the settings that its check goes through.

Every module here has `settings(answer)`. `answer("q2_batchnorm.grad_x")` is the function to take the left sides from:
the solution, the oracle that stands for it, or, in the tests of the tests, a falsified one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import oracles
from reference.evaluate import Setting
from reference.settings import dropout, errata, leakage, norms, optimizers

from solutions import q1_dropout, q2_batchnorm, q3_layernorm, q4_optimizers

SOLUTIONS = {module.__name__.rpartition(".")[2]: module
             for module in (q1_dropout, q2_batchnorm, q3_layernorm, q4_optimizers)}  # fmt: skip
ALL = (dropout, norms, leakage, optimizers, errata)
OF_QUESTION = {"q1": (dropout,), "q2": (norms,), "q3": (norms, leakage), "q4": (optimizers,)}
NORMS = {"q2_batchnorm": "batchnorm", "q3_layernorm": "layernorm"}
ORACLES = {"f": "prediction_scale", "g": "penalty_scale"}
AFFINE = ("grad_beta", "grad_gamma", "grad_x_hat")  # the same in both norms, so one oracle each


def solution(name: str) -> Callable[..., Any]:
    """The solution's function of this name, such as `q2_batchnorm.grad_x`."""
    module, _, function = name.partition(".")
    return getattr(SOLUTIONS[module], function)


def oracle(name: str) -> Callable[..., Any]:
    """The oracle that does by force what the function of this name does."""
    module, _, function = name.partition(".")
    if function == "recover_private":
        return leakage.recover_by_inverting
    if function in AFFINE:
        return getattr(oracles, f"affine_{function}")
    if module in NORMS and function.startswith("grad_"):
        return getattr(oracles, f"{NORMS[module]}_{function}")
    return getattr(oracles, ORACLES.get(function, function))


def settings(answer: Callable[[str], Callable[..., Any]], modules: Any = ALL) -> dict[str, list[Setting]]:
    """The settings of these modules, by the id of the equation."""
    found: dict[str, list[Setting]] = {}
    for module in modules:
        for equation, where in module.settings(answer).items():
            found.setdefault(equation, []).extend(where)
    return found
