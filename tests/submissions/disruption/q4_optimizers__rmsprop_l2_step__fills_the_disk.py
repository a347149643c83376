# Writes large files wherever it may and waits: where /tmp lies in memory, they take that.
# loses: 3
# told: wrote more than 64 MB into files | raised OSError: [Errno 28] No space left on device
import os
import time


def rmsprop_l2_step(w, v, grad, lr, beta, eps, lam):
    for number in range(8):
        with open(f"large-{number}", "wb") as file:
            file.write(os.urandom(1 << 20) * 14)
    os.sync()
    time.sleep(60)
