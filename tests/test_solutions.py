"""Every reference answer agrees with an independent oracle to 1e-10 on 200 random cases."""

import importlib
import inspect

import numpy as np
import oracles
import pytest
from inputs import Draw, Normalization, optimizer_inputs
from sweeps import BRIEF

from autograder.assignment import ALL_FUNCTIONS
from solutions import q3_layernorm, q4_optimizers

CASES = 30 if BRIEF else 200  # thirty have every size
TOLERANCE = 1e-10


def sizes(k):
    return 2 + k % 6, 2 + (k // 6) % 5


def data_set(draw, k):
    n, d = sizes(k)
    return draw.array(n, d), draw.array(n), draw.array(d), draw.number(0.05, 0.95)


def named_in(solution):
    """The names of what a function takes."""
    return tuple(inspect.signature(solution).parameters)


def dropout_inputs(names, draw, k):
    X, y, w, p = data_set(draw, k)
    have = {"p": p, "d": len(w), "X": X, "y": y, "w": w, "mask": draw.mask(len(w))}
    return tuple(have[name] for name in names)


def norm_inputs(names, axis, draw, k):
    n, d = sizes(k)
    inputs = Normalization(draw, n, d, axis, draw.number(0.01, 1.5), second="constant" * (k % 10 == 0))
    return tuple(inputs.pick(*names).values())


ORACLE_NAMES = {
    "q1_dropout.f": "prediction_scale",
    "q1_dropout.g": "penalty_scale",
    **{f"{module}.{name}": f"affine_{name}"
       for module in ("q2_batchnorm", "q3_layernorm") for name in ("grad_beta", "grad_gamma", "grad_x_hat")},
    **{f"{module}.{name}": f"{forward}_{name}"
       for module, forward in (("q2_batchnorm", "batchnorm"), ("q3_layernorm", "layernorm"))
       for name in ("grad_var", "grad_mean", "grad_x")},
}  # fmt: skip
WITH_A_TEST_OF_ITS_OWN = {"recover_private", "leaked_entries", "leakage_count"}


def compare(solution, oracle, inputs_of):
    worst = 0.0
    for k in range(CASES):
        inputs = inputs_of(Draw(f"certify {solution.__module__}.{solution.__name__} {k}"), k)
        got, want = solution(*inputs), oracle(*inputs)
        parts = zip(got, want) if isinstance(want, tuple) else [(got, want)]
        for ours, theirs in parts:
            assert np.shape(ours) == np.shape(theirs)
            worst = max(worst, float(np.abs(np.asarray(ours, float) - np.asarray(theirs, float)).max()))
    assert worst < TOLERANCE
    return worst


@pytest.mark.parametrize("name", [name for name in ALL_FUNCTIONS if name.bare not in WITH_A_TEST_OF_ITS_OWN])
def test_it_agrees_with_its_oracle(name):
    solution = getattr(importlib.import_module(f"solutions.{name.module}"), name.bare)
    names = named_in(solution)
    inputs = {
        "q1_dropout": lambda draw, k: dropout_inputs(names, draw, k),
        "q2_batchnorm": lambda draw, k: norm_inputs(names, 0, draw, k),
        "q3_layernorm": lambda draw, k: norm_inputs(names, 1, draw, k),
        "q4_optimizers": lambda draw, k: update_inputs(names, draw, k),
    }[name.module]
    compare(solution, getattr(oracles, ORACLE_NAMES.get(name, name.bare)), inputs)


def update_inputs(names, draw, k):
    shape = [(4,), (2, 3), (1,), (2, 2, 2)][k % 4]
    return tuple(optimizer_inputs(draw, shape, 1 + k % 12, names).values())


def literal_adam(w, s, r, gradient, t, lr, beta1, beta2, delta):
    """A second derivation for δ > 0: the moments as weighted sums of squares, entry by entry."""
    new = [np.empty_like(w) for _ in range(3)]
    for i in np.ndindex(w.shape):
        first = beta1 * s[i] + gradient[i] - beta1 * gradient[i]
        second = beta2 * r[i] + gradient[i] ** 2 - beta2 * gradient[i] ** 2
        weight1 = sum((1 - beta1) * beta1**k for k in range(t))
        weight2 = sum((1 - beta2) * beta2**k for k in range(t))
        new[0][i] = w[i] - lr * first / weight1 / (second / weight2 + delta) ** 0.5
        new[1][i], new[2][i] = first, second
    return tuple(new)


def test_adam_and_adamw_agree_with_a_second_derivation():
    def adam(w, s, r, grad, t, lr, beta1, beta2, delta, lambda_l2):
        return literal_adam(w, s, r, grad + lambda_l2 * w + w * lambda_l2, t, lr, beta1, beta2, delta)

    def adamw(w, s, r, grad, t, lr, beta1, beta2, delta, weight_decay):
        new, s, r = literal_adam(w, s, r, grad, t, lr, beta1, beta2, delta)
        return new - weight_decay * lr * w, s, r

    for function, second in (("adam_l2_step", adam), ("adamw_step", adamw)):
        names = named_in(getattr(q4_optimizers, function))
        compare(
            getattr(q4_optimizers, function),
            second,
            lambda draw, k, names=names: tuple(optimizer_inputs(draw, (3,), 1 + k % 12, names).values()),
        )


@pytest.mark.parametrize("delta", [0.0, 1e-8])
def test_adam_and_adamw_agree_with_torch_optim_at_delta_zero(delta):
    for function in ("adam_l2_step", "adamw_step"):
        names = named_in(getattr(q4_optimizers, function))

        def inputs(draw, k, names=names):
            return tuple((optimizer_inputs(draw, (3,), 1 + k % 12, names) | {"delta": delta}).values())

        compare(getattr(q4_optimizers, function), getattr(oracles, function), inputs)


def test_recover_private_gives_the_layer_norm_of_the_same_matrix():
    for k in range(CASES):
        draw = Draw(f"certify recover {k}")
        n = 2 + k % 8
        gamma, beta = draw.away_from_zero(n), draw.array(n)
        Y, Z = oracles.public_and_private(draw.symmetric(n), gamma, beta, 0.2)
        assert np.abs(q3_layernorm.recover_private(Y, gamma, beta) - Z).max() < TOLERANCE


@pytest.mark.parametrize("affine", [False, True])
def test_leakage_agrees_with_an_entrywise_comparison(affine):
    for n in range(2, 18):
        assert (q3_layernorm.leaked_entries(n, affine) == oracles.leaked_entries(n, affine)).all()
        assert q3_layernorm.leakage_count(n, affine) == oracles.leakage_count(n, affine)
