"""Delete what a student's code made: no link of theirs is followed, whatever they do meanwhile."""

from __future__ import annotations

import contextlib
import os
import subprocess

A_FOLDER = os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


def remove(path: str) -> None:
    """Delete a file, a link, or a folder with all in it; by a program, since it may be nested deeper than a path."""
    with contextlib.suppress(OSError):
        os.rmdir(path)  # as most are empty
        return
    if os.geteuid() != 0:  # a folder in it may be closed to its own user
        with contextlib.suppress(OSError):
            _open_up(path)
    subprocess.run(["/bin/rm", "-rf", "--", path], check=False)


def _open_up(path: str) -> None:
    """Give their owner every right to the folder `path` and to those in it; raises OSError where it is a link.

    Not by `chmod -R`: that follows a link which it is given, and one that is put in a folder's place while it looks.
    """
    here = _enter(path)
    try:
        levels = [(_identity(here), _names_in(here))]
        while levels:
            _, names = levels[-1]
            if names:
                with contextlib.suppress(OSError):  # no folder, or it has just gone
                    below = _enter(names.pop(), here)
                    os.close(here)
                    here = below
                    levels.append((_identity(here), _names_in(here)))
                continue
            levels.pop()
            if levels:
                above = os.open("..", os.O_RDONLY | A_FOLDER, dir_fd=here)
                os.close(here)
                here = above
                if _identity(here) != levels[-1][0]:  # somebody moves folders, and this one lies elsewhere now
                    return
    finally:
        os.close(here)


def _enter(name: str, above: int | None = None) -> int:
    """The descriptor of the folder `name`, which its owner may read and change from now on."""
    if not hasattr(os, "O_PATH"):
        os.chmod(name, 0o700, dir_fd=above, follow_symlinks=False)
        return os.open(name, os.O_RDONLY | A_FOLDER, dir_fd=above)
    place = os.open(name, os.O_PATH | A_FOLDER, dir_fd=above)
    try:
        os.chmod(f"/proc/self/fd/{place}", 0o700)  # that very folder, whatever bears its name by now
        return os.open(f"/proc/self/fd/{place}", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    finally:
        os.close(place)


def _identity(folder: int) -> tuple[int, int]:
    status = os.fstat(folder)
    return status.st_dev, status.st_ino


def _names_in(folder: int) -> list[str]:
    with os.scandir(folder) as entries:
        return [entry.name for entry in entries if entry.is_dir(follow_symlinks=False)]
