"""Start the warm process: `python -s -S -B autograder/worker <packages> <private folder> <control descriptor>`."""

from __future__ import annotations

import gc
import os
import socket
import sys


def run() -> None:
    """Leave the grader's namespaces, load NumPy from the packages folder alone, then serve the grader."""
    gc.disable()  # until all is loaded
    here = sys.path.pop(0)
    packages, private, control = sys.argv[1], sys.argv[2], socket.socket(fileno=int(sys.argv[3]))
    sys.argv[:] = [""]
    sys.path[:] = [os.path.dirname(here), *sys.path, packages]
    from worker import namespaces  # the folder above is the grader's: taken off the path again before any fork

    layers = namespaces.enter([packages, private, os.path.dirname(here), sys.base_prefix])
    from worker import forks

    del sys.path[0]
    forks.Warm(control, private, packages, layers, grader=os.path.dirname(here)).serve()
    os._exit(0)  # without the ten milliseconds that taking NumPy down in order would cost


run()
