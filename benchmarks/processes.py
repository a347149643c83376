"""Run a command and measure it together with all that it starts."""

from __future__ import annotations

import os
import subprocess
import time
from dataclasses import dataclass

import psutil

SAMPLE_SECONDS = 0.003


@dataclass(frozen=True)
class Times:
    """Of one run: seconds on the clock, and of processor time in the process and its descendants."""

    wall_seconds: float
    cpu_seconds: float


def times_of(command: list[str]) -> Times:
    """Run `command` with its output thrown away; what it costs, whatever its exit status."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    return Times(wall, usage.ru_utime + usage.ru_stime)


def peak_memory_of(command: list[str]) -> int:
    """The most bytes that the process and its descendants held at once, pages that they share counted once.

    Proportional set sizes, added up every few milliseconds. Looking slows the run down, so it is one of its own.
    """
    peak = 0
    with psutil.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as run:
        while run.poll() is None:
            peak = max(peak, tree_memory_of(run))
            time.sleep(SAMPLE_SECONDS)
    return peak


def tree_memory_of(process: psutil.Process) -> int:
    """The bytes that the process and its descendants hold now."""
    return sum(map(_proportional_bytes, [process, *_descendants(process)]))


def _descendants(process: psutil.Process) -> list[psutil.Process]:
    try:
        children: list[psutil.Process] = process.children(recursive=True)
    except psutil.Error:
        return []
    return children


def _proportional_bytes(process: psutil.Process) -> int:
    try:
        size: int = process.memory_full_info().pss
    except (psutil.Error, OSError):  # it has just ended
        return 0
    return size
