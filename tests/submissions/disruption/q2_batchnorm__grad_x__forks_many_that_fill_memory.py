# Starts twelve processes, each of which fills less than half of what one may have; together they have too much.
# loses: 8
# told: used more than 512 MB | did not return within {CALL_TIMEOUT_SECONDS:g} s
# watch: 1
import os
import time


def grad_x(dY, X, gamma, eps):
    for _ in range(12):
        if os.fork() == 0:
            kept = bytearray(b"x" * (200 << 20))
            time.sleep(3600)
            os._exit(len(kept))
    time.sleep(3600)
