"""Question 3: layer norm (mean and biased variance of each row over D features), and what batch norm leaks.

X̂ = (X − μ)/√(σ² + eps) row by row, Y = γ X̂ + β with γ, β `(D,)`. Upstream gradients are `(N, D)`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def layernorm(X: Array, gamma: Array, beta: Array, eps: float) -> Array:
    """Y `(N, D)`: γ (X − μ)/√(σ² + eps) + β, statistics of each row. Question 3."""
    centred = X - X.mean(axis=1, keepdims=True)
    return np.asarray(gamma * centred / np.sqrt((centred**2).mean(axis=1, keepdims=True) + eps) + beta)


def grad_beta(dY: Array) -> Array:
    """dL/dβ `(D,)`: Σ_i dY_ij. β belongs to features, so rows add up, as in batch norm. Question 3(a)1."""
    return np.asarray(dY.sum(axis=0))


def grad_gamma(dY: Array, X_hat: Array) -> Array:
    """dL/dγ `(D,)`: Σ_i dY_ij X̂_ij. Question 3(a)2."""
    return np.asarray((dY * X_hat).sum(axis=0))


def grad_x_hat(dY: Array, gamma: Array) -> Array:
    """dL/dX̂ `(N, D)`: γ_j dY_ij. Question 3(a)3."""
    return dY * gamma


def grad_var(dX_hat: Array, X: Array, mean: Array, var: Array, eps: float) -> Array:
    """dL/dσ² `(N,)`: −½ (σ² + eps)^(−3/2) Σ_j dX̂_ij (X_ij − μ_i). Question 3(a)3."""
    return np.asarray(-0.5 * (var + eps) ** -1.5 * (dX_hat * (X - mean[:, None])).sum(axis=1))


def grad_mean(dX_hat: Array, var: Array, eps: float) -> Array:
    """dL/dμ `(N,)`: −Σ_j dX̂_ij/√(σ² + eps); the path through σ² is zero. Question 3(a)3."""
    return np.asarray(-dX_hat.sum(axis=1) / np.sqrt(var + eps))


def grad_x(dY: Array, X: Array, gamma: Array, eps: float) -> Array:
    """dL/dX `(N, D)`: [dX̂ − mean(dX̂) − X̂ mean(dX̂ X̂)]/√(σ² + eps), dX̂ = γ dY, means over features.

    The same three paths as in batch norm, along the row. γ_k differs within the sums, so it stays inside them
    and nowhere else. Question 3(a)3.
    """
    centred = X - X.mean(axis=1, keepdims=True)
    root = np.sqrt((centred**2).mean(axis=1, keepdims=True) + eps)
    X_hat = centred / root
    dX_hat = dY * gamma
    mean = dX_hat.mean(axis=1, keepdims=True)
    return np.asarray((dX_hat - mean - X_hat * (dX_hat * X_hat).mean(axis=1, keepdims=True)) / root)


def recover_private(Y: Array, gamma: Array, beta: Array) -> Array:
    """Z `(n, n)` from Y when γ (nonzero) and β are known: Z_ij = γ_j/γ_i (Y_ji − β_i) + β_j. Question 3(c).

    X is symmetric, so the statistics of its column i are those of its row i, and (Y_ji − β_i)/γ_i is the
    normalized X_ij of layer norm.
    """
    return np.asarray(((Y - beta) / gamma).T * gamma + beta)


def leaked_entries(n: int, affine: bool) -> NDArray[np.bool_]:
    """Which Z_ij can be read off the single entry Y_ji, for all allowed γ and β: `(n, n)` bool. Question 3(c).

    With γ = 1, β = 0, Z = Yᵀ: all. Else Z_ij = γ_j/γ_i (Y_ji − β_i) + β_j, which is Y_ji for every γ and β
    only where i = j. (Statistics of a whole column of Y would tell more; the question asks for one entry.)
    """
    return np.eye(n, dtype=bool) if affine else np.ones((n, n), dtype=bool)


def leakage_count(n: int, affine: bool) -> int:
    """How many entries leak: n with γ and β arbitrary, n² with γ = 1, β = 0. Question 3(c)."""
    return n if affine else n * n
