"""The warm process: Python with NumPy loaded, which forks a confined worker whenever the grader asks.

It keeps the grader's user, so that no worker can signal or trace it, holds nothing of the grader's and never
loads student code. Commands arrive on a socket as JSON, one datagram each, and are answered by one:

    {"do": "start", "folder": "...", "rights": {...}} + 3 descriptors  ->  {"pid": 12} + its pidfd
    {"do": "stop"}                      ->  {"exit_code": 0, "signal": null, "peak_memory_bytes": 40000000}

The three descriptors are the worker's requests, replies and output. A closed socket ends everything.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import socket
import sys
import time
from typing import Any

import numpy  # noqa: F401  loaded once here, so that every fork has it

from . import student
from .confinement import Confinement, confine

MAX_COMMAND_BYTES = 1 << 16


def main(control: socket.socket) -> None:
    """Serve commands until the grader closes the socket."""
    _adopt_orphans()
    gc.freeze()
    running: tuple[int, int | None] | None = None
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, MAX_COMMAND_BYTES, 3)
        if not message:
            break
        command = json.loads(message)
        if command["do"] == "start":
            running = _start(control, command, descriptors)
        else:
            control.send(json.dumps(_stop(running)).encode())
            running = None
    _stop(running)


def _start(control: socket.socket, command: dict[str, Any], descriptors: list[int]) -> tuple[int, int | None]:
    rights = Confinement(**command["rights"])
    pid = os.fork()
    if pid == 0:
        control.close()
        _be_worker(command["folder"], rights, *descriptors)
    for descriptor in descriptors:
        os.close(descriptor)
    try:
        handle = [os.pidfd_open(pid)] if hasattr(os, "pidfd_open") else []
    except OSError:
        handle = []
    socket.send_fds(control, [json.dumps({"pid": pid}).encode()], handle)
    for descriptor in handle:
        os.close(descriptor)
    return pid, rights.user_id


def _be_worker(folder: str, rights: Confinement, requests: int, replies: int, output: int) -> None:
    """Become the worker; never returns, whatever happens."""
    status = 70
    try:
        os.setsid()
        os.chdir(folder)
        requests, replies = _keep_only(requests, replies, output)
        confine(rights)
        student.serve(requests, replies, os.path.join(folder, "submission"))
        status = 0
    finally:
        os._exit(status)


def _keep_only(requests: int, replies: int, output: int) -> tuple[int, int]:
    """Descriptors 0 to 4 alone: nothing, output, output, requests, replies; the same in every worker."""
    high = [os.dup(fd) for fd in _above(10, requests, replies, output)]
    nothing = os.open(os.devnull, os.O_RDONLY)
    for target, source in enumerate([nothing, high[2], high[2], high[0], high[1]]):
        os.dup2(source, target, inheritable=target < 3)
    os.closerange(5, 4096)
    return 3, 4


def _above(lowest: int, *descriptors: int) -> list[int]:
    """The descriptors moved out of the way of 0 to 4."""
    import fcntl

    return [fcntl.fcntl(descriptor, fcntl.F_DUPFD, lowest) for descriptor in descriptors]


def _stop(running: tuple[int, int | None] | None) -> dict[str, Any]:
    """Kill the worker with all that it started, and say how it ended."""
    if running is None:
        return {"exit_code": None, "signal": None, "peak_memory_bytes": 0}
    pid, user_id = running
    ended = _wait(pid, os.WNOHANG)
    _kill_everything(pid, user_id)
    _, status, usage = ended or _wait(pid, 0) or (pid, 0, None)
    _reap_orphans()
    code = os.waitstatus_to_exitcode(status)
    unit = 1 if sys.platform == "darwin" else 1024
    return {
        "exit_code": code if code >= 0 and ended else None,
        "signal": -code if code < 0 and ended else None,
        "peak_memory_bytes": usage.ru_maxrss * unit if usage else 0,
    }


def _wait(pid: int, flags: int) -> tuple[int, int, Any] | None:
    ended, status, usage = os.wait4(pid, flags)
    return (ended, status, usage) if ended == pid else None


def _kill_everything(pid: int, user_id: int | None) -> None:
    """SIGKILL to the worker's session; as root also to every process of its user, in one atomic step."""
    for kill, target in ((os.killpg, pid), (os.kill, pid)):
        try:
            kill(target, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            continue
    if user_id is None:
        return
    killer = os.fork()
    if killer == 0:
        try:
            os.setresuid(user_id, user_id, user_id)
            os.kill(-1, signal.SIGKILL)  # all that this user may signal: itself excepted, so it exits
        finally:
            os._exit(0)
    os.waitpid(killer, 0)


def _reap_orphans() -> None:
    """Collect what the worker left behind; adopted processes were killed above and end at once."""
    deadline = time.monotonic() + 1.0
    while time.monotonic() < deadline:
        try:
            pid, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid == 0:
            time.sleep(0.002)


def _adopt_orphans() -> None:
    """Become the parent of every process that a worker orphans, so that none escapes the reaping."""
    if sys.platform == "linux":
        import ctypes

        pr_set_child_subreaper = 36
        ctypes.CDLL(None).prctl(pr_set_child_subreaper, 1, 0, 0, 0)
