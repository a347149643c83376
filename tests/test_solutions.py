"""Every reference answer agrees with an independent oracle to 1e-10 on 200 random cases."""

import numpy as np
import oracles
import pytest
from inputs import Draw, Normalization, optimizer_inputs

from solutions import q1_dropout, q2_batchnorm, q3_layernorm, q4_optimizers

CASES = 200
TOLERANCE = 1e-10


def sizes(k):
    return 2 + k % 6, 2 + (k // 6) % 5


def data_set(draw, k):
    n, d = sizes(k)
    return draw.array(n, d), draw.array(n), draw.array(d), draw.number(0.05, 0.95)


def dropout_inputs(function, draw, k):
    X, y, w, p = data_set(draw, k)
    mask = draw.mask(len(w))
    return {
        "second_moment": (p, len(w)),
        "f": (p,),
        "g": (p,),
        "gamma": (X,),
        "dropout_loss": (X, y, w, mask),
        "expected_loss": (X, y, w, p),
        "expected_loss_grad": (X, y, w, p),
    }[function]


def norm_inputs(names, axis, draw, k):
    n, d = sizes(k)
    inputs = Normalization(draw, n, d, axis, draw.number(0.01, 1.5), second="constant" * (k % 10 == 0))
    return tuple(inputs.pick(*names.split()).values())


NORM = {
    "grad_beta": "dY",
    "grad_gamma": "dY X_hat",
    "grad_x_hat": "dY gamma",
    "grad_var": "dX_hat X mean var eps",
    "grad_mean": "dX_hat var eps",
    "grad_x": "dY X gamma eps",
}
OPTIMIZER = {
    "equivalent_weight_decay": "lambda_l2",
    "sgd_l2_step": "w grad lr lambda_l2",
    "sgd_weight_decay_step": "w grad lr lambda_wd",
    "expected_moment": "mu beta t",
    "bias_corrected": "s beta t",
    "momentum_l2_step": "w v grad lr beta lambda_l2",
    "rmsprop_l2_step": "w v grad lr beta eps lambda_l2",
    "adam_l2_step": "w s r grad t lr beta1 beta2 delta lambda_l2",
    "adamw_step": "w s r grad t lr beta1 beta2 delta weight_decay",
}
DROPOUT = ("second_moment", "f", "g", "gamma", "dropout_loss", "expected_loss", "expected_loss_grad")
ORACLE_NAMES = {"f": "prediction_scale", "g": "penalty_scale"}


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


@pytest.mark.parametrize("function", DROPOUT)
def test_dropout(function):
    oracle = getattr(oracles, ORACLE_NAMES.get(function, function))
    compare(getattr(q1_dropout, function), oracle, lambda draw, k: dropout_inputs(function, draw, k))


@pytest.mark.parametrize("module", [q2_batchnorm, q3_layernorm])
@pytest.mark.parametrize("function", ["forward", *NORM])
def test_normalization(module, function):
    axis, forward = (0, "batchnorm") if module is q2_batchnorm else (1, "layernorm")
    name = forward if function == "forward" else function
    affine = {n: f"affine_{n}" for n in ("grad_beta", "grad_gamma", "grad_x_hat")}
    oracle = {"forward": forward} | affine
    names = NORM.get(function, "X gamma beta eps")
    compare(
        getattr(module, name),
        getattr(oracles, oracle.get(function, f"{forward}_{function}")),
        lambda draw, k: norm_inputs(names, axis, draw, k),
    )


@pytest.mark.parametrize("function", OPTIMIZER)
def test_optimizers(function):
    names = tuple(OPTIMIZER[function].split())

    def inputs(draw, k):
        shape = [(4,), (2, 3), (1,), (2, 2, 2)][k % 4]
        return tuple(optimizer_inputs(draw, shape, 1 + k % 12, names).values())

    compare(getattr(q4_optimizers, function), getattr(oracles, function), inputs)


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
        names = tuple(OPTIMIZER[function].split())
        compare(
            getattr(q4_optimizers, function),
            second,
            lambda draw, k, names=names: tuple(optimizer_inputs(draw, (3,), 1 + k % 12, names).values()),
        )


@pytest.mark.parametrize("delta", [0.0, 1e-8])
def test_adam_and_adamw_agree_with_torch_optim_at_delta_zero(delta):
    for function in ("adam_l2_step", "adamw_step"):
        names = tuple(OPTIMIZER[function].split())

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
