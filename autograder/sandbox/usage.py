"""What all processes of a worker's user take, since a limit per process says nothing about forks, and wait for.

What is counted is what the student's code has written: files that are only mapped belong to everybody.
"""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path

from autograder.sandbox.users import owner

WRITTEN = (b"RssAnon", b"RssShmem", b"VmSwap", b"VmPTE")  # of /proc/PID/status, which anybody may read
KEPT_BY_THE_KERNEL = (b"SUnreclaim", b"KernelStack")  # of /proc/meminfo
FEW_PROCESSES = 8
COUNTING_SECONDS = 1.0
SHARED_OUT = (b"Pss_Anon", b"Pss_Shmem", b"SwapPss")  # of smaps_rollup: what n processes share counts 1/n in each

Processes = list[Path]


def processes_of(user_id: int) -> Processes:
    """The folders in /proc of the processes that run as this user."""
    return [Path(entry.path) for entry in os.scandir("/proc") if entry.name.isdigit() and owner(entry) == user_id]


def memory_bytes(processes: Processes, enough: int) -> int:
    """The memory that `processes` have written to, exact only where it is more than `enough`.

    Where the kernel does not say what they share (to root without CAP_SYS_PTRACE), or not within `COUNTING_SECONDS`,
    that counts in each of them.
    """
    written = {process: _sum_of(process, "status", WRITTEN) or 0 for process in processes}
    if sum(written.values()) <= enough:
        return sum(written.values())
    until = time.monotonic() + COUNTING_SECONDS
    for process in processes:  # a hundred times slower, and more for who has many small maps
        if time.monotonic() > until:
            break
        shared_out = _sum_of(process, "smaps_rollup", SHARED_OUT)
        written[process] = written[process] if shared_out is None else shared_out
    return sum(written.values())


def kernels_bytes(processes: Processes) -> int:
    """What the kernel keeps for all processes of the machine, if these are many; else 0.

    A map of one page takes a few hundred bytes there, in each process that is forked from one that has it.
    """
    if len(processes) > FEW_PROCESSES:
        with contextlib.suppress(OSError):
            return _sum(Path("/proc/meminfo"), KEPT_BY_THE_KERNEL) or 0
    return 0


def tasks_of(processes: Processes) -> int:
    """How many these are with their threads."""
    tasks = 0
    for process in processes:
        with contextlib.suppress(OSError):  # it has just ended
            tasks += len(os.listdir(process / "task"))
    return tasks


def waited_seconds(process: int | None) -> float:
    """How long the first thread of a process, a pidfd, has waited for a processor that others had; 0.0 if unknown.

    Source: Documentation/scheduler/sched-stats.rst, of /proc/PID/schedstat; a control group's limit counts as well.
    """
    with contextlib.suppress(OSError, ValueError, IndexError, TypeError):
        fields = Path(f"/proc/self/fdinfo/{process}").read_text().split()
        number = int(fields[fields.index("Pid:") + 1])
        return int(Path(f"/proc/{number}/schedstat").read_text().split()[1]) / 1e9
    return 0.0


def can_count(processes: Processes) -> bool:
    """Whether any of them can be read: none is seen where /proc is hidden from this process."""
    return any(_sum(process / "status", WRITTEN) is not None for process in processes)


def _sum_of(process: Path, file: str, names: tuple[bytes, ...]) -> int | None:
    """The sum in this file of a process; where its first thread has ended and others go on, in one of theirs."""
    found = _sum(process / file, names)
    with contextlib.suppress(OSError):
        threads = os.scandir(process / "task") if found is None else ()
        found = next((each for thread in threads if (each := _sum(Path(thread.path, file), names)) is not None), found)
    return found


def _sum(path: Path, names: tuple[bytes, ...]) -> int | None:
    """The sum of those lines of `path`, in bytes; None where it cannot be read or has none of them."""
    with contextlib.suppress(OSError):  # it has just ended, or is closed to this process
        # Bytes, ended by newlines alone: the process chooses its own name, any but these.
        lines = (line.partition(b":") for line in path.read_bytes().split(b"\n"))
        found = [int(value.split()[0]) * 1024 for name, _, value in lines if name in names]
        return sum(found) if found else None
    return None
