"""The same work on a dask.distributed cluster; results come back here and are kept as on one machine.

TLS and the like are Dask's own configuration. Hard links are lost on the way, so a file with two names is graded as
one with one.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import cloudpickle
from distributed import Client, KilledWorker, as_completed, get_worker

import autograder
from autograder.course.content import Unreadable
from autograder.course.grader import GraderDied
from autograder.course.grading import Grading
from autograder.course.keys import Version
from autograder.course.node import close_graders, grade, problem_of
from autograder.course.pool import Outcome
from autograder.fitness import Refused

CONNECT_SECONDS = 20
WAITING_EACH = 2  # submissions on their way to each thread, so that none waits for us


class DaskPool:
    """As `LocalPool`, on the cluster whose scheduler is at `address`."""

    def __init__(self, address: str, root: Path, version: Version) -> None:
        self._root = str(root)
        self._digest = version.digest
        cloudpickle.register_pickle_by_value(autograder)
        try:
            self._client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
        except (OSError, ValueError, TypeError) as error:
            raise Refused(f"no scheduler answers at {address} ({error}); start one, or leave out --dask") from None

    def check(self) -> None:
        """Raise `Refused` where a node cannot grade, before anything is sent."""
        found = self._client.run(problem_of, self._root, self._digest)
        if not found:
            raise Refused("the cluster has no workers; start `dask worker` as root on each node, or leave out --dask")
        problems = [f"{address} {problem}" for address, problem in sorted(found.items()) if problem]
        if problems:
            raise Refused("; ".join(problems))

    def run(self, names: Iterable[str], grading: Grading) -> Iterator[Outcome]:
        """The outcome of each submission, as they come; whoever kills a grader or a node is tried once more, alone."""
        self.check()
        try:
            alone = []
            for outcome in self._all(list(names), grading, self._threads() * WAITING_EACH):
                if outcome.failed and not outcome.again:
                    alone.append(outcome.name)
                else:
                    yield outcome
            for name in alone:
                for outcome in self._all([name], grading, 1):
                    yield Outcome(name, outcome.seconds, outcome.failed, again=True)
        finally:
            self._client.run(close_graders, on_error="ignore")
            self._client.close()

    def _threads(self) -> int:
        return max(1, int(sum(self._client.nthreads().values())))

    def _all(self, names: Sequence[str], grading: Grading, at_once: int) -> Iterator[Outcome]:
        waiting = list(reversed(names))
        futures: dict[str, str] = {}  # key -> submission
        running = as_completed([], loop=self._client.loop, raise_errors=False)
        while waiting or futures:
            while waiting and len(futures) < at_once:
                name = waiting.pop()
                try:
                    packed = grading.packed(name)
                except Unreadable as error:
                    yield Outcome(name, failed=str(error), again=True)
                    continue
                key = f"{name}-{uuid.uuid4()}"  # a result is never another run's
                future = self._client.submit(_grade, name, packed, self._root, self._digest, key=key, pure=False)
                futures[future.key] = name
                running.add(future)
            if futures:
                future = next(running)
                yield self._outcome(futures.pop(future.key), future, grading)

    @staticmethod
    def _outcome(name: str, future: Any, grading: Grading) -> Outcome:
        error = future.exception()
        if isinstance(error, KilledWorker):
            return Outcome(name, failed="the nodes that graded it died")
        if error is not None:
            return Outcome(name, failed=f"its node failed: {type(error).__name__}: {error}"[:500])
        kind, answer, results = future.result()
        if kind == "unfit":
            raise Refused(f"a node that came later {answer}")
        if kind == "died":
            return Outcome(name, failed=answer)
        try:
            return grading.keep(name, results, answer)
        except GraderDied as failed:
            return Outcome(name, failed=str(failed))


def _grade(name: str, packed: bytes, root: str, digest: str) -> tuple[str, Any, bytes]:
    return grade(name, packed, root, digest, get_worker())
