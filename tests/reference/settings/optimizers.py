"""Question 4: three updates from zero state, each setting one path of weights and state."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import sympy
import torch
from reference.evaluate import Setting

UPDATES = 3
RATES = {r"\eta": 0.6, r"\beta": 0.7, r"\beta_1": 0.6, r"\beta_2": 0.8}
STRENGTH = {r"\lambda": 0.3, r"\varepsilon": 0.2, r"\delta": 0.4}
WEIGHTS = np.array([0.9, -0.4, 1.3])
LR, BETA, BETA1, BETA2 = RATES.values()
LAMBDA, EPS, DELTA = STRENGTH.values()
State = tuple[Any, ...]


def settings(answer: Any) -> dict[str, list[Setting]]:
    """The equations of question4.md."""

    def step(name: str) -> Callable[..., Any]:
        return answer(f"q4_optimizers.{name}")

    return {
        "q4-penalty-gradient": [penalty()],
        "q4-sgd-l2": [sgd(step("sgd_l2_step"), LAMBDA)],
        "q4-sgd-weight-decay": [sgd(step("sgd_weight_decay_step"), 0.45)],
        "q4-equivalence": equivalence(step("equivalent_weight_decay")),
        "q4-unrolled": [average()],
        "q4-geometric": [average()],
        "q4-expected-moment": [dependent_gradients(), constant_gradient(step("expected_moment"))],
        "q4-bias-corrected": [dependent_gradients(), corrected(step("bias_corrected"))],
    } | adaptive(step)


def adaptive(step: Callable[[str], Any]) -> dict[str, list[Setting]]:
    """The equations of momentum, RMSProp, Adam and AdamW."""
    momentum = path(lambda w, s, g, t: step("momentum_l2_step")(w, *s, g, LR, BETA, LAMBDA), "v")
    rmsprop = path(lambda w, s, g, t: step("rmsprop_l2_step")(w, *s, g, LR, BETA, EPS, LAMBDA), "v")
    adam = path(lambda w, s, g, t: step("adam_l2_step")(w, *s, g, t, LR, BETA1, BETA2, DELTA, LAMBDA), "sr")
    adamw = path(lambda w, s, g, t: step("adamw_step")(w, *s, g, t, LR, BETA1, BETA2, DELTA, LAMBDA), "sr")
    return {
        "q4-whole-gradient": [momentum, rmsprop, adam],
        "q4-momentum": [momentum],
        "q4-momentum-unrolled": [momentum],
        "q4-rmsprop": [rmsprop],
        "q4-rmsprop-square": [rmsprop],
        "q4-penalty-cancels": [settled(step("rmsprop_l2_step"))],
        "q4-adam-l2": [adam],
        "q4-adam-unrolled": [adam],
        "q4-noisy-gradient": [noisy()],
        "q4-adamw": [adamw],
        "q4-old-weights": [adamw],
        "q4-decoupled": [without_decay(adamw, step("adamw_step"))],
    }


def gradients() -> dict[int, Any]:
    """The loss's gradients, by update."""
    random = np.random.default_rng(4)
    return {t: random.normal(size=len(WEIGHTS)) for t in range(1, UPDATES + 1)}


def penalized(w: Any, gradient: Any) -> Any:
    """The gradient of loss and penalty together, the penalty differentiated by autograd."""
    weights = torch.tensor(w, requires_grad=True)
    total = (torch.tensor(gradient) * weights).sum() + LAMBDA * weights.square().sum()
    return torch.autograd.grad(total, weights)[0].numpy()


def path(update: Callable[..., State], names: str) -> Setting:
    """Weights and state after each update from zero; `names` are the state's, one letter each."""
    values: dict[str, Any] = {"w": {0: WEIGHTS}, "g": gradients(), "G": {}, "n": len(WEIGHTS)}
    values |= {name: {0: np.zeros_like(WEIGHTS)} for name in names}
    for t in range(1, UPDATES + 1):
        old = values["w"][t - 1]
        new = update(old, [values[name][t - 1] for name in names], values["g"][t], t)
        for name, value in zip(["w", *names], new):
            values[name][t] = value
        values["G"][t] = penalized(old, values["g"][t])
    for name, beta in zip("sr", (BETA1, BETA2)):
        values[rf"\bar{{{name}}}"] = {t: s / (1 - beta**t) for t, s in values.get(name, {}).items() if t}
    return Setting(values | RATES | STRENGTH, {"t": range(1, UPDATES + 1)})


def sgd(step: Callable[..., Any], strength: float) -> Setting:
    """A path without state."""
    where = path(lambda w, state, g, t: (step(w, g, LR, strength),), "")
    where.values[r"\lambda_\mathrm{wd}"] = strength
    return where


