# Opens descriptors until there are none.
# loses: 1
# told: raised OSError: [Errno 24] Too many open files
import os


def grad_x_hat(dY, gamma):
    kept = []
    while True:
        kept.append(os.open("/dev/null", os.O_RDONLY))
