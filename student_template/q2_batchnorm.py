"""Question 2: batch norm in training mode and its gradients.

X̂ = (X − μ)/√(σ² + eps) and Y = γ X̂ + β, where μ and σ² are the mean and the biased variance (divide by N) of
each column of `X` `(N, D)`. `mean`, `var`, `gamma`, `beta` are `(D,)`. `dY` and `dX_hat` are upstream
gradients dL/dY and dL/dX̂, both `(N, D)`. A constant column (σ² = 0) must give finite, correct results.
"""

import numpy as np


def batchnorm(X: np.ndarray, gamma: np.ndarray, beta: np.ndarray, eps: float):
    """Y, an array `(N, D)`."""
    raise NotImplementedError("write batchnorm in q2_batchnorm.py")


def grad_beta(dY: np.ndarray):
    """dL/dβ, an array `(D,)`."""
    raise NotImplementedError("write grad_beta in q2_batchnorm.py")


def grad_gamma(dY: np.ndarray, X_hat: np.ndarray):
    """dL/dγ, an array `(D,)`; `X_hat` is X̂, `(N, D)` as `dY`."""
    raise NotImplementedError("write grad_gamma in q2_batchnorm.py")


def grad_x_hat(dY: np.ndarray, gamma: np.ndarray):
    """dL/dX̂, an array `(N, D)`."""
    raise NotImplementedError("write grad_x_hat in q2_batchnorm.py")


def grad_var(dX_hat: np.ndarray, X: np.ndarray, mean: np.ndarray, var: np.ndarray, eps: float):
    """dL/dσ², an array `(D,)`, from dL/dX̂ alone: X and μ are held fixed. `mean` and `var` are those of `X`."""
    raise NotImplementedError("write grad_var in q2_batchnorm.py")


def grad_mean(dX_hat: np.ndarray, var: np.ndarray, eps: float):
    """dL/dμ, an array `(D,)`, from dL/dX̂, without the path through σ² (it is zero)."""
    raise NotImplementedError("write grad_mean in q2_batchnorm.py")


def grad_x(dY: np.ndarray, X: np.ndarray, gamma: np.ndarray, eps: float):
    """dL/dX, an array `(N, D)`, through X̂, σ² and μ."""
    raise NotImplementedError("write grad_x in q2_batchnorm.py")
