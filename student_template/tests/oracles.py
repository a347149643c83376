"""Independent answers for the public tests: automatic differentiation, torch.optim, enumeration, simulation.

The one module that imports PyTorch. Nothing here is a closed form of an answer: each oracle does by force what
the questions ask to derive. NumPy arrays and Python numbers in and out, float64 throughout.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import torch
import torch.nn.functional as nn

Array = np.ndarray[Any, np.dtype[np.float64]]
torch.set_default_dtype(torch.float64)


def _tensor(array: Any, *, grad: bool = False) -> torch.Tensor:
    return torch.tensor(np.asarray(array, dtype=np.float64), requires_grad=grad)


def _numpy(tensor: torch.Tensor) -> Array:
    return np.asarray(tensor.detach().numpy())


def _gradient(of: torch.Tensor, upstream: Any, by: torch.Tensor) -> Array:
    (gradient,) = torch.autograd.grad(of, by, _tensor(upstream))
    return _numpy(gradient)


# Question 1: every mask with its probability


def _masks(p: float, d: int) -> Iterator[tuple[torch.Tensor, float]]:
    for mask in itertools.product((0.0, 1.0), repeat=d):
        kept = sum(mask)
        yield torch.tensor(mask), p**kept * (1 - p) ** (d - kept)


def _expected(value: Callable[[torch.Tensor], torch.Tensor], p: float, d: int) -> torch.Tensor:
    return torch.stack([probability * value(mask) for mask, probability in _masks(p, d)]).sum(0)


def _loss(X: Any, y: Any, w: torch.Tensor) -> Callable[[torch.Tensor], torch.Tensor]:
    return lambda mask: ((_tensor(y) - _tensor(X) @ torch.diag(mask) @ w) ** 2).sum()


def second_moment(p: float, d: int) -> Array:
    """E[m_i m_j] over all 2^d masks."""
    return _numpy(_expected(lambda mask: torch.outer(mask, mask), p, d))


def prediction_scale(p: float) -> float:
    """f: half the slope of the expected loss in y, which alone pairs y with X w, on one fixed example."""
    X, y, w = [[1.0, 2.0], [3.0, -1.0]], torch.tensor([1.0, 2.0]), torch.tensor([1.0, 1.0])
    plus, minus = (float(_expected(_loss(X, sign * y, w), p, 2)) for sign in (1, -1))
    return (minus - plus) / (4 * float(y @ _tensor(X) @ w))


def penalty_scale(p: float) -> float:
    """g: what remains of the expected loss beside the mean prediction's, per unit of the penalty."""
    X, y, w = [[1.0, 2.0], [3.0, -1.0]], torch.tensor([1.0, 2.0]), torch.tensor([1.0, 1.0])
    rest = _expected(_loss(X, y, w), p, 2) - ((y - prediction_scale(p) * _tensor(X) @ w) ** 2).sum()
    penalty = sum(float((_tensor(X)[:, j] * w[j]).square().sum()) for j in range(2))
    return float(rest) / penalty


def gamma(X: Array) -> Array:
    """The diagonal matrix of the columns' lengths."""
    return _numpy(torch.diag(torch.linalg.vector_norm(_tensor(X), dim=0)))


def dropout_loss(X: Array, y: Array, w: Array, mask: Array) -> float:
    """The loss as the question defines it, D as a full matrix."""
    return float(_loss(X, y, _tensor(w))(_tensor(mask)))


def expected_loss(X: Array, y: Array, w: Array, p: float) -> float:
    """The mean of the loss over all masks."""
    return float(_expected(_loss(X, y, _tensor(w)), p, X.shape[1]))


def expected_loss_grad(X: Array, y: Array, w: Array, p: float) -> Array:
    """Automatic differentiation of that mean."""
    weights = _tensor(w, grad=True)
    return _gradient(_expected(_loss(X, y, weights), p, X.shape[1]), 1.0, weights)


# Questions 2 and 3: PyTorch's own layers, differentiated


def batchnorm(X: Array, gamma: Array, beta: Array, eps: float) -> Array:
    """torch.nn.functional.batch_norm in training mode."""
    return _numpy(_batch_norm(_tensor(X), gamma, beta, eps))


def _batch_norm(X: torch.Tensor, gamma: Any, beta: Any, eps: float) -> torch.Tensor:
    weight, bias = _tensor(gamma), _tensor(beta)
    return nn.batch_norm(X, None, None, weight, bias, training=True, eps=eps)


def layernorm(X: Array, gamma: Array, beta: Array, eps: float) -> Array:
    """torch.nn.functional.layer_norm over the last axis."""
    return _numpy(nn.layer_norm(_tensor(X), X.shape[1:], _tensor(gamma), _tensor(beta), eps))


