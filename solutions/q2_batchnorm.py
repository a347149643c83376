"""Question 2: batch norm in training mode, mean and biased variance of each column over the N rows.

X̂ = (X − μ)/√(σ² + eps), Y = γ X̂ + β. Upstream gradients `dY` and `dX_hat` are `(N, D)`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def batchnorm(X: Array, gamma: Array, beta: Array, eps: float) -> Array:
    """Y `(N, D)`: γ (X − μ)/√(σ² + eps) + β. Question 2."""
    centred = X - X.mean(axis=0)
    return np.asarray(gamma * centred / np.sqrt((centred**2).mean(axis=0) + eps) + beta)


def grad_beta(dY: Array) -> Array:
    """dL/dβ `(D,)`: Σ_i dY_ij. β_j enters every row of its column, so the rows add up. Question 2(a)1.

    The last line of the course's solutions loses the sum (errata.md).
    """
    return np.asarray(dY.sum(axis=0))


def grad_gamma(dY: Array, X_hat: Array) -> Array:
    """dL/dγ `(D,)`: Σ_i dY_ij X̂_ij. Question 2(a)2."""
    return np.asarray((dY * X_hat).sum(axis=0))


def grad_x_hat(dY: Array, gamma: Array) -> Array:
    """dL/dX̂ `(N, D)`: γ_j dY_ij, entry by entry. Question 2(a)3."""
    return dY * gamma


def grad_var(dX_hat: Array, X: Array, mean: Array, var: Array, eps: float) -> Array:
    """dL/dσ² `(D,)`: −½ (σ² + eps)^(−3/2) Σ_i dX̂_ij (X_ij − μ_j). Question 2(a)4."""
    return np.asarray(-0.5 * (var + eps) ** -1.5 * (dX_hat * (X - mean)).sum(axis=0))


def grad_mean(dX_hat: Array, var: Array, eps: float) -> Array:
    """dL/dμ `(D,)`: −Σ_i dX̂_ij/√(σ² + eps). Question 2(a)4.

    The path through σ² is zero: dσ²/dμ = −2/N Σ_i (X_ij − μ_j) = 0.
    """
    return np.asarray(-dX_hat.sum(axis=0) / np.sqrt(var + eps))


def grad_x(dY: Array, X: Array, gamma: Array, eps: float) -> Array:
    """dL/dX `(N, D)`: γ/√(σ² + eps) [dY − mean(dY) − X̂ mean(dY X̂)], means over rows. Question 2(a)4.

    Three paths, direct, through σ² (dσ²/dX_ij = 2 (X_ij − μ_j)/N) and through μ (1/N), added; γ_j is the same
    for a whole column, so it comes out of both sums once. The course's solutions leave it inside as well (errata.md).
    """
    centred = X - X.mean(axis=0)
    root = np.sqrt((centred**2).mean(axis=0) + eps)
    X_hat = centred / root
    return np.asarray(gamma / root * (dY - dY.mean(axis=0) - X_hat * (dY * X_hat).mean(axis=0)))
