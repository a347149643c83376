"""Random inputs for the tests: short decimals, so that a case can be retyped and is the same everywhere.

Every number is a whole number divided by a power of ten, which no processor or NumPy version rounds differently.
"""

from __future__ import annotations

import hmac
import math
from collections.abc import Callable
from functools import cached_property
from typing import Any

import numpy as np

Array = np.ndarray[Any, np.dtype[np.float64]]

SEED = "at home"  # the grader sets its own: answers learned by heart at home earn nothing there


class Draw:
    """Inputs for one test; its `label` makes them differ from every other test's."""

    def __init__(self, label: str) -> None:
        key = hmac.digest(SEED.encode(), label.encode(), "sha256")
        self._random = np.random.default_rng(int.from_bytes(key[:16], "big"))

    def array(self, *shape: int, low: float = -2.0, high: float = 2.0, unit: int = 100) -> Array:
        """Uniform on [low, high] in steps of 1/`unit`."""
        steps = self._random.integers(round(low * unit), round(high * unit) + 1, size=shape)
        return np.asarray(steps / float(unit))

    def away_from_zero(self, *shape: int, low: float = 0.4, high: float = 2.5, unit: int = 100) -> Array:
        """Sizes within [low, high] and both signs: fit for γ, which is negative and uneven in earnest."""
        size = self.array(*shape, low=low, high=high, unit=unit)
        signs = np.where(np.arange(size.size).reshape(shape) % 2 == 0, 1.0, -1.0)
        return size * signs

    def number(self, low: float, high: float, unit: int = 100) -> float:
        """One number within [low, high]."""
        return self.whole(round(low * unit), round(high * unit)) / unit

    def whole(self, low: int, high: int) -> int:
        """One whole number within [low, high]."""
        return int(self._random.integers(low, high + 1))

    def mask(self, d: int) -> Array:
        """Zeros and ones, at least one of each."""
        mask = self._random.integers(0, 2, size=d).astype(np.float64)
        mask[:2] = 1.0, 0.0
        return mask

    def symmetric(self, n: int) -> Array:
        """A symmetric matrix `(n, n)`."""
        upper = np.triu(self.array(n, n))
        return np.asarray(upper + np.triu(upper, 1).T)


class Normalization:
    """Everything that batch norm (`axis` 0) or layer norm (`axis` 1) and their gradients take, consistent.

    `X`, `X_hat`, `dY`, `dX_hat` are `(N, D)`; `gamma`, `beta` are `(D,)`; `mean`, `var` one per column or row.
    `second` makes the second column (or row) of X "constant", so that its variance is zero, "small", so that even
    a tiny eps shows, or "narrow", so that its variance is below a usual eps and above zero; with `shift` all of X lies
    about it; with `zero` the last entry of γ is zero. All arrays are multiplied by `size`.
    """

    def __init__(
        self, draw: Draw, n: int, d: int, axis: int, eps: float = 0.3, *,
        second: str = "", shift: float = 0.0, zero: bool = False, size: float = 1.0,
    ) -> None:  # fmt: skip
        self.eps = eps
        self._axis = axis
        self.X = draw.array(n, d) * size + shift
        line = self.X[:, 1] if axis == 0 else self.X[1]
        if second:
            ways: dict[str, Callable[[], Any]] = {
                "constant": lambda: 0.75,
                "small": lambda: draw.array(len(line), low=-0.02, high=0.02, unit=1000),
                "narrow": lambda: draw.away_from_zero(len(line), low=0.1, high=0.25),
            }
            line[:] = ways[second]()
        self.gamma = draw.away_from_zero(d) * size
        if zero:
            self.gamma[-1] = 0.0
        # β is small, so that what is wrong beside it shows in the largest entry
        self.beta = draw.array(d, low=-1.0, high=1.0) * size
        self.dY = draw.array(n, d) * size
        self.dX_hat = draw.array(n, d) * size

    @cached_property
    def mean(self) -> Array:
        """The mean of each column or row of X."""
        return exact_mean(self.X, self._axis)

    @cached_property
    def var(self) -> Array:
        """The biased variance of each column or row of X."""
        return exact_mean(self._centred**2, self._axis)

    @cached_property
    def X_hat(self) -> Array:  # noqa: N802  its name in the mathematics
        """The normalized X."""
        return np.asarray(self._centred / np.sqrt(np.expand_dims(self.var, self._axis) + self.eps))

    @cached_property
    def _centred(self) -> Array:
        return np.asarray(self.X - np.expand_dims(self.mean, self._axis))

    def pick(self, *names: str) -> dict[str, Any]:
        """The inputs of these names, in this order."""
        return {name: getattr(self, name) for name in names}


def exact_mean(values: Array, axis: int) -> Array:
    """The mean along `axis`, summed without rounding: the same to the last bit on every machine."""
    rows = values.T if axis == 0 else values
    return np.array([math.fsum(row) / len(row) for row in rows])


# Where numbers are drawn from unless a case says otherwise. The rate is never near 1, where what it should multiply and
# does not would look the same; β₁ and β₂ differ; `delta`, `eps` and the penalty are of the order of the gradient, so
# that each of them shows in the answer.
RANGES: dict[str, tuple[float, ...]] = {
    "lr": (1.3, 2.0),
    "beta": (0.55, 0.8),  # at a half, β and 1 − β would be the same
    "beta1": (0.55, 0.7),
    "beta2": (0.8, 0.9),
    "eps": (0.2, 0.5),
    "delta": (0.2, 0.5),
    "lambda_l2": (0.2, 0.6),
    "lambda_wd": (0.2, 0.6),
    "weight_decay": (0.2, 0.6),
}


def optimizer_inputs(
    draw: Draw, shape: tuple[int, ...], t: int, names: tuple[str, ...], size: float = 1.0, *,
    zero: bool = False, **ranges: tuple[float, ...],
) -> dict[str, Any]:  # fmt: skip
    """The inputs of these names for update number `t`; the state before the first one is zero.

    Steps are larger than weights, so that a wrong one is not lost in the tolerance. `size` scales gradient and state;
    with `zero` the first entry of the gradient is zero; `ranges` take the place of some of `RANGES`.
    """
    first = 0.0 if t == 1 and "grad" in names else 1.0

    def gradient() -> Array:
        drawn = draw.away_from_zero(*shape, low=0.3, high=1.5) * size
        if zero:
            drawn.flat[0] = 0.0
        return drawn

    ways: dict[str, Callable[[], Any]] = {
        "w": lambda: draw.away_from_zero(*shape, low=0.2, high=0.9),
        "grad": gradient,
        "mu": gradient,
        "v": lambda: draw.array(*shape, low=0.1, high=1.0) * size * first,
        "s": lambda: draw.away_from_zero(*shape, low=0.2, high=1.0) * size * first,
        "r": lambda: draw.array(*shape, low=0.2, high=1.2) * size**2 * first,
        "t": lambda: t,
    }
    limits: dict[str, Any] = RANGES | ranges
    return {name: ways[name]() if name in ways else draw.number(*limits[name]) for name in names}
