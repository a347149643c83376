# Leaves a recursion limit of a few frames and a trace function that raises.
# loses: 3
# told: raised 
import sys


def _raise(frame, event, arg):
    raise RuntimeError("from the trace function")


def grad_mean(dX_hat, var, eps):
    sys.settrace(_raise)
    sys.setprofile(_raise)
    return dX_hat * 0
