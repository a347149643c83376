"""An unprivileged user id for one grading, which no other grading on this machine has meanwhile.

Two gradings in containers of one machine share its users and see nothing else of each other: no lock, no folder, no
process. So the number is drawn at random from so many that they do not meet.
"""

from __future__ import annotations

import os
import pwd
import random
from pathlib import Path

from autograder import assignment

MAPS = (Path("/proc/self/uid_map"), Path("/proc/self/gid_map"))
TRIES = 100


def worker_user() -> int | None:
    """A user id without an account and without a process, or None where this process may not change users."""
    if os.geteuid() != 0:
        return None
    all_are_here = all(is_mapped(assignment.WORKER_USER_IDS, each) for each in MAPS)
    numbers = assignment.WORKER_USER_IDS if all_are_here else assignment.FEW_WORKER_USER_IDS
    draw = random.SystemRandom()
    drawn = (draw.choice(numbers) for _ in range(TRIES))
    user_id = next((number for number in drawn if not has_account(number) and not is_alive(number)), None)
    if user_id is None:
        raise RuntimeError(f"no user id is free between {numbers.start} and {numbers.stop}; wait for gradings to end")
    return user_id


def is_mapped(numbers: range, path: Path) -> bool:
    """Whether this user namespace has all of `numbers`; `path` is its map: lines of first, first outside, count."""
    try:
        lines = [[int(number) for number in line.split()] for line in path.read_text().splitlines()]
    except OSError:  # not Linux: there are no such namespaces
        return True
    return any(first <= numbers.start and numbers.stop <= first + count for first, _, count in lines)


def has_account(user_id: int) -> bool:
    """Whether somebody bears this number."""
    try:
        pwd.getpwuid(user_id)
    except KeyError:
        return False
    return True


def is_alive(user_id: int) -> bool:
    """Whether a process that can be seen from here runs as this user."""
    return any(entry.name.isdigit() and owner(entry) == user_id for entry in os.scandir("/proc"))


def owner(process: os.DirEntry[str]) -> int | None:
    """The user whom a process in /proc acts for; None once it has ended."""
    try:
        return process.stat().st_uid
    except OSError:
        return None
