"""End a worker with all that it started, and say how it ended by itself, if it did."""

from __future__ import annotations

import os
import select
import signal
import time
from collections.abc import Callable
from typing import Any

DYING_SECONDS = 0.3  # from the end of its pipes to the end of the process, so that its exit code can be had
REAPING_SECONDS = 10.0  # half of what the grader waits for an answer; 64 processes on a busy machine took over one
ACTORS_ABOVE = 2000  # from a worker's user to that of the process which kills all of its processes, say


def end(pid: int, user_id: int | None, *, died: bool, alone: bool) -> dict[str, Any]:
    """Kill the worker `pid`; its exit code or signal where it `died` by itself. `alone`: in a process namespace."""
    status = _wait_for_end(pid, DYING_SECONDS if died else 0.0)
    if alone:
        _kill(os.kill, -1)  # everything in this process namespace but its first process, which is this one
    else:
        _kill_everything(pid, user_id)
    if status is None:
        os.waitpid(pid, 0)
    _reap_orphans()
    code = None if status is None else os.waitstatus_to_exitcode(status)
    return {
        "exit_code": code if code is not None and code >= 0 else None,
        "signal": -code if code is not None and code < 0 else None,
    }


def _kill_everything(pid: int, user_id: int | None) -> None:
    """SIGKILL to all that the worker can have started: without a user of its own it cannot leave its session."""
    _kill(os.killpg, pid)
    _kill(os.kill, pid)
    if user_id is not None:
        act_as(user_id, lambda: os.kill(-1, signal.SIGKILL))


def act_as(user_id: int, act: Callable[[], None]) -> None:
    """Have `act` done by a process that may change whatever runs as the worker's user, and nothing else."""
    actor = os.fork()
    if actor == 0:
        try:
            # It acts by its effective user. By its real and its saved one, which no other process has, nobody of
            # theirs may stop or kill it first.
            os.setresuid(user_id + ACTORS_ABOVE, user_id, user_id + ACTORS_ABOVE)
            act()
        finally:
            os._exit(0)
    os.waitpid(actor, 0)


def _wait_for_end(pid: int, seconds: float) -> int | None:
    """The status with which the process `pid` ended, or None if it still runs after `seconds`."""
    deadline = time.monotonic() + seconds
    while True:
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended == pid:
            return status
        if time.monotonic() >= deadline:
            return None
        select.select([], [], [], 0.002)


def _kill(kill: Any, target: int) -> None:
    try:
        kill(target, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return


def _reap_orphans() -> None:
    """Collect what the worker left behind. All were killed before, but until they have ended they count as its user's,
    and so against the next worker's limits.
    """
    deadline = time.monotonic() + REAPING_SECONDS
    while time.monotonic() < deadline:
        try:
            pid, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid == 0:
            time.sleep(0.002)
