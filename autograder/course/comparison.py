"""Both sides of an audit: the other version's results are had first, what differs is graded again."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder import assignment
from autograder.course.against import EarlierResults, OtherVersion, set_up
from autograder.course.audit import Audit, Results, audit
from autograder.course.export import Export
from autograder.course.grading import Grading
from autograder.course.keys import Version, version_of
from autograder.course.out import Out, read_json
from autograder.course.pool import LocalPool

Side = Callable[[str], Results]  # the results that one grader gave a submission
Fill = Callable[[Out, Path], None]  # grades what is missing in a folder with the grader in another
REPEATS = 2  # of the present grader where the earlier one cannot be run again


@dataclass(frozen=True)
class Comparison:
    """Compares the results in `out` with those of the other side."""

    export: Export
    out: Out
    names: Sequence[str]
    processes: int

    def with_other(self, other: EarlierResults | OtherVersion, fill: Fill) -> Audit:
        """The audit; `fill` has the other version grade."""
        if isinstance(other, EarlierResults):
            label = str(Version(other.grader, other.commit))
            return self._audit(label, other.results_of, [(self._present, assignment.ROOT)] * REPEATS)
        set_up(other)
        version = version_of(other.root)
        with Out(other.folder / "course", version) as theirs:
            fill(theirs, other.root)

            def before(name: str) -> dict[str, Any]:
                return read_json(theirs.results_of(name))

            return self._audit(str(version), before, [(self._present, assignment.ROOT), (before, other.root)])

    def _present(self, name: str) -> dict[str, Any]:
        return read_json(self.out.results_of(name))

    def _audit(self, label: str, before: Side, sides: list[tuple[Side, Path]]) -> Audit:
        def again(names: Sequence[str]) -> dict[str, list[tuple[Results, Results]]]:
            pairs: dict[str, list[tuple[Results, Results]]] = {name: [] for name in names}
            for first, root in sides:
                for name, second in self._graded_again(names, root).items():
                    pairs[name].append((first(name), second))
            return pairs

        return audit(self.names, before, self._present, again, (label, str(self.out.version)))

    def _graded_again(self, names: Sequence[str], root: Path) -> dict[str, Results]:
        """The results of one more grading of each, which are kept nowhere."""
        found: dict[str, Results] = {}

        def keep(name: str, results: bytes, facts: dict[str, Any]) -> None:
            found[name] = json.loads(results)

        for _ in LocalPool(root, self.processes).run(names, Grading(self.export, self.out.scratch, keep)):
            pass
        return found