def equivalence(match: Callable[[float], float]) -> list[Setting]:
    """The matched strength, for which both sides hold, and others, for which neither does."""
    where = path(lambda w, state, g, t: (0.5 * w,), "")
    matched = match(LAMBDA)
    return [Setting(where.values | {r"\lambda_\mathrm{wd}": strength}, where.ranges, both_sides=strength is matched)
            for strength in (matched, LAMBDA, 2 * LR * LAMBDA)]  # fmt: skip


def penalty() -> Setting:
    """Three weights as symbols, which SymPy differentiates by."""
    w = np.array(sympy.symbols("w1:4"))
    values = {"w": w, r"\lambda": sympy.Symbol("lambda"), "n": len(w), "symbolic": True}
    return Setting(values, {"j": range(1, len(w) + 1)})


def average() -> Setting:
    """A running average of symbols, made update by update."""
    beta = sympy.Symbol("beta")
    g = {t: sympy.Symbol(f"g{t}") for t in range(1, UPDATES + 2)}
    s: dict[int, Any] = {0: sympy.Integer(0)}
    for t, gradient in g.items():
        s[t] = beta * s[t - 1] + (1 - beta) * gradient
    return Setting({r"\beta": beta, "g": g, "s": s, "symbolic": True}, {"t": range(1, len(s))})


def dependent_gradients() -> Setting:
    """The three gradients are a, b, c in turn, from a random start: equal means, and nothing independent."""
    where = average()
    where.values[r"\bar{s}"] = {t: s / (1 - where.values[r"\beta"] ** t) for t, s in where.values["s"].items() if t}
    means = sympy.symbols("a b c")
    old = where.values["g"]
    for start in range(UPDATES):
        drawn = {old[t]: means[(start + t) % 3] for t in range(1, UPDATES + 1)}
        values = {name: {t: sympy.sympify(x).subs(drawn) for t, x in where.values[name].items()} for name in "gs"}
        values[r"\bar{s}"] = {t: values["s"][t] / (1 - where.values[r"\beta"] ** t) for t in range(1, UPDATES + 1)}
        where.outcomes.append((sympy.Rational(1, 3), values))
    where.values[r"\mu"] = sum(means) / 3
    where.ranges["t"] = range(1, UPDATES + 1)
    return where


def constant_gradient(expected: Callable[..., Any]) -> Setting:
    """One outcome, in which every gradient is its mean: s is what the function says."""
    s = {t: expected(WEIGHTS, BETA, t) for t in range(1, UPDATES + 1)}
    values = {"s": s, "g": dict.fromkeys(s, WEIGHTS), r"\mu": WEIGHTS, r"\beta": BETA}
    return Setting(values, {"t": range(1, UPDATES + 1)}, [(1.0, {})])


def corrected(correct: Callable[..., Any]) -> Setting:
    """An average of gradients that are always their mean, corrected by the function."""
    s = {t: (1 - BETA**t) * WEIGHTS for t in range(1, UPDATES + 1)}
    values = {"s": s, r"\bar{s}": {t: correct(s[t], BETA, t) for t in s}, r"\mu": WEIGHTS, r"\beta": BETA}
    return Setting(values, {"t": range(1, UPDATES + 1)}, [(1.0, {})])


def settled(step: Callable[..., Any]) -> Setting:
    """RMSProp's first update from an average that has settled, without the loss's gradient and without ε."""
    w = np.abs(WEIGHTS)
    new, _ = step(w, penalized(w, 0 * w) ** 2, 0 * w, LR, BETA, 0.0, LAMBDA)
    return Setting({"w": {0: w, 1: new}} | RATES | STRENGTH, {"t": range(1, 2)})


def noisy() -> Setting:
    """A gradient that is a or −a with equal chance, beside the penalty's."""
    a, w, strength = sympy.symbols("a w lambda", positive=True)
    half = sympy.Rational(1, 2)
    outcomes = [(half, {"G": sign * a + sympy.diff(strength * w**2, w)}) for sign in (1, -1)]
    return Setting({"a": a, "w": w, r"\lambda": strength, "symbolic": True}, {}, outcomes)


def without_decay(where: Setting, step: Callable[..., State]) -> Setting:
    """Beside each update, the same update from the same state with the decay left out."""
    v = where.values
    alike = {t: step(v["w"][t - 1], v["s"][t - 1], v["r"][t - 1], v["g"][t], t, LR, BETA1, BETA2, DELTA, 0.0)[0]
             for t in range(1, UPDATES + 1)}  # fmt: skip
    return Setting(v | {r"\check{w}": alike}, where.ranges)
