# Takes Python's limit off and recurses until the stack is full: a crash, or an error in newer Pythons.
# loses: 4
# told: grad_var(dX_hat (6, 4)
import sys


class Deep:
    def __repr__(self):
        return "x"


def grad_var(dX_hat, X, mean, var, eps):
    sys.setrecursionlimit(10**9)
    nest = Deep()
    for _ in range(3 * 10**5):
        nest = (nest,)
    return repr(nest)
