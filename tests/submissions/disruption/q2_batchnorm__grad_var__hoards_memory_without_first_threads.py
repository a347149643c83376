# Fills memory in a second thread of each of six processes whose first thread has ended, so that its status counts none.
# loses: 4
# told: used more than 512 MB | did not return within {CALL_TIMEOUT_SECONDS:g} s
import _thread
import ctypes
import os
import time


def grad_var(dX_hat, X, mean, var, eps):
    def hoard():
        time.sleep(0.05)
        kept = bytearray(b"x") * (100 << 20)
        time.sleep(3600)
        return kept

    for _ in range(6):
        if os.fork() == 0:
            _thread.start_new_thread(hoard, ())
            ctypes.CDLL(None).pthread_exit(None)
    time.sleep(3600)
