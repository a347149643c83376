"""Start the nursery: `python -s -S -B autograder/worker <packages> <control descriptor>`."""

from __future__ import annotations

import gc
import os
import socket
import sys


def run() -> None:
    """Load NumPy from the packages folder alone, then serve the grader."""
    gc.disable()  # until all is loaded
    here = sys.path.pop(0)
    packages, control = sys.argv[1], socket.socket(fileno=int(sys.argv[2]))
    sys.argv[:] = [""]
    sys.path[:] = [os.path.dirname(here), *sys.path, packages]
    from worker import preloaded  # the folder above is the grader's: taken off the path again before any fork

    del sys.path[0]
    preloaded.serve(control, os.path.dirname(here), packages)
    os._exit(0)  # without the ten milliseconds that taking NumPy down in order would cost


run()
