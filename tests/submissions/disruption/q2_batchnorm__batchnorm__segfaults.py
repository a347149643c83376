# Reads from address 0.
# loses: 3
# told: ended its process with signal 11
import ctypes


def batchnorm(X, gamma, beta, eps):
    ctypes.string_at(0)
