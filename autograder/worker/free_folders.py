"""The folders of this machine in which any user may put files: /tmp, and others that each system has of its own."""

from __future__ import annotations

import contextlib
import functools
import os
import stat
from collections.abc import Iterator

# Looked at by name, and for all that is right below these. A whole walk of the disk would take minutes.
KNOWN = (
    "/tmp", "/var/tmp", "/dev/shm", "/dev/mqueue", "/run/lock", "/var/crash", "/var/spool/samba",  # noqa: S108
    "/var/lib/php/sessions", "/var/lib/samba/usershares",
)  # fmt: skip
ABOVE = ("/", "/dev", "/run", "/var", "/var/lib", "/var/spool", "/var/cache")
MOST = 300  # entries in each, and mounts: a bound of one or two milliseconds
# File systems of this machine: a look at another, of a server that is gone, may never return.
LOCAL = {"tmpfs", "mqueue", "overlay", "ext2", "ext3", "ext4", "xfs", "btrfs", "zfs", "f2fs", "bcachefs", "hugetlbfs"}
ANYONE_MAY_WRITE = stat.S_IWOTH | stat.S_IXOTH


@functools.lru_cache(maxsize=1)
def free_folders() -> tuple[str, ...]:
    """All that are found, once for this process and its forks; the root itself is none."""
    mounts = dict(_mounts())
    places = [*KNOWN, *(point for point, kind in mounts.items() if kind in LOCAL), *_entries()]
    foreign = {point for point, kind in mounts.items() if kind not in LOCAL}
    return tuple(place for place in dict.fromkeys(places) if place != "/" and place not in foreign and _is_free(place))


def _is_free(place: str) -> bool:
    try:
        mode = os.lstat(place).st_mode
    except OSError:
        return False
    return stat.S_ISDIR(mode) and mode & ANYONE_MAY_WRITE == ANYONE_MAY_WRITE


def _entries() -> Iterator[str]:
    for above in ABOVE:
        with contextlib.suppress(OSError), os.scandir(above) as entries:
            for _, entry in zip(range(MOST), entries):
                if entry.is_dir(follow_symlinks=False):
                    yield entry.path


def _mounts() -> Iterator[tuple[str, str]]:
    """Where something is mounted, and of what kind it is; the last to be mounted there counts."""
    with contextlib.suppress(OSError), open("/proc/self/mounts", encoding="utf-8", errors="surrogateescape") as lines:
        for _, line in zip(range(MOST), lines):
            _, point, kind, *_ = line.split(" ")
            if "\\" not in point:  # a space or the like in its name
                yield point, kind
