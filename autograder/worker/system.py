"""The few Linux system calls that Python 3.10 has no name for, with errors raised as OSError."""

from __future__ import annotations

import ctypes
import os
import sys
from typing import Any

_libc: Any = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None
_fork: Any = ctypes.PyDLL(None).fork if sys.platform == "linux" else os.fork  # the former keeps the interpreter's lock

CLONE_NEWNS = 0x00020000
CLONE_NEWUTS = 0x04000000
CLONE_NEWIPC = 0x08000000
CLONE_NEWPID = 0x20000000
CLONE_NEWNET = 0x40000000

MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC = 1, 2, 4, 8
MS_REMOUNT = 32
MS_BIND, MS_REC, MS_PRIVATE = 4096, 16384, 1 << 18
MNT_DETACH = 2

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_SET_SECCOMP = 22
PR_SET_CHILD_SUBREAPER = 36
PR_SET_NO_NEW_PRIVS = 38


def fork() -> int:
    """fork(2) of a process without threads, without what Python does around it for those that have some.

    That would copy 180 pages, a third of what a worker's start takes, and seed the module random anew.
    """
    pid = int(_fork())
    if pid < 0:
        raise OSError("the system can fork no more processes")
    return pid


def prctl(option: int, value: int, address: Any = 0) -> None:
    """prctl(2)."""
    _check(_libc.prctl(option, ctypes.c_ulong(value), address or ctypes.c_ulong(0), 0, 0), f"prctl({option})")


def unshare(flags: int) -> None:
    """unshare(2): leave the namespaces that `flags` name."""
    _check(_libc.unshare(flags), "unshare")


def mount(source: str, target: str, kind: str, flags: int, options: str = "") -> None:
    """mount(2)."""
    texts = [text.encode() for text in (source, target, kind)]
    _check(_libc.mount(*texts, ctypes.c_ulong(flags), options.encode()), f"mount {kind or 'bind'} at {target}")


def unmount(target: str) -> None:
    """umount2(2), at once, whoever still has files open there."""
    _check(_libc.umount2(target.encode(), MNT_DETACH), f"umount {target}")


def syscall(number: int, *arguments: Any) -> int:
    """Any system call by its number."""
    result = int(_libc.syscall(ctypes.c_long(number), *arguments))
    _check(result, f"system call {number}")
    return result


def _check(result: int, what: str) -> None:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
