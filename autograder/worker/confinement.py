"""Give up every right that a student's code must not have. Runs in each fork before that code is loaded."""

from __future__ import annotations

import contextlib
import functools
import os
import resource
import signal
import sys
from dataclasses import dataclass
from typing import Any

from . import landlock, seccomp, system

LANDLOCK_VERSION = landlock.version()
SIGNALS_BOUNDED = LANDLOCK_VERSION >= 6
NOBODY = 65534


@dataclass(frozen=True)
class Confinement:
    """What one fork may use; `user_id` is None where the grader is not root and keeps its own user."""

    user_id: int | None
    memory_bytes: int
    processes: int
    file_bytes: int
    open_files: int
    cpu_seconds: int


@functools.lru_cache(maxsize=1)
def system_call_filter() -> Any:
    """The filter for a worker with a user of its own, once for this process and its forks.

    None for a machine without one: of an architecture without a table, or where a kernel refuses what is installed.
    """
    code = seccomp.program() if sys.platform == "linux" else None
    program = seccomp.ready(code) if code else None
    return program if program and _is_accepted(program) else None


def _is_accepted(program: Any) -> bool:
    """Whether a process that is not root, as a worker, may install it here: a child of this one tries."""
    child = system.fork()
    if child == 0:
        status = 1
        try:
            if os.geteuid() == 0:
                os.setresuid(NOBODY, NOBODY, NOBODY)
            system.prctl(system.PR_SET_NO_NEW_PRIVS, 1)
            seccomp.install(program)
            status = 0
        finally:
            os._exit(status)
    return os.waitpid(child, 0)[1] == 0


def layers(clone: str) -> list[str]:
    """The layers that this machine offers every worker, by name, and what they leave open, in one more entry.

    `clone` is the folder of all that is the grader's: its own modules, the solutions, the remembered oracles.
    """
    offered = [("Landlock", LANDLOCK_VERSION > 0), ("system call filter", system_call_filter() is not None)]
    left = _left_open(clone)
    return [name for name, there in offered if there] + [f"open to a submission: {' and '.join(left)}"] * bool(left)


def _left_open(clone: str) -> list[str]:
    filtered = system_call_filter() is not None
    if os.geteuid() == 0:
        harms = [
            (f"reading {clone}", LANDLOCK_VERSION == 0 and _is_open_to_all(clone)),
            ("every system call", not filtered),
        ]
        return [name for name, there in harms if there]
    harms = [
        ("your files", LANDLOCK_VERSION == 0),
        ("your files' modes and times", LANDLOCK_VERSION > 0 and not filtered),
        ("names and sizes of your files", LANDLOCK_VERSION > 0),
        ("your processes", not filtered),
        ("your share of memory and processes", True),
    ]
    return [name for name, there in harms if there]


def _is_open_to_all(folder: str) -> bool:
    """Whether any user may pass through `folder` and all above it."""
    while os.stat(folder).st_mode & 0o001:
        if folder == "/":
            return True
        folder = os.path.dirname(folder)
    return False


def file_rules(readable: list[str], work: str) -> int | None:
    """The descriptor of Landlock's rules for forks that write below `work`; None where there is no Landlock."""
    return landlock.ruleset(readable, [work], LANDLOCK_VERSION) if LANDLOCK_VERSION else None


def confine(rights: Confinement, limits: list[tuple[int, int]], rules: int | None) -> None:
    """Apply all three to this process for good; raises OSError where the system refuses.

    What can be made ready before the fork is: each page that a fork touches is copied for it.
    """
    if sys.platform == "linux":
        _be_first_out_of_memory()
    for limit, value in limits:
        resource.setrlimit(limit, (value, value))
    if rights.user_id is not None:
        os.setgroups([])
        os.setresgid(rights.user_id, rights.user_id, rights.user_id)
        os.setresuid(rights.user_id, rights.user_id, rights.user_id)
    if sys.platform == "linux":
        system.prctl(system.PR_SET_NO_NEW_PRIVS, 1)
        system.prctl(system.PR_SET_DUMPABLE, 0)  # its files in /proc are root's: it cannot lower its oom_score_adj
        system.prctl(system.PR_SET_PDEATHSIG, signal.SIGKILL)
        if rules is not None:
            landlock.restrict(rules)
            os.close(rules)
        if system_call_filter():
            seccomp.install(system_call_filter() if rights.user_id is not None else _filter_without_user())


def _filter_without_user() -> Any:
    """The stricter filter where the grader's own user is the worker's; names this process, so made after the fork."""
    return seccomp.ready(seccomp.program(own_user=False, signals_bounded=SIGNALS_BOUNDED) or b"")


def _be_first_out_of_memory() -> None:
    """The kernel then kills the worker, never the grader."""
    with contextlib.suppress(OSError):
        file = os.open("/proc/self/oom_score_adj", os.O_WRONLY)
        os.write(file, b"1000")
        os.close(file)


def resource_limits(rights: Confinement) -> list[tuple[int, int]]:
    """What `setrlimit` is to be told in a fork of this process."""
    limits = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: rights.file_bytes,
        resource.RLIMIT_NOFILE: rights.open_files,
        resource.RLIMIT_CPU: rights.cpu_seconds,
    }
    if sys.platform == "linux":
        limits[resource.RLIMIT_AS] = _address_space_bytes() + rights.memory_bytes
        limits[resource.RLIMIT_MEMLOCK] = limits[resource.RLIMIT_MSGQUEUE] = 0
        if rights.user_id is not None:  # the limit counts a user's processes: never the TA's own
            limits[resource.RLIMIT_NPROC] = rights.processes
    return [(limit, _within_hard_limit(limit, value)) for limit, value in limits.items()]


def _within_hard_limit(limit: int, value: int) -> int:
    """No more than this process may have: without CAP_SYS_RESOURCE even root raises no limit."""
    _, most = resource.getrlimit(limit)
    return value if most == resource.RLIM_INFINITY else min(value, most)


def _address_space_bytes() -> int:
    """What the warm process maps already (Python, NumPy): not the student's doing, so added on top."""
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[0]) * resource.getpagesize()
