# Ends the process without raising anything.
# loses: 2
# told: ended its process with exit code 3
import os


def gamma(X):
    os._exit(3)
