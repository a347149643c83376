"""Compile the four files once, so that none of the workers has to: compiling takes longer than running them."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterable
from pathlib import Path

from autograder import assignment
from autograder.sandbox.outcomes import Compiled
from autograder.sandbox.worker import Worker


def store_bytecode(worker: Worker, submission: Path, modules: Iterable[str]) -> None:
    """Put the .pyc of each of `modules` beside its file in the folder `submission`.

    A confined `worker` that does nothing else compiles, since the compiler too can be made to crash or to fill the
    memory. What it sends is only ever loaded by other workers. Where it fails the file is left as it is, and importing
    it says why.
    """
    for module in modules:
        outcome = worker.compile(module, assignment.COMPILE_TIMEOUT_SECONDS)
        if isinstance(outcome, Compiled):
            with contextlib.suppress(OSError):  # an upload may hold folders of these names
                _write(submission / "__pycache__" / f"{module}.{sys.implementation.cache_tag}.pyc", outcome.bytecode)
        if not worker.alive:
            break


def _write(path: Path, bytecode: bytes) -> None:
    path.parent.mkdir(exist_ok=True)
    path.parent.chmod(0o755)
    path.write_bytes(bytecode)
    path.chmod(0o644)