def affine_grad_beta(dY: Array) -> Array:
    """Differentiates Y = γ X̂ + β; its value at β = 0 serves, since Y is linear in β."""
    beta = torch.zeros(dY.shape[1], requires_grad=True)
    return _gradient(torch.zeros(dY.shape) + beta, dY, beta)


def affine_grad_gamma(dY: Array, X_hat: Array) -> Array:
    """Differentiates Y = γ X̂ + β by γ."""
    gamma = torch.ones(dY.shape[1], requires_grad=True)
    return _gradient(gamma * _tensor(X_hat), dY, gamma)


def affine_grad_x_hat(dY: Array, gamma: Array) -> Array:
    """Differentiates Y = γ X̂ + β by X̂."""
    X_hat = torch.zeros(dY.shape, requires_grad=True)
    return _gradient(_tensor(gamma) * X_hat, dY, X_hat)


def _statistic_gradient(dX_hat: Array, X: Array, eps: float, axis: int, by: str) -> Array:
    mean = _tensor(X).mean(axis, keepdim=True).requires_grad_()
    var = _tensor(X).var(axis, correction=0, keepdim=True).requires_grad_()
    X_hat = (_tensor(X) - mean) / torch.sqrt(var + eps)
    return _gradient(X_hat, dX_hat, mean if by == "mean" else var).reshape(-1)


def batchnorm_grad_var(dX_hat: Array, X: Array, mean: Array, var: Array, eps: float) -> Array:
    """Differentiates X̂ by σ², X and μ held."""
    return _statistic_gradient(dX_hat, X, eps, 0, "var")


def batchnorm_grad_mean(dX_hat: Array, var: Array, eps: float) -> Array:
    """Differentiates X̂ by μ, X and σ² held: X̂ is linear in both, so any X will do."""
    return _mean_gradient(dX_hat, var[None, :], eps, 0)


def layernorm_grad_var(dX_hat: Array, X: Array, mean: Array, var: Array, eps: float) -> Array:
    """Differentiates X̂ by each row's σ², X and μ held."""
    return _statistic_gradient(dX_hat, X, eps, 1, "var")


def layernorm_grad_mean(dX_hat: Array, var: Array, eps: float) -> Array:
    """Differentiates X̂ by each row's μ, X and σ² held."""
    return _mean_gradient(dX_hat, var[:, None], eps, 1)


def _mean_gradient(dX_hat: Array, var: Array, eps: float, axis: int) -> Array:
    mean = torch.zeros(var.shape, requires_grad=True)
    X_hat = (torch.zeros(dX_hat.shape) - mean) / torch.sqrt(_tensor(var) + eps)
    return _gradient(X_hat, dX_hat, mean).reshape(-1)


def batchnorm_grad_x(dY: Array, X: Array, gamma: Array, eps: float) -> Array:
    """Differentiates batch norm by X, through mean and variance."""
    data = _tensor(X, grad=True)
    return _gradient(_batch_norm(data, gamma, np.zeros_like(gamma), eps), dY, data)


def layernorm_grad_x(dY: Array, X: Array, gamma: Array, eps: float) -> Array:
    """Differentiates layer norm by X, through mean and variance."""
    data = _tensor(X, grad=True)
    return _gradient(nn.layer_norm(data, X.shape[1:], _tensor(gamma), None, eps), dY, data)


# Question 3(c): the two matrices themselves, and which entries agree whatever γ and β are


def public_and_private(X: Array, gamma: Array, beta: Array, eps: float) -> tuple[Array, Array]:
    """(Y, Z): batch norm and layer norm of the same symmetric X."""
    return batchnorm(X, gamma, beta, eps), layernorm(X, gamma, beta, eps)


def leaked_entries(n: int, affine: bool) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Compare Z with Y's transpose, entry by entry, on several random symmetric X, γ and β."""
    generator = torch.Generator().manual_seed(1)
    agree = torch.ones(n, n, dtype=torch.bool)
    for _ in range(3):
        X = torch.randn(n, n, generator=generator)
        X = X + X.T
        gamma = torch.randn(n, generator=generator) + 3 if affine else torch.ones(n)
        beta = torch.randn(n, generator=generator) if affine else torch.zeros(n)
        Y = _batch_norm(X, gamma, beta, 0.1)
        Z = nn.layer_norm(X, (n,), gamma, beta, 0.1)
        agree &= (Z - Y.T).abs() < 1e-9
    return np.asarray(agree.numpy())


def leakage_count(n: int, affine: bool) -> int:
    """How many entries agree."""
    return int(leaked_entries(n, affine).sum())


# Question 4: torch.optim, the penalty differentiated by autograd


def _penalized(w: torch.Tensor, grad: Any, lambda_l2: float) -> torch.Tensor:
    """∇(L + λ‖w‖²) with ∇L = `grad`."""
    (gradient,) = torch.autograd.grad((_tensor(grad) * w).sum() + lambda_l2 * w.square().sum(), w)
    return gradient


