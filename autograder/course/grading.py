"""One submission from the export to its result in the folder of `--out`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from autograder.course.content import Unreadable
from autograder.course.export import Export
from autograder.course.grader import Grader, GraderDied
from autograder.course.keys import key_of
from autograder.course.out import Out
from autograder.course.pool import Outcome
from autograder.fitness import Refused


@dataclass
class WorkList:
    """What is to be graded: everything that has no result under its key."""

    keys: dict[str, str]
    missing: list[str]
    unreadable: dict[str, str]  # and why


def work_list(export: Export, names: list[str], out: Out) -> WorkList:
    """Read all files once for the keys of their submissions."""
    work = WorkList({}, [], {})
    for name in names:
        try:
            work.keys[name] = key_of(export.digest(name), out.version)
        except Unreadable as error:
            work.unreadable[name] = str(error)
            continue
        if not out.has(name, work.keys[name]):
            work.missing.append(name)
    return work


class Grading:
    """Unpacks, has it graded, keeps the result."""

    def __init__(self, export: Export, out: Out, keys: dict[str, str]) -> None:
        self._export = export
        self._out = out
        self._keys = keys

    def __call__(self, name: str, grader: Grader) -> Outcome:
        """Grade one submission; raises `GraderDied` where its grader did not live to the end or failed."""
        results = self._out.scratch / f"{name}.json"
        try:
            with self._export.unpacked(name, self._out.scratch / "files") as folder:
                answer = grader.grade(folder, results)
        except Unreadable as error:
            return Outcome(name, failed=str(error), again=True)
        return self.keep(name, answer, results.read_bytes() if results.exists() else b"")

    def keep(self, name: str, answer: dict[str, Any], results: bytes) -> Outcome:
        """Store what a grader answered."""
        if answer.get("refused"):
            raise Refused(answer["refused"])
        if answer["failed"] or not results:
            raise GraderDied(f"the grader failed: {answer['failed'] or 'it wrote no results'}")
        (self._out.scratch / f"{name}.json").unlink(missing_ok=True)
        facts = {fact: value for fact, value in answer.items() if fact != "failed"}
        self._out.keep(name, self._keys[name], results, facts)
        return Outcome(name, answer["seconds"])
