"""The grader's own Python: what it needs is set up, and whatever goes on in there starts isolated."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from autograder import assignment

# As ./run_autograder does: neither the working directory nor the caller's environment puts a module before ours.
START = "import sys; sys.path.insert(0, sys.argv.pop(1)); from {module} import main; sys.exit(main())"


def isolated(root: Path, module: str) -> list[str]:
    """The command that runs `main()` of a module of the grader in `root`."""
    return [str(root / "build/venv/bin/python"), "-I", "-c", START.format(module=module), str(root)]


def enter(*, dask: bool) -> None:
    """Return within the grader's environment, in which everything is installed; elsewhere never."""
    command = ["bash", str(assignment.ROOT / "setup.sh"), "--course", *(["--dask"] if dask else [])]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, check=False)
    if done.returncode:
        sys.exit(done.returncode)
    if os.path.realpath(sys.prefix) != os.path.realpath(assignment.BUILD / "venv"):
        again = [*isolated(assignment.ROOT, "autograder.__main__"), *sys.argv[1:]]
        os.execv(again[0], again)  # noqa: S606
