"""The warm process: Python with NumPy loaded, which forks a confined worker whenever the grader asks.

It keeps the grader's user, so that no worker can signal or trace it, holds nothing of the grader's and never
loads student code. Commands arrive on a socket as JSON, one datagram each, and are answered by one:

    {"do": "start", "rights": {...}} + 3 descriptors  ->  {"layers": ["Landlock", ...]} + the worker's pidfd
    {"do": "stop", "died": false}  ->  {"exit_code": 0, "signal": null}
    either, where workers could read the grader  ->  {"refused": "why"}

The three descriptors are the worker's requests, replies and output. A closed socket ends everything.
"""

from __future__ import annotations

import contextlib
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

import numpy as np
import numpy.typing  # annotated files import it: loaded once here, not once in each worker

from . import confinement, ending, readable, student, system, wire
from .confinement import Confinement
from .work_folder import WorkFolder

MAX_COMMAND_BYTES = 1 << 16
RANDOM_SEED = 148
MOST_BYTES_READ = 1 << 20
REQUESTS, REPLIES, RULES = 3, 4, 5  # a worker's descriptors, the same in each; this process keeps nothing there


class Warm:
    """Forks one worker at a time and ends it with all that it started."""

    def __init__(self, control: socket.socket, private: str, packages: str, layers: list[str], clone: str) -> None:
        self._control = _out_of_the_way(control)
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
            _preload_what_is_used_in(self._submission)
            gc.freeze()
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
            rules = self._work.rules
            os.dup2(output, 1)
            os.dup2(output, 2)
            os.dup2(requests, REQUESTS, inheritable=False)
            os.dup2(replies, REPLIES, inheritable=False)
            if rules is not None:
                rules = os.dup2(rules, RULES, inheritable=False)
            os.closerange(RULES + (rules is not None), 4096)
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


def _out_of_the_way(control: socket.socket) -> socket.socket:
    """The same socket, and something that nobody needs, so that nothing of this process has a worker's numbers."""
    moved = fcntl.fcntl(control.detach(), fcntl.F_DUPFD_CLOEXEC, RULES + 1)
    for number in range(REQUESTS, RULES + 1):
        os.dup2(0, number, inheritable=False)
    return socket.socket(fileno=moved)


def _preload_what_is_used_in(submission: str) -> None:
    """NumPy loads its random numbers for their users alone: once here, not in each worker, where a file names them."""
    with os.scandir(submission) as entries:
        if any(_may_name(b"random", entry) for entry in entries):
            np.random.seed(RANDOM_SEED)


def _may_name(word: bytes, entry: os.DirEntry[str]) -> bool:
    """Whether a file of theirs has `word` in it, or a folder of theirs may hold one that has."""
    if entry.is_dir(follow_symlinks=False):
        return entry.name != "__pycache__"
    with contextlib.suppress(OSError), open(entry.path, "rb") as file:
        return word in file.read(MOST_BYTES_READ)
    return True
