"""Question 4: ℓ2 penalty and weight decay in SGD, momentum, RMSProp, Adam and AdamW.

L is the loss without the penalty, `grad` is ∇L(w), and the penalty is λ‖w‖². Weights and state are arrays of
one shape, with one axis or more; state starts at zero. `t` counts updates from 1 and includes this one.
Weight decay is the rule w ← w − lr (∇L + λ_wd w).

In Adam and AdamW `s` is the first moment, the moving average of gradients with `beta1`, and `r` the second, of their
squares with `beta2`. The step uses both with their bias corrected; "uncorrected" says what is returned: the moving
averages themselves, as the next call takes them.
"""

import numpy as np


def equivalent_weight_decay(lambda_l2: float):
    """The λ_wd, one number, that makes SGD with weight decay (the rule above) the same as SGD on L + λ‖w‖²."""
    raise NotImplementedError("write equivalent_weight_decay in q4_optimizers.py")


def sgd_l2_step(w: np.ndarray, grad: np.ndarray, lr: float, lambda_l2: float):
    """The new `w` after one step of SGD on L + λ‖w‖²."""
    raise NotImplementedError("write sgd_l2_step in q4_optimizers.py")


def sgd_weight_decay_step(w: np.ndarray, grad: np.ndarray, lr: float, lambda_wd: float):
    """The new `w` after one step w ← w − lr (∇L + λ_wd w)."""
    raise NotImplementedError("write sgd_weight_decay_step in q4_optimizers.py")


def expected_moment(mu: np.ndarray, beta: float, t: int):
    """E[s] after `t` updates s ← βs + (1 − β)g from zero, where E[g] = mu; an array like `mu`."""
    raise NotImplementedError("write expected_moment in q4_optimizers.py")


def bias_corrected(s: np.ndarray, beta: float, t: int):
    """The unbiased estimate of E[g] from `s` after `t` updates s ← βs + (1 − β)g; an array like `s`."""
    raise NotImplementedError("write bias_corrected in q4_optimizers.py")


def momentum_l2_step(w: np.ndarray, v: np.ndarray, grad: np.ndarray, lr: float, beta: float, lambda_l2: float):
    """The new `(w, v)`: v ← βv + (1 − β)∇(L + λ‖w‖²), then w ← w − lr v."""
    raise NotImplementedError("write momentum_l2_step in q4_optimizers.py")


def rmsprop_l2_step(
    w: np.ndarray, v: np.ndarray, grad: np.ndarray, lr: float, beta: float, eps: float, lambda_l2: float
):
    """The new `(w, v)` of RMSProp on L + λ‖w‖²: `eps` is added outside the root, √v + eps.

    `v` is the moving average of the squared gradient, updated before the step: v ← βv + (1 − β) (gradient)². Nothing
    is bias-corrected.
    """
    raise NotImplementedError("write rmsprop_l2_step in q4_optimizers.py")


def adam_l2_step(
    w: np.ndarray, s: np.ndarray, r: np.ndarray, grad: np.ndarray, t: int, lr: float,
    beta1: float, beta2: float, delta: float, lambda_l2: float,
):  # fmt: skip
    """The new `(w, s, r)` of Adam on L + λ‖w‖²: `delta` INSIDE the root; `s`, `r` returned uncorrected."""
    raise NotImplementedError("write adam_l2_step in q4_optimizers.py")


def adamw_step(
    w: np.ndarray, s: np.ndarray, r: np.ndarray, grad: np.ndarray, t: int, lr: float,
    beta1: float, beta2: float, delta: float, weight_decay: float,
):  # fmt: skip
    """The new `(w, s, r)` of AdamW: `delta` INSIDE the root; `s`, `r` returned uncorrected.

    The decay is decoupled: − lr · weight_decay · w, with the old w.
    """
    raise NotImplementedError("write adamw_step in q4_optimizers.py")
