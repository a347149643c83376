"""Start the warm process and have it fork workers; the worker's side is `autograder/worker/forks.py`."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from autograder import assignment
from autograder.sandbox import leftovers, usage
from autograder.worker.confinement import Confinement

START_TIMEOUT_SECONDS = 20.0
SHARED_FOLDERS = ("/tmp", "/var/tmp")  # noqa: S108  in place of a TMPDIR that another user cannot enter

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


class MemoryUsedUp(Exception):
    """All that a worker started takes more memory than one worker may. (The grader's own lack is a MemoryError.)"""


@dataclass(frozen=True)
class WorkerHandle:
    """A running worker: the grader's ends of its pipes, and a descriptor that is readable when it ended."""

    requests: int
    replies: int
    output: int
    ended: int | None

    def close(self) -> None:
        """Close our ends."""
        for descriptor in (self.requests, self.replies, self.output, self.ended):
            if descriptor is not None:
                os.close(descriptor)


class WarmProcess:
    """One interpreter with NumPy that forks a worker per function; started at once, and again should it die.

    A context: it begins with a private `folder` that the worker may read, and ends with nothing left of either.
    """

    def __init__(self, user_id: int | None) -> None:
        self.notes: list[str] = []  # for the staff
        self._user_id = user_id
        self.folder = self._new_folder()
        self.layers: list[str] = []  # of confinement, by name, known once a worker has started
        self._sums_memory: bool | None = None if user_id is not None and sys.platform == "linux" else False
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None

    def __enter__(self) -> WarmProcess:
        self.launch()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
        leftovers.remove(str(self.folder))
        os.close(self._held)
        if "Landlock" not in self.layers and "own mounts" not in self.layers:
            leftovers.remove_files_of(self._user_id)

    def renew(self) -> None:
        """Begin again with a new interpreter and a new folder, which is empty."""
        self.__exit__()
        self.folder = self._new_folder()
        self.launch()

    def _new_folder(self) -> Path:
        above = tempfile.gettempdir()
        if self._user_id is not None and not is_open_to_all(Path(above)):
            others = [other for other in SHARED_FOLDERS if is_open_to_all(Path(other))]
            if others:
                self.notes = [f"{above} is closed to the workers' user: {others[0]} is taken in its place"]
                above = others[0]
        leftovers.sweep({above, *SHARED_FOLDERS})
        folder = Path(tempfile.mkdtemp(prefix=leftovers.PREFIX, dir=above))
        self._held = leftovers.hold(folder)
        if self._user_id is not None:
            os.chown(folder, -1, self._user_id)
        folder.chmod(leftovers.MODE)  # whatever the umask
        return folder

    def start_worker(self) -> WorkerHandle:
        """Fork a confined worker in an empty working directory of its own."""
        self.launch()
        pipes = [os.pipe() for _ in range(3)]
        (request_read, request_write), (reply_read, reply_write), (output_read, output_write) = pipes
        theirs = [request_read, reply_write, output_write]
        try:
            answer, handles = self._ask({"do": "start", "rights": asdict(self._rights())}, theirs)
            self.layers = answer["layers"] + ["no sum of memory"] * (self._sums_memory is False)
        finally:
            for descriptor in theirs:
                os.close(descriptor)
        for descriptor in (request_write, reply_read, output_read):
            os.set_blocking(descriptor, False)
        return WorkerHandle(request_write, reply_read, output_read, handles[0] if handles else None)

    def stop_worker(self, *, died: bool) -> dict[str, Any]:
        """Kill the worker and all that it started; its exit code or signal where it `died` by itself."""
        if self._user_id is not None and self._sums_memory is None and not died:
            # Seen once: the first worker is alive now, and has run nothing of the student's.
            self._sums_memory = usage.can_count(self._user_id)
        return self._ask({"do": "stop", "died": died}, [])[0]

    def check_memory(self) -> None:
        """Raise `MemoryUsedUp` when all that the worker started takes more than one worker may."""
        if self._user_id is None or self._sums_memory is False:
            return
        limit = assignment.WORKER_MEMORY_BYTES
        if usage.memory_bytes(self._user_id, limit) > limit:
            raise MemoryUsedUp

    def launch(self) -> None:
        """Start the interpreter without waiting for it, so that it warms up while the grader loads."""
        if self._process is not None and self._process.poll() is None:
            return
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET if sys.platform == "linux"
                                         else socket.SOCK_DGRAM)  # fmt: skip
        ours.settimeout(START_TIMEOUT_SECONDS)
        environment = assignment.WORKER_ENVIRONMENT.resolve()
        arguments = [str(environment / "python"), "-s", "-S", "-B", str(assignment.WORKER)]
        try:
            self._process = subprocess.Popen(
                [*arguments, str(environment / "packages"), str(self.folder), str(theirs.fileno())],
                env=ENVIRONMENT | {name: str(self.folder / "work/home") for name in ("HOME", "TMPDIR")},
                cwd="/",
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        except OSError as error:
            raise WorkerUnavailable(f"the worker's Python does not start ({error}); run ./setup.sh again") from error
        finally:
            theirs.close()
        self._control = ours

    def close(self) -> None:
        """End the warm process and with it every worker."""
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

    def _ask(self, command: dict[str, Any], descriptors: list[int]) -> tuple[dict[str, Any], list[int]]:
        if self._control is None:
            raise WorkerUnavailable("the warm process has ended")
        try:
            socket.send_fds(self._control, [json.dumps(command).encode()], descriptors)
            message, handles, _, _ = socket.recv_fds(self._control, 1 << 16, 4)
        except OSError as error:
            self.close()
            raise WorkerUnavailable(f"the warm process does not answer ({error})") from error
        if not message:
            self.close()
            raise WorkerUnavailable("the warm process ended before it answered; run ./setup.sh again")
        answer = json.loads(message)
        if "refused" in answer:
            raise WorkerUnavailable(answer["refused"])
        return answer, list(handles)

    def _rights(self) -> Confinement:
        return Confinement(
            user_id=self._user_id,
            memory_bytes=assignment.WORKER_MEMORY_BYTES,
            processes=assignment.WORKER_PROCESSES,
            file_bytes=assignment.WORKER_FILE_BYTES,
            open_files=assignment.WORKER_OPEN_FILES,
            cpu_seconds=int(assignment.FUNCTION_BUDGET_SECONDS) + 2,
        )


def is_open_to_all(folder: Path) -> bool:
    """Whether any user may pass through `folder` and all above it."""
    try:
        return all(place.stat().st_mode & 0o001 for place in (folder, *folder.absolute().parents))
    except OSError:
        return False
