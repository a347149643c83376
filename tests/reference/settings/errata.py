"""The counterexamples of errata.md, with the numbers that the page gives them."""

from __future__ import annotations

from typing import Any

import numpy as np
import oracles
from reference.evaluate import Setting
from reference.settings import dropout, leakage, norms

HALF = 0.5
L = norms.L


def settings(answer: Any) -> dict[str, list[Setting]]:
    """The equations of errata.md."""
    return {
        "errata-gamma": [lengths_are_not_deviations(answer)],
        "errata-expectation": [lengths_are_not_deviations(answer)],
        "errata-grad-beta": [one_feature([0.0, 2.0], [1.0, 1.0])],
        "errata-grad-x": [one_feature([0.0, 2.0], [1.0, 0.0])],
        "errata-leakage": [two_by_two(answer)],
        "errata-bias": [Setting({"s_1": (1 - HALF) * 1.0, r"\beta": HALF})],
        "errata-momentum": [first_momentum(answer)],
        "errata-delta": [Setting({r"\bar{s}_1": 1.0, r"\bar{r}_1": 1.0, r"\delta": 1.0, r"\varepsilon": 1.0})],
    }


def lengths_are_not_deviations(answer: Any) -> Setting:
    """A constant feature: two ones, kept or dropped with equal chance."""
    X, y, w = np.ones((2, 1)), np.zeros(2), np.ones(1)
    outcomes = []
    for kept in (1.0, 0.0):
        D = np.array([[kept]])
        outcomes.append((HALF, {"D": D, dropout.LOSS: answer("q1_dropout.dropout_loss")(X, y, w, np.diag(D))}))
    values = {"X": X, "y": y, "w": w, "p": HALF, "A": X.T @ X, "D": np.eye(1), r"\sigma": X.std(axis=0)}
    return Setting(values | {r"\Gamma": answer("q1_dropout.gamma")(X)}, {}, outcomes)


def one_feature(x: list[float], upstream: list[float]) -> Setting:
    """Batch norm of one column with γ = 2 and ε = 3, differentiated by PyTorch."""
    X, dY, gamma, eps = np.array([x]).T, np.array([upstream]).T, np.array([2.0]), 3.0
    values = {
        "N": len(X), r"\gamma": gamma, r"\sigma": X.std(axis=0), r"\varepsilon": eps,
        r"\hat{X}": oracles.batchnorm(X, np.ones(1), np.zeros(1), eps), f"{L}/dY": dY,
        f"{L}/d\\beta": oracles.affine_grad_beta(dY), f"{L}/dX": oracles.batchnorm_grad_x(dY, X, gamma, eps),
    }  # fmt: skip
    return Setting(values)


def two_by_two(answer: Any) -> Setting:
    """The identity matrix, whose columns the attacker measures."""
    return leakage.setting(np.eye(2), np.array([1.0, 2.0]), np.array([0.0, 3.0]), 1e-12, answer, affine=True)


def first_momentum(answer: Any) -> Setting:
    """One update without a gradient of the loss."""
    w, zero = np.ones(1), np.zeros(1)
    _, v = answer("q4_optimizers.momentum_l2_step")(w, zero, zero, 1.0, HALF, 1.0)
    return Setting({"w": {0: w}, "v": {0: zero, 1: v}, "g": {1: zero}, r"\beta": HALF, r"\lambda": 1.0})