def _step(optimizer: torch.optim.Optimizer, w: torch.Tensor, gradient: torch.Tensor) -> Array:
    w.grad = gradient
    optimizer.step()
    return _numpy(w).copy()


def equivalent_weight_decay(lambda_l2: float) -> float:
    """The penalty's gradient per unit of weight."""
    w = torch.ones(1, requires_grad=True)
    return float(_penalized(w, [0.0], lambda_l2))


def sgd_l2_step(w: Array, grad: Array, lr: float, lambda_l2: float) -> Array:
    """torch.optim.SGD on the penalized gradient."""
    weights = _tensor(w, grad=True)
    return _step(torch.optim.SGD([weights], lr=lr), weights, _penalized(weights, grad, lambda_l2))


def sgd_weight_decay_step(w: Array, grad: Array, lr: float, lambda_wd: float) -> Array:
    """torch.optim.SGD with its weight_decay."""
    weights = _tensor(w, grad=True)
    return _step(torch.optim.SGD([weights], lr=lr, weight_decay=lambda_wd), weights, _tensor(grad))


def expected_moment(mu: Array, beta: float, t: int) -> Array:
    """The moving average of a gradient that is always its mean, update by update (it is linear in g)."""
    s = torch.zeros_like(_tensor(mu))
    for _ in range(t):
        s = beta * s + (1 - beta) * _tensor(mu)
    return _numpy(s)


def bias_corrected(s: Array, beta: float, t: int) -> Array:
    """s over what the moving average makes of a gradient that is always 1."""
    return np.asarray(s / expected_moment(np.ones(()), beta, t))


def momentum_l2_step(w: Array, v: Array, grad: Array, lr: float, beta: float, lambda_l2: float) -> tuple[Array, Array]:
    """torch.optim.SGD with momentum and dampening, which heeds dampening once the buffer is set."""
    weights = _tensor(w, grad=True)
    optimizer = torch.optim.SGD([weights], lr=lr, momentum=beta, dampening=beta)
    optimizer.state[weights]["momentum_buffer"] = _tensor(v)
    new = _step(optimizer, weights, _penalized(weights, grad, lambda_l2))
    return new, _numpy(optimizer.state[weights]["momentum_buffer"])


def rmsprop_l2_step(
    w: Array, v: Array, grad: Array, lr: float, beta: float, eps: float, lambda_l2: float
) -> tuple[Array, Array]:
    """torch.optim.RMSprop, whose eps stands outside the root as in the question."""
    weights = _tensor(w, grad=True)
    optimizer = torch.optim.RMSprop([weights], lr=lr, alpha=beta, eps=eps)
    optimizer.state[weights].update(step=torch.tensor(1.0), square_avg=_tensor(v))
    new = _step(optimizer, weights, _penalized(weights, grad, lambda_l2))
    return new, _numpy(optimizer.state[weights]["square_avg"])


def adam_l2_step(
    w: Array, s: Array, r: Array, grad: Array, t: int, lr: float, beta1: float, beta2: float,
    delta: float, lambda_l2: float,
) -> tuple[Array, Array, Array]:  # fmt: skip
    """torch.optim.Adam on the penalized gradient."""
    weights = _tensor(w, grad=True)
    optimizer = torch.optim.Adam([weights], lr=lr, betas=(beta1, beta2), eps=0.0)
    gradient = _penalized(weights, grad, lambda_l2)
    return _adam(optimizer, weights, gradient, s, r, t, beta2, delta)


def adamw_step(
    w: Array, s: Array, r: Array, grad: Array, t: int, lr: float, beta1: float, beta2: float,
    delta: float, weight_decay: float,
) -> tuple[Array, Array, Array]:  # fmt: skip
    """torch.optim.AdamW, whose decay is decoupled."""
    weights = _tensor(w, grad=True)
    optimizer = torch.optim.AdamW([weights], lr=lr, betas=(beta1, beta2), eps=0.0, weight_decay=weight_decay)
    return _adam(optimizer, weights, _tensor(grad), s, r, t, beta2, delta)


def _adam(
    optimizer: torch.optim.Optimizer, weights: torch.Tensor, gradient: torch.Tensor,
    s: Array, r: Array, t: int, beta2: float, delta: float,
) -> tuple[Array, Array, Array]:  # fmt: skip
    """One update, δ inside the root: with eps = 0, r is shifted so that its corrected value gains δ.

    The shift is δ (1 − β₂ᵗ)/β₂ before the update, of which δ (1 − β₂ᵗ) is left to take off afterwards.
    """
    shift = delta * (1 - beta2**t)
    state = {"step": torch.tensor(t - 1.0), "exp_avg": _tensor(s), "exp_avg_sq": _tensor(r) + shift / beta2}
    optimizer.state[weights].update(state)
    new = _step(optimizer, weights, gradient)
    return new, _numpy(state["exp_avg"]), _numpy(state["exp_avg_sq"] - shift)
