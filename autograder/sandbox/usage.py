"""How much memory all processes of a worker's user take: a limit per process says nothing about forks."""

from __future__ import annotations

import os
import resource
from pathlib import Path


def memory_bytes(user_id: int, enough: int) -> int:
    """The memory in use by `user_id`, shared pages counted once; roughly, while it stays below `enough`."""
    processes = [entry for entry in os.scandir("/proc") if entry.name.isdigit() and _owner(entry) == user_id]
    resident = sum(_resident_bytes(Path(entry.path)) for entry in processes)
    if resident <= enough:
        return resident
    return sum(_proportional_bytes(Path(entry.path)) for entry in processes)  # exact, and a hundred times slower


def _owner(entry: os.DirEntry[str]) -> int | None:
    try:
        return entry.stat().st_uid
    except OSError:  # it has just ended
        return None


def _resident_bytes(process: Path) -> int:
    try:
        return int((process / "statm").read_text().split()[1]) * resource.getpagesize()
    except OSError:
        return 0


def _proportional_bytes(process: Path) -> int:
    try:
        lines = (process / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)
