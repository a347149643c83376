# Forks and returns in both: two processes reply to one call.
# loses: 4
# told: recover_private(
# watch: 1
import os

_right_recover_private = recover_private


def recover_private(Y, gamma, beta):
    os.fork()
    return _right_recover_private(Y, gamma, beta) + 1
