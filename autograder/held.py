"""Temporary folders of a living grading, told by a lock from what a killed one left, which the next one sweeps."""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PREFIX = "cs148a-"
MODE = 0o1700  # of such a folder once it is held; no folder has it before, and only its owner may pass


@contextmanager
def temporary(kind: str) -> Iterator[Path]:
    """A new folder while the context lasts; where it is killed, the next grading's sweep takes the folder."""
    with tempfile.TemporaryDirectory(prefix=f"{PREFIX}{kind}-") as name:
        mark = hold(Path(name))
        try:
            yield Path(name)
        finally:
            os.close(mark)


def hold(folder: Path) -> int:
    """Mark `folder` as that of a living grading, until this process ends or the descriptor is closed."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    os.fchmod(descriptor, MODE)  # whatever the umask
    return descriptor


def is_held(folder: Path) -> bool:
    """Whether a living grading holds `folder`, or nothing can be said of it."""
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False
