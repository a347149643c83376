"""The warm process: Python with NumPy loaded, which forks a confined worker whenever the grader asks.

It keeps the grader's user, so that no worker can signal or trace it, holds nothing of the grader's and never
loads student code. Commands arrive on a socket as JSON, one datagram each, and are answered by one:

    {"do": "start", "rights": {...}} + 3 descriptors  ->  {"layers": ["Landlock", ...]} + the worker's pidfd
    {"do": "stop", "died": false}  ->  {"exit_code": 0, "signal": null}

The three descriptors are the worker's requests, replies and output. A closed socket ends everything.
"""

from __future__ import annotations

import _sitebuiltins
import builtins
import fcntl
import gc
import json
import linecache  # noqa: F401  a traceback's text needs both: loaded before a student can shadow them
import os
import random
import select
import signal
import socket
import subprocess
import sys
import time
import tokenize  # noqa: F401
from typing import Any

import numpy.random
import numpy.typing  # annotated files import it: loaded once here, not once in each worker

from . import confinement, namespaces, student, system, wire
from .confinement import Confinement

MAX_COMMAND_BYTES = 1 << 16
DYING_SECONDS = 0.3  # from the end of its pipes to the end of the process, so that its exit code can be had
RANDOM_SEED = 148
REQUESTS, REPLIES = 3, 4  # a worker's descriptors, the same in each
KILLERS_ABOVE = 2000  # from a worker's user to that of the process which kills all of its processes


class Warm:
    """Forks one worker at a time and ends it with all that it started."""

    def __init__(self, control: socket.socket, private: str, readable: list[str], layers: list[str]) -> None:
        self._control = control
        self._submission = os.path.join(private, "submission")
        self._work = os.path.join(private, "work")
        self._readable = [*readable, self._submission]
        self._file_rules: int | None = None  # made once, when the submission is there
        self._layers = layers + confinement.layers()
        self._alone = "process namespace" in layers
        self._bounded_work = "own mounts" in layers
        self._pid: int | None = None
        self._user_id: int | None = None

    def serve(self) -> None:
        """Obey commands until the grader closes the socket."""
        if sys.platform == "linux":
            system.prctl(system.PR_SET_CHILD_SUBREAPER, 1)  # adopts what a worker orphans: none escapes the reaping
        random.seed(RANDOM_SEED)
        numpy.random.seed(RANDOM_SEED)
        gc.freeze()
        gc.enable()
        while True:
            message, descriptors, _, _ = socket.recv_fds(self._control, MAX_COMMAND_BYTES, 3)
            if not message:
                break
            command = json.loads(message)
            if command["do"] == "start":
                self._start(Confinement(**command["rights"]), descriptors)
            else:
                self._control.send(json.dumps(self._stop(died=command["died"])).encode())
        self._stop(died=False)

    def _start(self, rights: Confinement, descriptors: list[int]) -> None:
        self._make_work_folder(rights.user_id)
        if self._file_rules is None:
            self._file_rules = confinement.file_rules(self._readable, self._work)
        limits = confinement.resource_limits(rights)
        pid = os.fork()
        if pid == 0:
            self._control.close()
            self._be_worker(rights, limits, *descriptors)
        for descriptor in descriptors:
            os.close(descriptor)
        self._pid, self._user_id = pid, rights.user_id
        handle = [os.pidfd_open(pid)] if hasattr(os, "pidfd_open") else []
        socket.send_fds(self._control, [json.dumps({"layers": self._layers}).encode()], handle)
        for descriptor in handle:
            os.close(descriptor)

    def _make_work_folder(self, user_id: int | None) -> None:
        """An empty folder that the worker may write to: its working directory and its TMPDIR."""
        os.makedirs(self._work, exist_ok=True)
        if self._bounded_work and not os.path.ismount(self._work):
            namespaces.mount_bounded(self._work)
        if os.listdir(self._work):  # by find: it may be nested deeper than Python can follow
            subprocess.run(["/usr/bin/find", self._work, "-mindepth", "1", "-delete"], check=True)
        os.chmod(self._work, 0o700)
        if user_id is not None:
            os.chown(self._work, user_id, user_id)

    def _be_worker(
        self, rights: Confinement, limits: list[tuple[int, int]], requests: int, replies: int, output: int
    ) -> None:
        """Become the worker; never returns, whatever happens."""
        status = wire.BROKEN
        try:
            os.setsid()
            os.chdir(self._work)
            rules = _keep_only(requests, replies, output, self._file_rules)
            confinement.confine(rights, limits, rules)
            _forget_our_modules()
            _add_what_a_prompt_has()
            student.serve(REQUESTS, REPLIES, self._submission)
            status = 0
        finally:
            os._exit(status)

    def _stop(self, *, died: bool) -> dict[str, Any]:
        """Kill the worker with all that it started, and say how it ended by itself, if it did."""
        if self._pid is None:
            return {"exit_code": None, "signal": None}
        pid, self._pid = self._pid, None
        status = _wait_for_end(pid, DYING_SECONDS if died else 0.0)
        self._kill_everything(pid)
        if status is None:
            os.waitpid(pid, 0)
        _reap_orphans()
        code = None if status is None else os.waitstatus_to_exitcode(status)
        return {
            "exit_code": code if code is not None and code >= 0 else None,
            "signal": -code if code is not None and code < 0 else None,
        }

    def _kill_everything(self, pid: int) -> None:
        """SIGKILL to all that the worker can have started, in one atomic step where this process is root."""
        if self._alone:
            _kill(os.kill, -1)  # everything in this process namespace but its first process, which is this one
            return
        _kill(os.killpg, pid)
        _kill(os.kill, pid)
        if self._user_id is None:
            return
        killer = os.fork()
        if killer == 0:
            try:
                # May signal whatever runs as the worker's user, its effective one, and nothing else. By its real and
                # its saved user, which no other process has, nobody of theirs may stop or kill it first.
                os.setresuid(self._user_id + KILLERS_ABOVE, self._user_id, self._user_id + KILLERS_ABOVE)
                os.kill(-1, signal.SIGKILL)
            finally:
                os._exit(0)
        os.waitpid(killer, 0)


def _add_what_a_prompt_has() -> None:
    """exit, quit and help, which Python has at home and not where it starts without `site`, as here."""
    for name in ("exit", "quit"):
        setattr(builtins, name, _sitebuiltins.Quitter(name, "Ctrl-D"))
    builtins.help = _sitebuiltins._Helper()


def _forget_our_modules() -> None:
    """Leave the name `worker` to a student's own file; what is loaded goes on without it."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "worker"]:
        del sys.modules[name]


def _keep_only(requests: int, replies: int, output: int, rules: int | None) -> int | None:
    """Descriptors 0 to 4 alone: nothing, output, output, requests, replies; and `rules`, whose number is returned."""
    kept = [requests, replies, output] if rules is None else [requests, replies, output, rules]
    high = [fcntl.fcntl(fd, fcntl.F_DUPFD, 10) for fd in kept]
    nothing = os.open(os.devnull, os.O_RDONLY)
    places = [nothing, high[2], high[2], high[0], high[1], *high[3:]]
    for target, source in enumerate(places):
        os.dup2(source, target, inheritable=target < 3)
    os.closerange(len(places), 4096)
    return None if rules is None else len(places) - 1


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
    """Collect what the worker left behind; adopted processes were killed before and end at once."""
    deadline = time.monotonic() + 1.0
    while time.monotonic() < deadline:
        try:
            pid, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid == 0:
            time.sleep(0.002)
