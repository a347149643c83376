"""The folder of one grading: its submission and its work folders, which only its own workers may pass."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from autograder import held
from autograder.sandbox import leftovers

SHARED_FOLDERS = ("/tmp", "/var/tmp")  # noqa: S108  in place of a TMPDIR that another user cannot enter


def make(user_id: int | None) -> tuple[Path, int, list[str]]:
    """A new one in TMPDIR, the descriptor that marks it as in use, and what staff are to know of its place."""
    above, notes = tempfile.gettempdir(), []
    if user_id is not None and not is_open_to_all(Path(above)):
        others = [other for other in SHARED_FOLDERS if is_open_to_all(Path(other))]
        if others:
            notes = [f"{above} is closed to the workers' user: {others[0]} is taken in its place"]
            above = others[0]
    leftovers.sweep({above, *SHARED_FOLDERS})
    folder = Path(tempfile.mkdtemp(prefix=held.PREFIX, dir=above))
    mark = held.hold(folder)
    if user_id is not None:
        os.fchown(mark, -1, user_id)
        os.fchmod(mark, leftovers.MODE_FOR_WORKERS)
    return folder, mark, notes


def is_open_to_all(folder: Path) -> bool:
    """Whether any user may pass through `folder` and all above it."""
    try:
        return all(place.stat().st_mode & 0o001 for place in (folder, *folder.absolute().parents))
    except OSError:
        return False
