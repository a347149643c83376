"""A look, now and then, at what all that a worker started takes: more than it may have, or others' processors."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable

from autograder import assignment
from autograder.sandbox import disk_use, processor_share, usage


class MemoryUsedUp(Exception):
    """All that a worker started takes more memory than one worker may. (The grader's own lack is a MemoryError.)"""


class RoomUsedUp(Exception):
    """A worker has made more files and folders than it may, or larger ones; `by_bytes`: removing takes time too."""

    def __init__(self, *, by_bytes: bool) -> None:
        super().__init__()
        self.by_bytes = by_bytes


class Watch:
    """On the workers of one submission, one after another, which act for the user `user_id`; None for the grader's own.

    `sums_memory` is None until it is known whether this process can see theirs.
    """

    def __init__(self, user_id: int | None) -> None:
        self._user_id = user_id
        self.sums_memory: bool | None = None if user_id is not None and sys.platform == "linux" else False
        self.begin()

    def begin(self) -> None:
        """A worker begins."""
        self._kernel_at_first = 0  # what the kernel kept when the worker first had many processes
        self._nice = 0  # of all that the worker started

    def try_to_count(self) -> None:
        """Find out whether this process can see a worker's: one is alive now."""
        if self._user_id is not None and self.sums_memory is None:
            self.sums_memory = usage.can_count(usage.processes_of(self._user_id))

    def check(self, places: Callable[[], list[str]]) -> None:
        """Raise `MemoryUsedUp` or `RoomUsedUp` where the worker has too much; `places` are where its files can be."""
        if self._user_id is not None and self.sums_memory is not False:
            processes = usage.processes_of(self._user_id)
            self._check_memory(processes)
            self._share_processors(self._user_id, usage.tasks_of(processes))
        names, taken = disk_use.disk_use(places, assignment.WORKER_NAMES)
        if names > assignment.WORKER_NAMES or taken > assignment.WORKER_DISK_BYTES:
            raise RoomUsedUp(by_bytes=names <= assignment.WORKER_NAMES)

    def _check_memory(self, processes: usage.Processes) -> None:
        limit = assignment.WORKER_MEMORY_BYTES
        if usage.memory_bytes(processes, limit) > limit:
            raise MemoryUsedUp
        kept = usage.kernels_bytes(processes)
        self._kernel_at_first = self._kernel_at_first or kept
        if kept > self._kernel_at_first + limit:
            raise MemoryUsedUp

    def _share_processors(self, user_id: int, tasks: int) -> None:
        nice = processor_share.nice_for(tasks)
        if nice > self._nice:
            with contextlib.suppress(OSError):  # no process can be forked now: the next look tries again
                processor_share.lower(user_id, nice)
                self._nice = nice
