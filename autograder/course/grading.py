"""One submission from the export to its result: unpack, have it graded, keep what came out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.course.content import Unreadable
from autograder.course.export import Export
from autograder.course.grader import Grader, GraderDied
from autograder.course.keys import key_of
from autograder.course.node import pack
from autograder.course.out import Out, file_of
from autograder.course.pool import Outcome
from autograder.fitness import Refused

Keep = Callable[[str, bytes, dict[str, Any]], None]  # name, results.json, what else the grader says


@dataclass
class WorkList:
    """What is to be graded: everything that has no result under its key."""

    keys: dict[str, str]
    missing: list[str]
    unreadable: dict[str, str]  # and why


def work_list(export: Export, names: Sequence[str], out: Out) -> WorkList:
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
    """What a pool does with each submission; `scratch` is a folder for what is unpacked and not yet kept."""

    def __init__(self, export: Export, scratch: Path, keep: Keep) -> None:
        self._export = export
        self._scratch = scratch
        self._keep = keep

    def __call__(self, name: str, grader: Grader) -> Outcome:
        """Grade one submission; raises `GraderDied` where its grader did not live to the end or failed."""
        path = self._scratch / file_of(name)
        try:
            with self._export.unpacked(name, self._scratch / "files") as folder:
                answer = grader.grade(folder, path)
        except Unreadable as error:
            return Outcome(name, failed=str(error), again=True)
        results = path.read_bytes() if path.exists() else b""
        path.unlink(missing_ok=True)
        return self.keep(name, results, answer)

    def packed(self, name: str) -> bytes:
        """The submission's files, to be sent elsewhere; raises `Unreadable`."""
        with self._export.unpacked(name, self._scratch / "files") as folder:
            return pack(folder)

    def keep(self, name: str, results: bytes, answer: dict[str, Any]) -> Outcome:
        """Take what a grader answered."""
        facts = dict(answer)
        failed, refused = facts.pop("failed", None), facts.pop("refused", None)
        if refused:
            raise Refused(refused)
        if failed or not results:
            raise GraderDied(f"the grader failed: {failed or 'it wrote no results'}")
        self._keep(name, results, facts)
        return Outcome(name, facts["seconds"])
