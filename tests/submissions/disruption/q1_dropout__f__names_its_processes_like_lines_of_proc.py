# Gives processes names that end a line elsewhere and subtract what they hold, and one that is no text.
# loses: 2
# told: used more than 512 MB
import ctypes
import os
import time


def f(p):
    for number in range(12):
        if os.fork() == 0:
            name = b"\x0cVmPTE:-9999999" if number % 3 else b"\xff\xfe"
            ctypes.CDLL(None).prctl(15, name, 0, 0, 0)  # PR_SET_NAME
            kept = b"x" * (120 << 20)
            time.sleep(60)
            os._exit(len(kept) % 2)
    time.sleep(60)
