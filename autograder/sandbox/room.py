"""How many files and folders a worker has, and their bytes, whatever it does to them meanwhile.

It may put a link in a folder's place after the folder was seen there, and we are root: so each folder is opened in the
one that held it, and no link is followed.
"""

from __future__ import annotations

import contextlib
import errno
import os

A_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
MOST_OPEN = 256  # of folders from which a path leads on while another has been taken: of a mere chain one is
BLOCK_BYTES = 512  # of st_blocks, whatever the file system's own


def room_taken(places: list[str], most_names: int) -> tuple[int, int]:
    """How many files and folders `places` hold, these included, and their bytes.

    No more than one over `most_names` are looked at. Who closes a folder to its own user has so many, and who nests
    over `MOST_OPEN` with another folder beside each.
    """
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
    """A descriptor of the folder `name`; None where it has just gone, or is none."""
    try:
        return os.open(name, A_FOLDER, dir_fd=above)
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.ENOTDIR, errno.ELOOP):
            return None
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
