"""results.json, written whole or not at all.

The rows are made from the tests before any of them runs, each with no points, and a run only fills them in:
nothing that happens to a test can lose its row, add one, or give points that its decorator does not.
"""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder.assignment import FunctionName
from autograder.input_sets import Sets
from autograder.intake.limit import Previous
from autograder.public import FunctionTest, WrongAnswer
from autograder.report import feedback
from autograder.report.kept import Kept, kept_of
from autograder.report.markdown import harmless
from autograder.report.rows import GRADER_FAILED, Row, is_hidden, zero_row
from autograder.report.summary import summary
from autograder.report.whole_file import write_whole

if TYPE_CHECKING:
    from autograder.mistakes.search import Slips

MAX_OUTPUT_CHARACTERS = 50_000  # Gradescope cuts at 100,000
SAVE_EVERY_SECONDS = 0.5  # most gradings end before the first; each costs some milliseconds


class Results:
    """The rows of one grading and the file that they go to."""

    def __init__(
        self, tests: Sequence[FunctionTest], path: Path, remarks: Sequence[str], sets: Sets, notes: Sequence[str] = ()
    ) -> None:
        self.path = path
        self.remarks = list(remarks)
        self.sets = sets
        self.rows: dict[str, Row] = {test.id(): zero_row(test) for test in tests}
        self.seconds = 0.0
        self.slips: dict[str, Slips] = {}  # what the rows so far were found to be, by function
        self.notes = list(notes)  # for the staff
        self.finished = False
        self.progress = ""  # since the student's last submission
        self.kept: Kept | None = None
        self.grader_failure = ""  # the first one: why this page is not a verdict on the submission
        self._not_run = set(self.rows)
        self._saved_at, self._unsaved = time.monotonic(), False

    def write(self, *, finished: bool) -> None:
        """Replace results.json in one step."""
        self.finished = finished
        rows = list(self.rows.values())
        shown = rows if self.kept is None or self.kept.rows_are_known else []
        data = {
            "score": sum(row["score"] for row in rows) if self.kept is None else self.kept.score,
            "execution_time": round(self.seconds, 3),
            "output": summary(
                shown, self.remarks, self.progress, finished=finished, grader_failed=bool(self.grader_failure)
            ),
            "output_format": "md",
            "test_output_format": "md",
            "stdout_visibility": "hidden",
            "extra_data": {"note": "; ".join(self.notes), "sets": self.sets.names()},
            "tests": rows,
        }
        write_whole(self.path, as_json(data))
        self._saved_at, self._unsaved = time.monotonic(), False

    def save_known(self, *, at_once: bool = False) -> None:
        """Have the rows known so far on disk, should this process be killed; seldom, or `at_once`."""
        if self._unsaved and (at_once or time.monotonic() - self._saved_at > SAVE_EVERY_SECONDS):
            self._unsaved = False
            with contextlib.suppress(OSError):  # the disk is full: the end of the grading will say so
                self.write(finished=False)

    def fail(self, error: BaseException) -> None:
        """Say on the page and in each row that has not run that the grader failed, for this reason."""
        self._note_failure(error)
        for test in self._not_run:
            self.rows[test]["output"] = GRADER_FAILED

    def _note_failure(self, error: BaseException) -> None:
        if not self.grader_failure:
            self.grader_failure = harmless(f"{type(error).__name__}: {str(error)[:500]}")
            self.notes.append(f"the grader failed: {self.grader_failure}")

    def keep(self, previous: Previous) -> bool:
        """Take the previous submission's rows and score in place of a grading; False where neither is known."""
        self.kept = kept_of(previous, list(self.rows.values()))
        if self.kept is not None:
            self.rows = dict(zip(self.rows, self.kept.rows))
        return self.kept is not None

    def record(self, test: FunctionTest, error: BaseException | None, printed: str) -> None:
        """Fill in the row of `test`: all its points, or none and the reason."""
        row = self.rows[test.id()]
        self._not_run.discard(test.id())
        self._unsaved = True
        promise = test.shortDescription() or row["name"]
        if error is None:
            row["score"], row["status"] = row["max_score"], "passed"
            row["output"] = feedback.passed(promise, getattr(test, "note", ""))
        else:
            if not isinstance(error, WrongAnswer):
                self._note_failure(error)
            from autograder.mistakes import diagnosis  # where points are lost alone: loading the catalogue takes time

            found = diagnosis.diagnose(error, getattr(test, "returns", ()), self.slips)
            if found.slips:
                self.slips[FunctionName.of(test.module, test.function)] = found.slips
            named = {"mistake": found.mistake, "mistakes": list(found.mistakes)}
            row["extra_data"] |= named | feedback.for_staff(error)
            if found.broke:
                row["extra_data"]["diagnosis_failed"] = found.broke
            hidden = is_hidden(test)  # to the end: staff who show these rows do not show their expected values
            row["score"], row["status"] = 0.0, "failed"
            row["output"] = feedback.failed(promise, error, found.hint, printed, hidden=hidden)[:MAX_OUTPUT_CHARACTERS]


def as_json(data: dict[str, Any]) -> str:
    """One line for each key and each test: `json.dumps` with an indent takes ten times as long."""
    encode = json.JSONEncoder(allow_nan=False, ensure_ascii=False).encode
    tests = ",\n".join(map(encode, data["tests"]))
    head = "".join(f"{encode(key)}: {encode(value)},\n" for key, value in data.items() if key != "tests")
    return f'{{\n{head}"tests": [\n{tests}\n]\n}}\n'
