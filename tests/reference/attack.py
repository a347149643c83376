"""What the holder of the whole public matrix finds out about the private one: question3.md, the stronger attack.

Everything here takes the public matrix `Y` and nothing else.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def guess(Y: Array, signs: Array | float = 1.0) -> Array:
    """The private matrix, if `signs` are those of γ; from column means and standard deviations."""
    beta, gamma = Y.mean(axis=0), signs * Y.std(axis=0)
    return np.asarray(((Y - beta) / gamma).T * gamma + beta)


def equations(Y: Array) -> Array:
    """Rows in the unknowns (μ, r), one for each pair of mirrored entries: μ_j + r_j U_ij − μ_i − r_i U_ji = 0."""
    n = len(Y)
    U = (Y - Y.mean(axis=0)) / Y.std(axis=0)
    rows = []
    for i, j in zip(*np.triu_indices(n, 1)):
        row = np.zeros(2 * n)
        row[[j, i]] = 1.0, -1.0
        row[[n + j, n + i]] = U[i, j], -U[j, i]
        rows.append(row)
    return np.array(rows)


def relative_signs(Y: Array) -> Array:
    """The signs of γ up to one for all.

    Solutions are a plane: a constant added to every μ, which leaves r at 0, and a multiple of the true (μ, r).
    """
    plane = np.linalg.svd(equations(Y))[2][-2:]
    r = max(plane[:, len(Y) :], key=np.linalg.norm)
    return np.asarray(np.sign(r * r[0]))
