"""A submission's warm process, which forks its workers; its own side is `autograder/worker/forks.py`."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from autograder import assignment
from autograder.sandbox import leftovers, private_folder
from autograder.sandbox.nursery import Nursery, WorkerUnavailable, ask
from autograder.sandbox.watch import Watch
from autograder.worker.confinement import Confinement
from autograder.worker.removal import remove

END_TIMEOUT_SECONDS = 5.0


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
    """A fork of the nursery that forks the workers of one submission; made at once, and again should it die.

    A context: it begins with a private `folder` that the worker may read, and ends with nothing left of either.
    """

    def __init__(self, nursery: Nursery, user_id: int | None) -> None:
        self._nursery = nursery
        self.notes: list[str] = []  # for the staff
        self._user_id = user_id
        self.folder = self._new_folder()
        self.layers: list[str] = []  # of confinement, by name, known once a worker has started
        self._watch = Watch(user_id)
        self._control: socket.socket | None = None
        self._pid = 0
        self._handle: int | None = None  # readable when the process has ended

    def __enter__(self) -> WarmProcess:
        self.launch()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
        remove(str(self.folder))
        os.close(self._held)
        if not self._keeps_files_in():
            leftovers.remove_files_of(self._user_id)

    def renew(self) -> None:
        """Begin again with a new process and a new folder, which is empty."""
        self.__exit__()
        self.folder = self._new_folder()
        self.launch()

    def _new_folder(self) -> Path:
        folder, self._held, notes = private_folder.make(self._user_id)
        self.notes = notes or self.notes
        return folder

    def start_worker(self) -> WorkerHandle:
        """Fork a confined worker in an empty working directory of its own."""
        self.launch()
        self._watch.begin()
        pipes = [os.pipe() for _ in range(3)]
        (request_read, request_write), (reply_read, reply_write), (output_read, output_write) = pipes
        theirs = [request_read, reply_write, output_write]
        try:
            answer, handles = self._ask({"do": "start", "rights": asdict(self._rights())}, theirs)
            self.layers = answer["layers"] + ["no sum of memory"] * (self._watch.sums_memory is False)
        finally:
            for descriptor in theirs:
                os.close(descriptor)
        for descriptor in (request_write, reply_read, output_read):
            os.set_blocking(descriptor, False)
        return WorkerHandle(request_write, reply_read, output_read, handles[0] if handles else None)

    def stop_worker(self, *, died: bool) -> dict[str, Any]:
        """Kill the worker and all that it started; its exit code or signal where it `died` by itself."""
        if not died:
            self._watch.try_to_count()  # at first the canary, which has run nothing of the student's
        try:
            return self._ask({"do": "stop", "died": died}, [])[0]
        finally:
            if not self._keeps_files_in():
                leftovers.remove_files_of(self._user_id)

    def check_use(self) -> None:
        """Raise `MemoryUsedUp` or `RoomUsedUp` where all that the worker started takes more than one worker may."""
        self._watch.check(self._places)

    def _places(self) -> list[str]:
        """Where a worker's files can be."""
        return [str(self.folder / "work"), *([] if self._keeps_files_in() else leftovers.files_of(self._user_id))]

    def _keeps_files_in(self) -> bool:
        """Whether a worker can write nowhere but into its own folder."""
        return "Landlock" in self.layers or "own mounts" in self.layers

    def launch(self) -> None:
        """Have the nursery fork the process, unless it runs."""
        if self._control is not None and self._is_alive(0):
            return
        self.close()
        self._control, self._pid, self._handle = self._nursery.fork_warm(self.folder)

    def close(self) -> None:
        """End the warm process and with it every worker."""
        if self._control is None:
            return
        self._control.close()
        self._control = None
        if self._is_alive(END_TIMEOUT_SECONDS):
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._pid, signal.SIGKILL)
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def _is_alive(self, seconds: float) -> bool:
        """Whether the process still runs after at most so many seconds."""
        if self._handle is not None:
            ended = select.poll()
            ended.register(self._handle, select.POLLIN)
            return not ended.poll(seconds * 1000)
        return seconds == 0  # without a handle its end shows where it does not answer, and nothing waits for it

    def _ask(self, command: dict[str, Any], descriptors: list[int]) -> tuple[dict[str, Any], list[int]]:
        if self._control is None:
            raise WorkerUnavailable("the warm process has ended")
        try:
            answer, handles = ask(self._control, command, descriptors)
        except WorkerUnavailable:
            self.close()
            raise
        if "refused" in answer:
            raise WorkerUnavailable(answer["refused"])
        return answer, handles

    def _rights(self) -> Confinement:
        return Confinement(
            user_id=self._user_id,
            memory_bytes=assignment.WORKER_MEMORY_BYTES,
            processes=assignment.WORKER_PROCESSES,
            file_bytes=assignment.WORKER_FILE_BYTES,
            open_files=assignment.WORKER_OPEN_FILES,
            cpu_seconds=int(assignment.FUNCTION_BUDGET_SECONDS) + 2,
        )
