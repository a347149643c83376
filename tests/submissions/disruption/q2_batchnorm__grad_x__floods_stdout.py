# Prints without end, in Python and on the descriptors; the student sees the beginning and the end.
# loses: 8
# told: did not return within {CALL_TIMEOUT_SECONDS:g} s
# told: the first line
# told: bytes left out
import os
import sys


def grad_x(dY, X, gamma, eps):
    print("the first line", flush=True)
    while True:
        print("x" * 5000)
        print("y" * 5000, file=sys.stderr)
        os.write(1, b"z" * 5000)
        os.write(2, b"w" * 5000)
