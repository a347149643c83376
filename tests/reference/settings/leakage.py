"""Question 3(c): a symmetric matrix, its batch norm Y and its layer norm Z, and who knows what."""

from __future__ import annotations

from typing import Any

import numpy as np
import oracles
from reference.attack import guess
from reference.evaluate import Setting

SIZE = 4
EPS = 0.2
PLAIN = ("plain", "plain-leaked")
AFFINE = ("transpose", "public-and-private", "recover", "gap", "diagonal", "leaked", "column-statistics", "attack",
          "reflected", "standardized", "symmetry")  # fmt: skip


def settings(answer: Any) -> dict[str, list[Setting]]:
    """The equations of the second half of question3.md."""
    random = np.random.default_rng(3)
    X = symmetric(random, SIZE)
    ones, mixed, beta = np.ones(SIZE), np.array([1.2, -0.6, 0.8, -2.0]), random.normal(size=SIZE)
    plain = setting(X, ones, 0 * ones, EPS, answer, affine=False)
    affine = setting(X, mixed, beta, EPS, answer, affine=True)
    found = {f"q3-{name}": [plain] for name in PLAIN} | {f"q3-{name}": [affine] for name in AFFINE}
    recovered = answer("q3_layernorm.recover_private")(affine.values["Y"], mixed, beta)
    found["q3-recover"] = [affine, Setting(affine.values | {"Z": recovered}, affine.ranges)]
    return found


def symmetric(random: np.random.Generator, n: int) -> Any:
    """Standard normal entries, the same on both sides of the diagonal."""
    X = random.normal(size=(n, n))
    return np.triu(X) + np.triu(X, 1).T


def setting(X: Any, gamma: Any, beta: Any, eps: float, answer: Any, affine: bool) -> Setting:
    """Both matrices, the attacker's statistics of columns, and the two functions on leakage."""
    n = len(X)
    public, private = oracles.public_and_private(X, gamma, beta, eps)
    mean, deviation = X.mean(axis=0), X.std(axis=0)
    found = public.std(axis=0)
    values = {
        "X": X, "Y": public, "Z": private, "n": n, r"\gamma": gamma, r"\beta": beta, r"\varepsilon": eps,
        r"\mu": mean, r"\sigma": deviation, "s": np.sign(gamma), "r": np.sign(gamma) * deviation, "c": found,
        r"\hat{X}": (public - beta) / gamma, r"\tilde{X}": (private - beta) / gamma,
        r"\check{Z}": guess(public), "U": (public - public.mean(axis=0)) / found,
        "a": answer("q3_layernorm.leaked_entries")(n, affine).astype(float),
        "K": answer("q3_layernorm.leakage_count")(n, affine),
    }  # fmt: skip
    return Setting(values, {name: range(1, n + 1) for name in ("i", "j")})


def recover_by_inverting(public: Any, gamma: Any, beta: Any) -> Any:
    """Z by solving diag(γ) x = y − β for each row of Y."""
    normalized = np.linalg.solve(np.diag(gamma), (public - beta).T)
    return normalized @ np.diag(gamma) + beta
