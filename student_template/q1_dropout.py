"""Question 1: dropout on linear regression.

`X` is `(N, d)`, `y` is `(N,)`, `w` is `(d,)`. `p` is the probability that a feature is KEPT; the mask
D = diag(m), m_j ~ Bernoulli(p) independent, is shared by all rows. There is no rescaling by 1/p.
The loss is ‖y − X D w‖², and

    E[L] = ‖y − f(p) X w‖² + g(p) ‖Γ w‖²

where E is the mean over all 2^d masks, each weighted by its probability, and Γ is the diagonal matrix with entries ≥ 0
whose square is diag(XᵀX).
"""

import numpy as np


def second_moment(p: float, d: int):
    """E[D_ii D_jj] for every i and j, as an array `(d, d)`."""
    raise NotImplementedError("write second_moment in q1_dropout.py")


def f(p: float):
    """The scale f(p) of the mean prediction in the identity above, one number; the same for all X, y and w."""
    raise NotImplementedError("write f in q1_dropout.py")


def g(p: float):
    """The scale g(p) of the penalty ‖Γ w‖² in the identity above, with the Γ defined there; one number."""
    raise NotImplementedError("write g in q1_dropout.py")


def gamma(X: np.ndarray):
    """Γ as a diagonal matrix `(d, d)` with entries ≥ 0, where Γ² = diag(XᵀX)."""
    raise NotImplementedError("write gamma in q1_dropout.py")


def dropout_loss(X: np.ndarray, y: np.ndarray, w: np.ndarray, mask: np.ndarray):
    """‖y − X D w‖² for one given mask `(d,)` of 0.0 and 1.0, dtype float64; one number."""
    raise NotImplementedError("write dropout_loss in q1_dropout.py")


def expected_loss(X: np.ndarray, y: np.ndarray, w: np.ndarray, p: float):
    """E[L]: the mean of the loss over all masks, weighted by their probability; exactly, not by drawing. One number."""
    raise NotImplementedError("write expected_loss in q1_dropout.py")


def expected_loss_grad(X: np.ndarray, y: np.ndarray, w: np.ndarray, p: float):
    """The gradient of E[L] with respect to `w`, an array `(d,)`."""
    raise NotImplementedError("write expected_loss_grad in q1_dropout.py")
