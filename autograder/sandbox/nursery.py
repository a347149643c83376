"""Start the nursery, once for all submissions of this process; its own side is `autograder/worker/preloaded.py`."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

from autograder import assignment

START_TIMEOUT_SECONDS = 20.0

ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "LC_ALL": "C.UTF-8",
    "PYTHONHASHSEED": "0",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "1",  # each thread's own arena would take 64 MB of the address space: eight, and no more start
}


class WorkerUnavailable(RuntimeError):
    """No worker can be had, or what it needs has gone: a fault of the installation or the machine, not of a student."""


class Nursery:
    """One interpreter with NumPy, from which each submission's warm process is forked; started again should it die.

    It is told of a submission's folder alone. A context that starts without waiting, so that NumPy loads there while
    the grader loads here, and ends with nothing left.
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None

    def __enter__(self) -> Nursery:
        with contextlib.suppress(WorkerUnavailable):  # it is said where a submission needs it
            self.launch()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def launch(self) -> None:
        """Start the interpreter unless it runs; raises `WorkerUnavailable` where there is none."""
        if self._process is not None and self._process.poll() is None:
            return
        self.close()
        ours, theirs = socket_pair()
        environment = assignment.WORKER_ENVIRONMENT.resolve()
        if changed := open_to_others(environment):
            raise WorkerUnavailable(f"others may change {changed}, which root runs; remove build/, run ./setup.sh")
        arguments = [str(environment / "python"), "-s", "-S", "-B", str(assignment.WORKER)]
        try:
            self._process = subprocess.Popen(
                [*arguments, str(environment / "packages"), str(theirs.fileno())],
                env=ENVIRONMENT,
                cwd="/",
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        except OSError as error:
            ours.close()
            raise WorkerUnavailable(f"the worker's Python does not start ({error}); run ./setup.sh again") from error
        finally:
            theirs.close()
        self._control = ours

    def fork_warm(self, folder: Path) -> tuple[socket.socket, int, int | None]:
        """A new warm process for the submission in `folder`: its control socket, its number and its pidfd."""
        self.launch()
        assert self._control is not None
        ours, theirs = socket_pair()
        try:
            answer, handles = ask(self._control, {"do": "warm", "folder": str(folder)}, [theirs.fileno()])
        except WorkerUnavailable:
            ours.close()
            self.close()
            raise
        finally:
            theirs.close()
        return ours, answer["pid"], handles[0] if handles else None

    def close(self) -> None:
        """End the interpreter; warm processes end with their own sockets."""
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._process is not None:
            try:
                self._process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None


def open_to_others(environment: Path) -> Path | None:
    """The folder in which, or in whose place, other users could put a Python of theirs for root to run, if any."""
    if os.geteuid() != 0:
        return None
    with contextlib.suppress(OSError):  # it is missing: that is said where it is started
        for folder in (environment / "packages", environment):
            status = folder.lstat()
            if status.st_uid != 0 or status.st_mode & 0o022 or not stat.S_ISDIR(status.st_mode):
                return folder
        for folder in environment.parents:  # in a sticky one nobody moves what is root's
            if folder.lstat().st_mode & (0o002 | stat.S_ISVTX) == 0o002:
                return folder
    return None


def socket_pair() -> tuple[socket.socket, socket.socket]:
    """Our end, which waits for an answer no longer than a start may take, and theirs: a message is sent whole."""
    kind = socket.SOCK_SEQPACKET if sys.platform == "linux" else socket.SOCK_DGRAM
    ours, theirs = socket.socketpair(socket.AF_UNIX, kind)
    ours.settimeout(START_TIMEOUT_SECONDS)
    return ours, theirs


def ask(control: socket.socket, command: dict[str, Any], descriptors: list[int]) -> tuple[dict[str, Any], list[int]]:
    """The answer to a command, with the descriptors that came along; raises `WorkerUnavailable` where none comes."""
    try:
        socket.send_fds(control, [json.dumps(command).encode()], descriptors)
        message, handles, _, _ = socket.recv_fds(control, 1 << 16, 4)
    except OSError as error:
        raise WorkerUnavailable(f"the warm process does not answer ({error})") from error
    if not message:
        raise WorkerUnavailable("the warm process ended before it answered; run ./setup.sh again")
    return json.loads(message), list(handles)
