# Asks NumPy for an array of a terabyte.
# loses: 2
# told: used more than 512 MB
import numpy as np


def grad_x_hat(dY, gamma):
    return np.ones(2**37)
