"""Question 1: dropout on linear regression. `p` is the probability that a feature is kept."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def second_moment(p: float, d: int) -> Array:
    """E[D_ii D_jj] as a matrix `(d, d)`.

    Independent masks off the diagonal: p · p. On it m_i² = m_i, since a mask is 0 or 1: p. Question 1.
    """
    return np.full((d, d), p**2) + (p - p**2) * np.eye(d)


def f(p: float) -> float:
    """The scale of the mean prediction in E[L] = ‖y − f(p) X w‖² + g(p) ‖Γ w‖²: E[D] = p I. Question 1."""
    return float(p)


def g(p: float) -> float:
    """The scale of the penalty: a Bernoulli variable's variance, p (1 − p). Question 1.

    The diagonal of E[D A D] has p where p² A would have p²; the difference p − p² multiplies diag(A).
    """
    return float(p * (1 - p))


def gamma(X: Array) -> Array:
    """Γ `(d, d)`, diagonal: the lengths of X's columns, since Γ² = diag(XᵀX). Question 1, footnote.

    Lengths, not standard deviations: nothing is centred.
    """
    return np.diag(np.sqrt((X**2).sum(axis=0)))


def dropout_loss(X: Array, y: Array, w: Array, mask: Array) -> float:
    """‖y − X D w‖² for one mask `(d,)`; D w is the product entry by entry. Question 1."""
    residual = y - X @ (mask * w)
    return float(residual @ residual)


def expected_loss(X: Array, y: Array, w: Array, p: float) -> float:
    """E[L] = ‖y − p X w‖² + p (1 − p) ‖Γ w‖². Question 1.

    The linear term takes E[D] = p I. In the quadratic term E[wᵀ D A D w] with A = XᵀX, entries off the
    diagonal take p² and those on it p = p² + p (1 − p): p² wᵀA w + p (1 − p) Σ_j A_jj w_j².
    """
    residual = y - p * (X @ w)
    column_squares = (X**2).sum(axis=0)
    return float(residual @ residual + p * (1 - p) * (column_squares @ w**2))


def expected_loss_grad(X: Array, y: Array, w: Array, p: float) -> Array:
    """dE[L]/dw `(d,)`: −2 p Xᵀ(y − p X w) + 2 p (1 − p) Γ² w. Question 1."""
    column_squares = (X**2).sum(axis=0)
    return np.asarray(-2 * p * (X.T @ (y - p * (X @ w))) + 2 * p * (1 - p) * column_squares * w)
