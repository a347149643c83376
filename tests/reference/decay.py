"""How fast a weight shrinks when its gradients have a fixed size and random signs: decay alone moves its mean."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from solutions import q4_optimizers

Array = NDArray[np.float64]
UPDATES, RUNS = 2500, 200
LR, BETA1, BETA2, DELTA = 1e-3, 0.9, 0.99, 1e-10
PENALTY, DECAY = 0.025, 0.5  # λ of Adam with ℓ2, and of AdamW


def weights_under_adam(size: float) -> Array:
    """The mean weight after each update, by `adam_l2_step`."""
    return mean_weight(lambda *state: q4_optimizers.adam_l2_step(*state, LR, BETA1, BETA2, DELTA, PENALTY), size)


def weights_under_adamw(size: float) -> Array:
    """The mean weight after each update, by `adamw_step`."""
    return mean_weight(lambda *state: q4_optimizers.adamw_step(*state, LR, BETA1, BETA2, DELTA, DECAY), size)


def mean_weight(step: Callable[..., Any], size: float) -> Array:
    """Over many weights that start at 1."""
    random = np.random.default_rng(3)
    w, s, r, path = np.ones(RUNS), np.zeros(RUNS), np.zeros(RUNS), [1.0]
    for t in range(1, UPDATES + 1):
        gradient = size * np.where(random.random(RUNS) < 0.5, -1.0, 1.0)
        w, s, r = step(w, s, r, gradient, t)
        path.append(float(w.mean()))
    return np.array(path)


def predicted_under_adam(size: float) -> Array:
    """By question4.md: 2ηλ over the root of a² + 4λ²w² + δ off each unit of weight."""
    path = [1.0]
    for _ in range(UPDATES):
        w = path[-1]
        path.append(w - 2 * LR * PENALTY * w / np.sqrt(size**2 + (2 * PENALTY * w) ** 2 + DELTA))
    return np.array(path)


def predicted_under_adamw() -> Array:
    """By question4.md: the factor 1 − ηλ for each update."""
    return np.asarray((1 - LR * DECAY) ** np.arange(UPDATES + 1))
