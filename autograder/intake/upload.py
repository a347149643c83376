"""Look through an upload: which Python files it holds, what else lies there, and the bytes of any one of them.

A zip can hold links, and on Gradescope this runs as root: every folder is opened from the one above it, no link is
followed anywhere, and only regular files with a single name are read.
"""

from __future__ import annotations

import os
import stat
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from autograder import assignment

IGNORED_FOLDERS = {"__MACOSX", "__pycache__", "tests", "site-packages", "node_modules"}
ENVIRONMENT_MARK = "pyvenv.cfg"  # a folder with this file is a virtual environment, perhaps with the hand-in in it
ENVIRONMENT_FOLDERS = {"bin", "include", "lib", "lib64", "share", "Include", "Lib", "Scripts"}
MAX_NAMES_KEPT = 200
Parts = tuple[str, ...]  # a path inside the upload, name by name


@dataclass
class Upload:
    """The Python files of a folder and of those below it, as paths in the order of their depth; not yet read."""

    folder: Path
    python: list[Parts] = field(default_factory=list)  # those that `import` can reach
    others: list[str] = field(default_factory=list)  # names of what else lies there, for messages
    others_count: int = 0
    entries_seen: int = 0
    unseen: str = ""  # why it was not looked through to the end, as a clause
    started: float = field(default_factory=time.monotonic)

    def is_late(self) -> bool:
        """Whether looking has had all its time; what follows is left."""
        late = time.monotonic() > self.started + assignment.UPLOAD_DEADLINE_SECONDS
        if late:
            self.unseen = f"that took longer than {assignment.UPLOAD_DEADLINE_SECONDS:g} s"
        return late

    def read(self, path: Parts) -> bytes:
        """The bytes of one regular file; raises `Unusable` with the reason why not."""
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
        try:
            with open_folder(self.folder, path[:-1]) as folder:
                descriptor = os.open(path[-1], flags, dir_fd=folder)
        except OSError:
            raise Unusable("is a link or cannot be read; hand in the file itself") from None
        try:
            _check_is_plain(os.fstat(descriptor))
            return b"".join(iter(lambda: os.read(descriptor, 1 << 16), b""))[: assignment.MAX_SUBMISSION_FILE_BYTES]
        finally:
            os.close(descriptor)


class Unusable(Exception):
    """A file that cannot be graded; the text is the rest of a sentence that begins with its name."""


def _check_is_plain(status: os.stat_result) -> None:
    """Raise `Unusable` for all but a regular file of a bounded size that has no other name."""
    if stat.S_ISDIR(status.st_mode):
        raise Unusable("is a folder; hand in a Python file of this name")
    if not stat.S_ISREG(status.st_mode):
        raise Unusable("is not a file; hand in a Python file of this name")
    if status.st_nlink > 1:
        raise Unusable("is a hard link; hand in the file itself")
    if status.st_size > assignment.MAX_SUBMISSION_FILE_BYTES:
        raise Unusable(f"is larger than {assignment.MAX_SUBMISSION_FILE_BYTES // 1024} KB")


def look_through(folder: Path) -> Upload:
    """What lies in `folder` and below, at most `MAX_UPLOAD_ENTRIES` entries and `MAX_UPLOAD_DEPTH` folders deep.

    The four files are asked for by name in every folder that is looked into, so that nothing beside them buries them.
    """
    upload = Upload(folder)
    waiting: deque[Parts] = deque([()])
    while waiting and not upload.is_late():
        parts = waiting.popleft()
        try:
            with open_folder(folder, parts) as descriptor:
                waiting += _look_into(upload, parts, descriptor)
        except OSError:
            continue
    return upload


def _look_into(upload: Upload, parts: Parts, descriptor: int) -> list[Parts]:
    """Take in one folder; the folders in it that are to be looked into."""
    python = {name for name in assignment.FILES if _exists(name, descriptor)}
    folders, others, skipped = [], [], IGNORED_FOLDERS
    with os.scandir(descriptor) as entries:
        for entry in entries:
            if upload.entries_seen >= assignment.MAX_UPLOAD_ENTRIES:
                upload.unseen = f"it holds more than {assignment.MAX_UPLOAD_ENTRIES:,} files and folders"
                break
            upload.entries_seen += 1
            if entry.name == ENVIRONMENT_MARK:
                skipped = IGNORED_FOLDERS | ENVIRONMENT_FOLDERS
            if entry.is_dir(follow_symlinks=False) and entry.name not in assignment.FILES:
                folders.append(entry.name)
            elif entry.name.endswith(".py") and entry.name[:-3].isidentifier():
                python.add(entry.name)
            elif not entry.name.startswith("."):
                others.append(entry.name)
    upload.python += [(*parts, name) for name in sorted(python)]
    upload.others_count += len(others)
    upload.others += sorted(others)[: MAX_NAMES_KEPT - len(upload.others)]
    if len(parts) >= assignment.MAX_UPLOAD_DEPTH or upload.entries_seen >= assignment.MAX_UPLOAD_ENTRIES:
        return []
    return [(*parts, name) for name in sorted(folders) if name not in skipped and not name.startswith(".")]


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
