"""How many files and folders a worker has, and their bytes, whatever it does to them meanwhile.

It may put a link in a folder's place after the folder was seen there, and we are root: so each folder is opened in the
one that held it, and no link is followed. It may rename folders as fast as they are looked for: then we look again.
"""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Callable

A_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
MOST_OPEN = 256  # of folders from which a path leads on while another has been taken: of a mere chain one is
LOOKS = 20
BLOCK_BYTES = 512  # of st_blocks, whatever the file system's own


class _Missed(Exception):
    """A folder was seen and could not be entered: it has just gone, or bears another name by now."""


def disk_use(places: Callable[[], list[str]], most_names: int) -> tuple[int, int]:
    """How many files and folders there are in `places`, these included, and their bytes.

    No more than one over `most_names` are looked at. Who closes a folder to its own user has so many, who nests over
    `MOST_OPEN` with another folder beside each, and whose folders none of `LOOKS` looks finds where they were seen.
    """
    for _ in range(LOOKS):
        with contextlib.suppress(_Missed):
            return _look(places(), most_names)
    return most_names + 1, 0


def _look(places: list[str], most_names: int) -> tuple[int, int]:
    names, taken = len(places), 0
    waiting: list[tuple[int | None, list[str]]] = [(None, list(places))]  # open folders, and what to enter from each
    try:
        while waiting and names <= most_names:
            above, inner = waiting[-1]
            if not inner:
                _close(*waiting.pop())
                continue
            name = inner.pop()
            folder = _open(name, above)
            if folder is None:
                taken += _bytes_of(name, above)
                continue
            if not inner:
                _close(*waiting.pop())
            waiting.append((folder, []))
            if len(waiting) > MOST_OPEN:
                return most_names + 1, taken
            count, size = _look_into(*waiting[-1], most_names - names)
            names, taken = names + count, taken + size
    except OSError:
        return most_names + 1, taken
    finally:
        for each in waiting:
            _close(*each)
    return names, taken


def _open(name: str, above: int | None) -> int | None:
    """A descriptor of the folder `name`; None where a place is none. What was seen in another was one."""
    try:
        return os.open(name, A_FOLDER, dir_fd=above)
    except OSError as error:
        if error.errno in (errno.ENOTDIR, errno.ELOOP) and above is None:
            return None
        if error.errno in (errno.ENOTDIR, errno.ELOOP, errno.ENOENT):
            raise _Missed from error
        raise


def _look_into(folder: int | None, inner: list[str], most: int) -> tuple[int, int]:
    """How many names it holds, one over `most` at most, and the bytes of files; its folders are added to `inner`."""
    names, taken = 0, 0
    with os.scandir(folder) as entries:
        for entry in entries:
            names += 1
            if names > most:
                break
            if entry.is_dir(follow_symlinks=False):
                inner.append(entry.name)
            else:
                taken += _bytes_of(entry.name, folder)
    return names, taken


def _bytes_of(name: str, above: int | None) -> int:
    with contextlib.suppress(FileNotFoundError):  # it has just gone
        return os.stat(name, dir_fd=above, follow_symlinks=False).st_blocks * BLOCK_BYTES
    return 0


def _close(folder: int | None, _: list[str]) -> None:
    if folder is not None:
        os.close(folder)
