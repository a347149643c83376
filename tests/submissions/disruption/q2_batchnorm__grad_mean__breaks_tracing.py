# Leaves a trace function and a profiler that raise.
# loses: 3
# told: ended its process
import sys


def _raise(frame, event, arg):
    raise RuntimeError("from the trace function")


def grad_mean(dX_hat, var, eps):
    sys.settrace(_raise)
    sys.setprofile(_raise)
    return dX_hat * 0
