# Sends SIGSTOP to its parent, to its process group and to itself.
# loses: 4
# told: did not return within {CALL_TIMEOUT_SECONDS:g} s
import os
import signal


def expected_loss_grad(X, y, w, p):
    for stop in (lambda: os.kill(os.getppid(), signal.SIGSTOP), lambda: os.killpg(0, signal.SIGSTOP)):
        try:
            stop()
        except OSError:
            pass
    os.kill(os.getpid(), signal.SIGSTOP)
