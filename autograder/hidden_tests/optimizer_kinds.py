"""The kinds of case that hidden tests of the optimizers draw: first and late updates, unusual numbers and shapes."""

from __future__ import annotations

from typing import Any, NamedTuple

from autograder.public import Case, Draw, optimizer_inputs

STATE = {"t", "v"}  # what only functions with a history take
WEIGHTS = {"w", "mu", "s"}
PENALTY = {"lambda_l2", "lambda_wd", "weight_decay"}

# Numbers from elsewhere than usual.
NEAR_1 = {"beta": (0.994, 0.996, 10_000), "beta1": (0.98, 0.99, 1000), "beta2": (0.994, 0.996, 10_000)}
NEAR_0 = {"beta": (0.05, 0.2), "beta1": (0.3, 0.5), "beta2": (0.05, 0.2)}
LATE = {"beta": (0.8, 0.88), "beta1": (0.8, 0.84), "beta2": (0.86, 0.9)}
LOW_RATE = {"lr": (0.03, 0.1, 1000)}
HIGH_RATE = {"lr": (2.5, 4.0)}
TINY = {"size": 0.001, "zero": True, "eps": (2e-5, 5e-5, 10**6), "delta": (2e-7, 5e-7, 10**8)}
NO_PENALTY = dict.fromkeys(PENALTY, (0.0, 0.0))
SMALL_PENALTY = dict.fromkeys(PENALTY, (0.003, 0.009, 10_000))
LARGE_PENALTY = dict.fromkeys(PENALTY, (1.2, 3.5, 10_000))


class Kind(NamedTuple):
    """A kind of case, and how it is made."""

    about: str
    shape: tuple[int, ...]  # of w
    t: int
    options: dict[str, Any]  # of `optimizer_inputs`
    matters_to: set[str]  # functions that take one of these


KINDS = (
    Kind("the first update", (5,), 1, {}, STATE),
    Kind("the first update, β near 1", (4,), 1, NEAR_1 | LOW_RATE, STATE),
    Kind("the second update, β near 1", (4,), 2, NEAR_1, STATE),
    Kind("the third update, β near 0", (4,), 3, NEAR_0, STATE),
    Kind("a late update", (3,), 30, LATE, STATE),
    Kind("a late update, β near 1", (4,), 400, NEAR_1, STATE),
    Kind("a matrix", (2, 3), 3, {}, WEIGHTS),
    Kind("an array with three axes", (2, 2, 3), 2, {}, WEIGHTS),
    Kind("tiny gradients, no decay", (4,), 5, TINY | NO_PENALTY, {"grad"}),
    Kind("large numbers", (4,), 3, {"size": 50.0}, {"grad", "mu", "s"}),
    Kind("a low rate", (4,), 2, LOW_RATE, {"grad"}),
    Kind("slight decay", (4,), 4, SMALL_PENALTY, {"grad"}),
    Kind("a high rate, strong decay", (4,), 4, HIGH_RATE | LARGE_PENALTY, {"grad"}),
)


def cases(label: str, names: tuple[str, ...]) -> list[Case]:
    """One case of each kind that matters, with the inputs of these names; `label` makes them the test's own."""
    draw = Draw(label)
    return [
        Case(kind.about, **optimizer_inputs(draw, kind.shape, kind.t, names, **kind.options))
        for kind in KINDS
        if kind.matters_to & set(names)
    ]
