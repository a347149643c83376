"""Where one submission is called, made anew when it is lost: that is never the student's doing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from autograder import assignment
from autograder.sandbox.bytecode import store_bytecode
from autograder.sandbox.nursery import WorkerUnavailable
from autograder.sandbox.outcomes import Returned
from autograder.sandbox.warm_process import WarmProcess
from autograder.sandbox.wording import describe
from autograder.sandbox.worker import Worker

CANARY_TIMEOUT_SECONDS = 10.0


class Submission(Protocol):
    """What was handed in, as far as workers are concerned."""

    def copy_to(self, folder: Path) -> None:
        """Write its files into a new `folder`."""

    def is_whole_in(self, folder: Path) -> bool:
        """Whether they are all still there."""

    def modules(self) -> list[str]:
        """Those of the four that are there."""


class Place:
    """A warm process and its folder with the submission in it."""

    def __init__(self, warm: WarmProcess, submission: Submission, while_waiting: Callable[[], None]) -> None:
        self._warm = warm
        self._while_waiting = while_waiting
        self._submission = submission

    def furnish(self) -> None:
        """Copy the submission there, compile it, and have a worker prove that it can do its work; tries twice."""
        try:
            self._furnish()
        except Exception:
            self.renew()

    def renew(self) -> None:
        """The same with a new warm process and a new folder."""
        self._warm.renew()
        self._furnish()

    def start_worker(self) -> Worker:
        """A fresh worker; where its answers take long, `while_waiting` is called now and then."""
        return Worker(self._warm, self._while_waiting)

    def check(self) -> None:
        """Raise `WorkerUnavailable` where something is missing that a worker reads: a failed call proves nothing."""
        folder, numpy = self._warm.folder / "submission", assignment.WORKER_ENVIRONMENT / "packages/numpy/__init__.py"
        if not self._submission.is_whole_in(folder):
            raise WorkerUnavailable("files of the submission have gone from the worker's folder during the grading")
        if not numpy.is_file():
            raise WorkerUnavailable("NumPy has gone from the worker's environment; run ./setup.sh again")

    def _furnish(self) -> None:
        folder = self._warm.folder / "submission"
        self._submission.copy_to(folder)
        worker = self.start_worker()
        try:
            outcome = worker.prove(CANARY_TIMEOUT_SECONDS)
            if not isinstance(outcome, Returned):
                raise WorkerUnavailable(f"a worker cannot do its work here: it {describe(outcome, 'numpy')}")
            store_bytecode(worker, folder, self._submission.modules())
        finally:
            worker.stop()
