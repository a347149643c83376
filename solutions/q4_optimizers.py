"""Question 4: ℓ2 and weight decay. The penalty is λ‖w‖², so its gradient is 2λw; `t` counts updates from 1.

Weights and state are arrays of one shape. δ stands inside the root of Adam, eps outside that of RMSProp.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def equivalent_weight_decay(lambda_l2: float) -> float:
    """λ_wd = 2λ: lr · λ_wd w must equal lr · ∇λ‖w‖² = lr · 2λ w for every w. Question 4(b)."""
    return float(2 * lambda_l2)


def sgd_l2_step(w: Array, grad: Array, lr: float, lambda_l2: float) -> Array:
    """New w: w − lr (∇L + 2λ w). Question 4(b)."""
    return np.asarray(w - lr * (grad + 2 * lambda_l2 * w))


def sgd_weight_decay_step(w: Array, grad: Array, lr: float, lambda_wd: float) -> Array:
    """New w: w − lr (∇L + λ_wd w). Question 4(b)."""
    return np.asarray(w - lr * (grad + lambda_wd * w))


def expected_moment(mu: Array, beta: float, t: int) -> Array:
    """E[s] after t updates: (1 − β^t) μ. Question 4(c)1.

    Unrolled, s = (1 − β) Σ_{k=1..t} β^(t−k) g_k; the geometric sum is (1 − β^t)/(1 − β).
    """
    return np.asarray((1 - beta**t) * mu)


def bias_corrected(s: Array, beta: float, t: int) -> Array:
    """The unbiased estimate s/(1 − β^t): undoes the factor of `expected_moment`. Question 4(c)1.

    The exponent is the number of updates made; the indices of the course's solutions are one apart (errata.md).
    """
    return np.asarray(s / (1 - beta**t))


def momentum_l2_step(w: Array, v: Array, grad: Array, lr: float, beta: float, lambda_l2: float) -> tuple[Array, Array]:
    """(w, v): v ← βv + (1 − β)(∇L + 2λw), w ← w − lr v. Question 4(c)2.

    The penalty is part of the gradient, so it carries 1 − β as well (errata).
    """
    v = beta * v + (1 - beta) * (grad + 2 * lambda_l2 * w)
    return w - lr * v, v


def rmsprop_l2_step(
    w: Array, v: Array, grad: Array, lr: float, beta: float, eps: float, lambda_l2: float
) -> tuple[Array, Array]:
    """(w, v): with G = ∇L + 2λw, v ← βv + (1 − β)G², w ← w − lr G/(√v + eps). Question 4(c)2."""
    gradient = grad + 2 * lambda_l2 * w
    v = beta * v + (1 - beta) * gradient**2
    return w - lr * gradient / (np.sqrt(v) + eps), v


def adam_l2_step(
    w: Array, s: Array, r: Array, grad: Array, t: int, lr: float, beta1: float, beta2: float,
    delta: float, lambda_l2: float,
) -> tuple[Array, Array, Array]:  # fmt: skip
    """(w, s, r), s and r uncorrected: Adam on G = ∇L + 2λw. Question 4(c)2.

    s ← β₁s + (1 − β₁)G, r ← β₂r + (1 − β₂)G², w ← w − lr s̄/√(r̄ + δ), s̄ = s/(1 − β₁^t), r̄ = r/(1 − β₂^t).
    """
    gradient = grad + 2 * lambda_l2 * w
    s = beta1 * s + (1 - beta1) * gradient
    r = beta2 * r + (1 - beta2) * gradient**2
    step = (s / (1 - beta1**t)) / np.sqrt(r / (1 - beta2**t) + delta)
    return w - lr * step, s, r


def adamw_step(
    w: Array, s: Array, r: Array, grad: Array, t: int, lr: float, beta1: float, beta2: float,
    delta: float, weight_decay: float,
) -> tuple[Array, Array, Array]:  # fmt: skip
    """(w, s, r): Adam on ∇L alone, and decoupled weight decay − lr · weight_decay · w, old w. Question 4(c)3.

    The decay meets neither moment, so it is the same share of every weight whatever its gradients were.
    """
    s = beta1 * s + (1 - beta1) * grad
    r = beta2 * r + (1 - beta2) * grad**2
    step = (s / (1 - beta1**t)) / np.sqrt(r / (1 - beta2**t) + delta)
    return w - lr * step - lr * weight_decay * w, s, r
