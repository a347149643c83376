# Closes the descriptor on which calls arrive and sleeps.
# loses: 2
# told: did not return within {CALL_TIMEOUT_SECONDS:g} s
import os
import time


def grad_mean(dX_hat, var, eps):
    os.close(3)
    time.sleep(3600)
