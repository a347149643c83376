"""Look through an upload: which Python files it holds, what else lies there, and the bytes of any one of them.

A zip can hold links, and on Gradescope this runs as root: every folder is opened from the one above it, no link is
followed anywhere, and only regular files with a single name are read.
"""

from __future__ import annotations

import errno
import os
import stat
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import NamedTuple

from autograder import assignment
from autograder.intake.faults import Unfit
from autograder.intake.names import printable

IGNORED_FOLDERS = {"__MACOSX", "__pycache__", "tests", "site-packages", "node_modules"}
ENVIRONMENT_MARK = "pyvenv.cfg"  # a folder with this file is a virtual environment, perhaps with the hand-in in it
ENVIRONMENT_FOLDERS = {"bin", "include", "lib", "lib64", "share", "Include", "Lib", "Scripts"}
MAX_NAMES_KEPT = 200
Parts = tuple[str, ...]  # a path inside the upload, name by name


# What opening says of the machine or of our rights, and not of what was handed in.
NOT_THE_STUDENTS = {errno.EACCES, errno.EPERM, errno.EIO, errno.ESTALE, errno.EMFILE, errno.ENFILE, errno.ENOMEM}


class CannotRead(Exception):
    """What lies in an upload cannot be read here, which is no fault of the student's; the text says what to do."""


class Unseen(Enum):
    """Why an upload was not looked through to the end."""

    TOO_MANY = "entries"
    TOO_LATE = "time"


@dataclass(frozen=True)
class Upload:
    """What a folder and those below it hold; Python files are paths in the order of their depth, not yet read."""

    folder: Path
    deadline: float  # of looking and reading, by the monotonic clock
    python: tuple[Parts, ...]  # those that `import` can reach
    others: tuple[str, ...]  # names of what else lies there, the first of them
    others_count: int
    unseen: Unseen | None

    def read(self, path: Parts) -> bytes | Unfit:
        """The bytes of one regular file, or why there are none; raises `CannotRead`."""
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
        try:
            with open_folder(self.folder, path[:-1]) as folder:
                descriptor = os.open(path[-1], flags, dir_fd=folder)
        except OSError as error:
            blame_no_student(error, path)
            return Unfit.LINK
        try:
            unfit = _unfit(os.fstat(descriptor))
            if unfit is not None:
                return unfit
            return b"".join(iter(lambda: os.read(descriptor, 1 << 16), b""))[: assignment.MAX_SUBMISSION_FILE_BYTES]
        except OSError as error:
            raise cannot_read(error, path) from error
        finally:
            os.close(descriptor)


def blame_no_student(error: OSError, path: Parts) -> None:
    """Raise `CannotRead` where an `error` is the machine's; a link in the way, say, is the student's."""
    if error.errno in NOT_THE_STUDENTS:
        raise cannot_read(error, path) from error


def cannot_read(error: OSError, path: Parts) -> CannotRead:
    """What is said of it."""
    shown = printable("/".join(path)) or "the upload"
    return CannotRead(f"{shown} cannot be read here ({error.strerror}); make it readable (chmod -R u+rX), then again")


def _unfit(status: os.stat_result) -> Unfit | None:
    """Why this is not read: it is no regular file of a bounded size that has no other name."""
    if stat.S_ISDIR(status.st_mode):
        return Unfit.FOLDER
    if not stat.S_ISREG(status.st_mode):
        return Unfit.NO_FILE
    if status.st_nlink > 1:
        return Unfit.HARD_LINK
    return Unfit.TOO_LARGE if status.st_size > assignment.MAX_SUBMISSION_FILE_BYTES else None


def look_through(folder: Path) -> Upload:
    """What lies in `folder` and below, at most `MAX_UPLOAD_ENTRIES` entries and `MAX_UPLOAD_DEPTH` folders deep.

    The four files are asked for by name in every folder that is looked into, so that nothing beside them buries them.
    Raises `CannotRead`.
    """
    deadline = time.monotonic() + assignment.UPLOAD_DEADLINE_SECONDS
    seen: list[tuple[Parts, Contents]] = []
    left, unseen = assignment.MAX_UPLOAD_ENTRIES, None
    waiting: deque[Parts] = deque([()])
    while waiting:
        if time.monotonic() > deadline:
            unseen = Unseen.TOO_LATE
            break
        parts = waiting.popleft()
        try:
            with open_folder(folder, parts) as descriptor:
                held = _look_into(descriptor, left)
        except OSError as error:
            blame_no_student(error, parts)
            continue
        seen.append((parts, held))
        left -= held.entries
        unseen = unseen if held.is_whole else Unseen.TOO_MANY
        if len(parts) < assignment.MAX_UPLOAD_DEPTH and left > 0:
            waiting += [(*parts, name) for name in held.folders]
    python = tuple((*parts, name) for parts, held in seen for name in held.python)
    others = [name for _, held in seen for name in held.others]
    return Upload(folder, deadline, python, tuple(others[:MAX_NAMES_KEPT]), len(others), unseen)


class Contents(NamedTuple):
    """The names in one folder, sorted: Python files, folders that are to be looked into, and the rest."""

    python: list[str]
    folders: list[str]
    others: list[str]
    entries: int
    is_whole: bool  # else it holds more than were asked for


def _look_into(folder: int, most: int) -> Contents:
    """What the folder behind a descriptor holds, `most` entries of it at most."""
    python = {name for name in assignment.FILES if _exists(name, folder)}
    folders, others, skipped = [], [], IGNORED_FOLDERS
    seen, is_whole = 0, True
    with os.scandir(folder) as entries:
        for entry in entries:
            if seen >= most:
                is_whole = False
                break
            seen += 1
            if entry.name == ENVIRONMENT_MARK:
                skipped = IGNORED_FOLDERS | ENVIRONMENT_FOLDERS
            if entry.is_dir(follow_symlinks=False) and entry.name not in assignment.FILES:
                folders.append(entry.name)
            elif entry.name.endswith(".py") and entry.name[:-3].isidentifier():
                python.add(entry.name)
            elif not entry.name.startswith("."):
                others.append(entry.name)
    entered = [name for name in sorted(folders) if name not in skipped and not name.startswith(".")]
    return Contents(sorted(python), entered, sorted(others), seen, is_whole)


def _exists(name: str, folder: int) -> bool:
    try:
        os.stat(name, dir_fd=folder, follow_symlinks=False)
    except OSError:
        return False
    return True


@contextmanager
def open_folder(folder: Path, parts: Parts) -> Iterator[int]:
    """A descriptor of the folder `parts` below `folder`; raises OSError where one of them is a link."""
    flags = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
    descriptor = os.open(folder, flags)
    try:
        for name in parts:
            inner = os.open(name, flags | os.O_NOFOLLOW, dir_fd=descriptor)
            os.close(descriptor)
            descriptor = inner
        yield descriptor
    finally:
        os.close(descriptor)
