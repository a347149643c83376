"""The submissions shared out among graders; whoever kills one is tried once more, alone."""

from __future__ import annotations

import os
import queue
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from autograder.course.grader import Grader, GraderDied, grader_for


@dataclass(frozen=True)
class Outcome:
    """How one submission went; `failed` says why there is no result, or is ""."""

    name: str
    seconds: float = 0.0
    failed: str = ""
    again: bool = False  # tried again after its grader died


Grade = Callable[[str, Grader], Outcome]  # unpacks, grades and keeps one submission; raises GraderDied


class LocalPool:
    """A thread for each grader process of this machine; the threads only wait."""

    def __init__(self, root: Path, processes: int) -> None:
        self._root = root
        self._processes = processes

    def run(self, names: Iterable[str], grade: Grade) -> Iterator[Outcome]:
        """The outcome of each submission, as they come. An error that is no submission's ends it and is raised."""
        waiting: queue.SimpleQueue[str] = queue.SimpleQueue()
        count = 0
        for name in names:
            waiting.put(name)
            count += 1
        with self._lanes(waiting, grade, min(self._processes, count)) as finished:
            alone = []
            for _ in range(count):
                outcome = finished.get()
                if isinstance(outcome, BaseException):
                    raise outcome
                if outcome.failed and not outcome.again:
                    alone.append(outcome.name)
                else:
                    yield outcome
        yield from (self._alone(name, grade) for name in alone)

    @contextmanager
    def _lanes(
        self, waiting: queue.SimpleQueue[str], grade: Grade, number: int
    ) -> Iterator[queue.SimpleQueue[Outcome | BaseException]]:
        finished: queue.SimpleQueue[Outcome | BaseException] = queue.SimpleQueue()
        graders = [grader_for(self._root) for _ in range(number)]
        threads = [threading.Thread(target=_lane, args=(waiting, finished, grade, one), daemon=True) for one in graders]
        for thread in threads:
            thread.start()
        try:
            yield finished
        finally:
            while not waiting.empty():  # after an interruption; a lane takes from it too
                try:
                    waiting.get_nowait()
                except queue.Empty:
                    break
            for one in graders:
                one.close()
            for thread in threads:
                thread.join(timeout=30)

    def _alone(self, name: str, grade: Grade) -> Outcome:
        grader = grader_for(self._root)
        try:
            return grade(name, grader)
        except GraderDied as error:
            return Outcome(name, failed=str(error), again=True)
        finally:
            grader.close()


def _lane(
    waiting: queue.SimpleQueue[str],
    finished: queue.SimpleQueue[Outcome | BaseException],
    grade: Grade,
    grader: Grader,
) -> None:
    while True:
        try:
            name = waiting.get_nowait()
        except queue.Empty:
            return
        try:
            finished.put(grade(name, grader))
        except GraderDied as error:
            finished.put(Outcome(name, failed=str(error)))
        except BaseException as error:
            finished.put(error)
            return


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
