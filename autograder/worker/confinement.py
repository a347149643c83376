"""Give up every right that a student's code must not have. Runs in each fork before that code is loaded."""

from __future__ import annotations

import ctypes
import os
import resource
import sys
from dataclasses import dataclass

PR_SET_PDEATHSIG = 1
PR_SET_NO_NEW_PRIVS = 38
SIGKILL = 9


@dataclass(frozen=True)
class Confinement:
    """What one fork may use; `user_id` is None where the grader is not root and keeps its own user."""

    user_id: int | None
    memory_bytes: int
    processes: int
    file_bytes: int
    open_files: int
    cpu_seconds: int


def confine(rights: Confinement) -> None:
    """Apply `rights` to this process for good; raises OSError where the system refuses one that it has."""
    _limit_resources(rights)
    if rights.user_id is not None:
        os.setgroups([])
        os.setresgid(rights.user_id, rights.user_id, rights.user_id)
        os.setresuid(rights.user_id, rights.user_id, rights.user_id)
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        _prctl(libc, PR_SET_NO_NEW_PRIVS, 1)
        _prctl(libc, PR_SET_PDEATHSIG, SIGKILL)


def _limit_resources(rights: Confinement) -> None:
    limits = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: rights.file_bytes,
        resource.RLIMIT_NOFILE: rights.open_files,
        resource.RLIMIT_CPU: rights.cpu_seconds,
    }
    if sys.platform == "linux":
        limits[resource.RLIMIT_AS] = _address_space_bytes() + rights.memory_bytes
        if rights.user_id is not None:  # the limit counts a user's processes: never the TA's own
            limits[resource.RLIMIT_NPROC] = rights.processes
    for limit, value in limits.items():
        resource.setrlimit(limit, (value, value))


def _address_space_bytes() -> int:
    """What the warm process maps already (Python, NumPy): not the student's doing, so added on top."""
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[0]) * resource.getpagesize()


def _prctl(libc: ctypes.CDLL, option: int, value: int) -> None:
    if libc.prctl(option, value, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), f"prctl({option}) was refused")
