"""When two values of a formula are the same: identically for SymPy's expressions, else to rounding."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import sympy

TOLERANCE = 1e-9  # of the largest entry; float64 over a dozen rows loses 1e-14


def same(left: Any, right: Any) -> bool:
    """Equal shapes and equal entries; a number stands for as many entries as it is compared with."""
    a, b = np.broadcast_arrays(left, right) if np.ndim(left) == 0 or np.ndim(right) == 0 else (left, right)
    if np.shape(a) != np.shape(b):
        return False
    entries = list(zip(np.ravel(np.asarray(a, object)), np.ravel(np.asarray(b, object))))
    if any(isinstance(x, sympy.Basic) for pair in entries for x in pair):
        return all(identical(x, y) for x, y in entries)
    size = max((abs(float(x)) for pair in entries for x in pair), default=0.0)
    return all(math.isfinite(x) and math.isfinite(y) and abs(x - y) <= TOLERANCE * max(size, 1) for x, y in entries)


def identical(left: Any, right: Any) -> bool:
    """Equal for all values of the symbols; one point in numbers first, which most differences do not survive."""
    difference = sympy.sympify(left) - sympy.sympify(right)
    symbols = sorted(difference.free_symbols, key=str)
    point = {symbol: sympy.Rational(3 * k + 2, 2 * k + 7) for k, symbol in enumerate(symbols)}
    if abs(complex(difference.subs(point).evalf(30))) > 1e-12:
        return False
    return bool(sympy.expand(difference) == 0 or sympy.simplify(difference) == 0)
