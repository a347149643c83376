"""Start the warm process: `python -I -S -B autograder/worker <packages folder> <control descriptor>`."""

from __future__ import annotations

import os
import socket
import sys


def run() -> None:
    """Load NumPy from the packages folder alone, then serve the grader."""
    here = sys.path.pop(0)
    sys.path.append(sys.argv[1])
    control = socket.socket(fileno=int(sys.argv[2]))
    sys.argv[:] = [""]
    sys.path.insert(0, os.path.dirname(here))
    from worker import warm  # the folder above is the grader's: taken off the path again before any fork

    del sys.path[0]
    warm.main(control)


run()
