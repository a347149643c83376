# Calls abort(), which would leave a core file.
# loses: 2
# told: ended its process with signal 6
import os


def grad_beta(dY):
    os.abort()
