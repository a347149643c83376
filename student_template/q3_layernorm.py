"""Question 3: layer norm, its gradients, and what a public batch norm leaks of a private layer norm.

X̂ = (X − μ)/√(σ² + eps) and Y = γ X̂ + β, where μ and σ² are the mean and the biased variance (divide by D) of
each ROW of `X` `(N, D)`. `mean`, `var` are `(N,)`; `gamma`, `beta` are `(D,)`. `dY` and `dX_hat` are upstream
gradients dL/dY and dL/dX̂, both `(N, D)`. A constant row (σ² = 0) must give finite, correct results.

3(c): X is symmetric, `(n, n)`; Y = batchnorm(X) is public, Z = layernorm(X) is private, with the same γ, β
and eps. An entry Z_ij is leaked when it can be read off the single entry Y_ji: without knowing γ or β and without
statistics over several entries. `affine` says which γ and β there may be: False, γ = 1 and β = 0 and everybody knows
it; True, any γ and β, and an entry counts only when it leaks whatever they are.
"""

import numpy as np


def layernorm(X: np.ndarray, gamma: np.ndarray, beta: np.ndarray, eps: float):
    """Y, an array `(N, D)`."""
    raise NotImplementedError("write layernorm in q3_layernorm.py")


def grad_beta(dY: np.ndarray):
    """dL/dβ, an array `(D,)`."""
    raise NotImplementedError("write grad_beta in q3_layernorm.py")


def grad_gamma(dY: np.ndarray, X_hat: np.ndarray):
    """dL/dγ, an array `(D,)`; `X_hat` is X̂, `(N, D)` as `dY`."""
    raise NotImplementedError("write grad_gamma in q3_layernorm.py")


def grad_x_hat(dY: np.ndarray, gamma: np.ndarray):
    """dL/dX̂, an array `(N, D)`."""
    raise NotImplementedError("write grad_x_hat in q3_layernorm.py")


def grad_var(dX_hat: np.ndarray, X: np.ndarray, mean: np.ndarray, var: np.ndarray, eps: float):
    """dL/dσ², an array `(N,)`, from dL/dX̂ alone: X and μ are held fixed. `mean` and `var` are those of `X`."""
    raise NotImplementedError("write grad_var in q3_layernorm.py")


def grad_mean(dX_hat: np.ndarray, var: np.ndarray, eps: float):
    """dL/dμ, an array `(N,)`, from dL/dX̂, without the path through σ² (it is zero)."""
    raise NotImplementedError("write grad_mean in q3_layernorm.py")


def grad_x(dY: np.ndarray, X: np.ndarray, gamma: np.ndarray, eps: float):
    """dL/dX, an array `(N, D)`, through X̂, σ² and μ."""
    raise NotImplementedError("write grad_x in q3_layernorm.py")


def recover_private(Y: np.ndarray, gamma: np.ndarray, beta: np.ndarray):
    """Z, an array `(n, n)`, from the public `Y` `(n, n)` when γ (no entry zero) and β are known."""
    raise NotImplementedError("write recover_private in q3_layernorm.py")


def leaked_entries(n: int, affine: bool):
    """Which Z_ij leak: `(n, n)` of True and False; `affine` as above."""
    raise NotImplementedError("write leaked_entries in q3_layernorm.py")


def leakage_count(n: int, affine: bool):
    """How many entries leak, one whole number; `affine` as above."""
    raise NotImplementedError("write leakage_count in q3_layernorm.py")
