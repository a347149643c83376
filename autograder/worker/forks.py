"""The warm process: Python with NumPy loaded, which forks a confined worker whenever the grader asks.

It keeps the grader's user, so that no worker can signal or trace it, holds nothing of the grader's and never
loads student code. Commands arrive on a socket as JSON, one datagram each, and are answered by one:

    {"do": "start", "rights": {...}} + 3 descriptors  ->  {"layers": ["Landlock", ...]} + the worker's pidfd
    {"do": "stop", "died": false}  ->  {"exit_code": 0, "signal": null}
    either, where workers could read the grader  ->  {"refused": "why"}

The three descriptors are the worker's requests, replies and output. A closed socket ends everything.
"""

from __future__ import annotations

import fcntl
import gc
import json
import linecache  # noqa: F401  a traceback's text needs both: loaded before a student can shadow them
import os
import random
import socket
import sys
import tokenize  # noqa: F401
from typing import Any

import numpy.random
import numpy.typing  # annotated files import it: loaded once here, not once in each worker

from . import confinement, ending, readable, student, system, wire
from .confinement import Confinement
from .work_folder import WorkFolder

MAX_COMMAND_BYTES = 1 << 16
RANDOM_SEED = 148
REQUESTS, REPLIES = 3, 4  # a worker's descriptors, the same in each


class Warm:
    """Forks one worker at a time and ends it with all that it started."""

    def __init__(self, control: socket.socket, private: str, packages: str, layers: list[str], clone: str) -> None:
        self._control = control
        self._submission = os.path.join(private, "submission")
        paths = [*readable.system_paths(), packages, self._submission]
        self._refusal = readable.refusal(paths, clone)
        self._started = json.dumps({"layers": layers + confinement.layers(clone)}).encode()
        self._alone = "process namespace" in layers
        self._work = WorkFolder(os.path.join(private, "work"), paths, bounded="own mounts" in layers)
        self._pid: int | None = None
        self._given: dict[str, Any] = {}  # the same for every worker of a submission
        self._rights: Confinement
        self._limits: list[tuple[int, int]]

    def serve(self) -> None:
        """Obey commands until the grader closes the socket."""
        os.umask(0o022)  # whatever the grader's
        if sys.platform == "linux":
            system.prctl(system.PR_SET_CHILD_SUBREAPER, 1)  # adopts what a worker orphans: none escapes the reaping
        random.seed(RANDOM_SEED)
        numpy.random.seed(RANDOM_SEED)
        gc.freeze()
        while True:
            message, descriptors, _, _ = socket.recv_fds(self._control, MAX_COMMAND_BYTES, 3)
            if not message:
                break
            command = json.loads(message)
            if self._refusal:
                self._control.send(json.dumps({"refused": self._refusal}).encode())
            elif command["do"] == "start":
                self._start(command["rights"], descriptors)
            else:
                self._control.send(json.dumps(self._stop(died=command["died"])).encode())
        self._stop(died=False)

    def _start(self, rights: dict[str, Any], descriptors: list[int]) -> None:
        if rights != self._given:
            self._given, self._rights = rights, Confinement(**rights)
            self._limits = confinement.resource_limits(self._rights)
        self._work.make(self._rights.user_id)
        pid = system.fork()
        if pid == 0:
            self._control.close()
            self._be_worker(*descriptors)
        for descriptor in descriptors:
            os.close(descriptor)
        self._pid = pid
        handle = [os.pidfd_open(pid)] if hasattr(os, "pidfd_open") else []
        socket.send_fds(self._control, [self._started], handle)
        for descriptor in handle:
            os.close(descriptor)

    def _be_worker(self, requests: int, replies: int, output: int) -> None:
        """Become the worker; never returns, whatever happens."""
        status = wire.BROKEN
        try:
            os.setsid()
            os.chdir(self._work.path)
            rules = _keep_only(requests, replies, output, self._work.rules)
            confinement.confine(self._rights, self._limits, rules)
            student.serve(REQUESTS, REPLIES, self._submission)
            status = 0
        finally:
            os._exit(status)

    def _stop(self, *, died: bool) -> dict[str, Any]:
        """Kill the worker with all that it started, and say how it ended by itself, if it did."""
        if self._pid is None:
            return {"exit_code": None, "signal": None}
        pid, self._pid = self._pid, None
        how = ending.end(pid, self._rights.user_id, died=died, alone=self._alone)
        self._work.clear(self._rights.user_id)
        return how


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
