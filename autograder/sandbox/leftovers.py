"""What gradings leave behind: the private folders of those that were killed, and files of their workers' users."""

from __future__ import annotations

import contextlib
import fcntl
import os
import stat
from collections.abc import Iterable
from pathlib import Path

from autograder import assignment
from autograder.worker.free_folders import free_folders
from autograder.worker.removal import remove

PREFIX = "cs148a-"
# Of such a folder once it is held: its group is its own grading's workers alone; not root, its group has others in it.
MODE, MODE_OF_ONE_USER = 0o710, 0o1700  # a mode that no folder has before it is held


def hold(folder: Path) -> int:
    """Mark `folder` as that of a living grading, until this process ends or the descriptor is closed."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    return descriptor


def sweep(places: Iterable[str]) -> None:
    """Remove from `places` the folders of gradings that were killed, and what their workers' users left anywhere."""
    for place in places:
        with contextlib.suppress(OSError), os.scandir(place) as entries:
            for entry in entries:
                if entry.name.startswith(PREFIX) and _is_dead(entry):
                    remove_files_of(entry.stat(follow_symlinks=False).st_gid)
                    remove(entry.path)


def _is_dead(entry: os.DirEntry[str]) -> bool:
    """Whether it is a folder that a grading of this user made and that none holds."""
    status = entry.stat(follow_symlinks=False)
    if not entry.is_dir(follow_symlinks=False) or status.st_uid != os.geteuid():
        return False
    if stat.S_IMODE(status.st_mode) not in (MODE, MODE_OF_ONE_USER):
        return False
    try:
        descriptor = os.open(entry.path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(descriptor)
    return True


def remove_files_of(user_id: int | None) -> None:
    """Remove what this worker's user has in the folders where anyone may write; only root can have had one."""
    for path in files_of(user_id):
        remove(path)


def files_of(user_id: int | None) -> list[str]:
    """What this worker's user has in the folders where anyone may write; nothing where it is no worker's."""
    a_workers = any(user_id in numbers for numbers in (assignment.WORKER_USER_IDS, assignment.FEW_WORKER_USER_IDS))
    if not a_workers or os.geteuid() != 0:
        return []
    found = []
    for place in free_folders():
        with contextlib.suppress(OSError), os.scandir(place) as entries:
            found += [entry.path for entry in entries if _is_of(entry, user_id)]
    return found


def _is_of(entry: os.DirEntry[str], user_id: int | None) -> bool:
    try:
        return entry.stat(follow_symlinks=False).st_uid == user_id
    except OSError:  # somebody else's that has just gone: those after it count all the same
        return False
