"""What gradings leave behind: the private folders of those that were killed, and files of their workers' users."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterable
from pathlib import Path

from autograder import assignment, held
from autograder.worker.free_folders import free_folders
from autograder.worker.removal import remove

MODE_FOR_WORKERS = 0o710  # of a folder that the group of its own grading's workers, and no other, may pass


def sweep(places: Iterable[str]) -> None:
    """Remove from `places` the folders of gradings that were killed, and what their workers' users left anywhere."""
    for place in places:
        with contextlib.suppress(OSError), os.scandir(place) as entries:
            for entry in entries:
                if entry.name.startswith(held.PREFIX) and _is_dead(entry):
                    remove_files_of(entry.stat(follow_symlinks=False).st_gid)
                    remove(entry.path)


def _is_dead(entry: os.DirEntry[str]) -> bool:
    """Whether it is a folder that a grading of this user made and that none holds."""
    status = entry.stat(follow_symlinks=False)
    if not entry.is_dir(follow_symlinks=False) or status.st_uid != os.geteuid():
        return False
    mode = stat.S_IMODE(status.st_mode)
    ours = mode == held.MODE or (mode == MODE_FOR_WORKERS and _is_a_workers(status.st_gid))
    return ours and not held.is_held(Path(entry.path))


def remove_files_of(user_id: int | None) -> None:
    """Remove what this worker's user has in the folders where anyone may write; only root can have had one."""
    for path in files_of(user_id):
        remove(path)


def files_of(user_id: int | None) -> list[str]:
    """What this worker's user has in the folders where anyone may write; nothing where it is no worker's."""
    if not _is_a_workers(user_id) or os.geteuid() != 0:
        return []
    found = []
    for place in free_folders():
        with contextlib.suppress(OSError), os.scandir(place) as entries:
            found += [entry.path for entry in entries if _is_of(entry, user_id)]
    return found


def _is_a_workers(user_id: int | None) -> bool:
    return any(user_id in numbers for numbers in (assignment.WORKER_USER_IDS, assignment.FEW_WORKER_USER_IDS))


def _is_of(entry: os.DirEntry[str], user_id: int | None) -> bool:
    try:
        return entry.stat(follow_symlinks=False).st_uid == user_id
    except OSError:  # somebody else's that has just gone: those after it count all the same
        return False
