"""results.json, written whole or not at all.

The rows are made from the tests before any of them runs, each with no points, and a run only fills them in:
nothing that happens to a test can lose its row, add one, or give points that its decorator does not.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from autograder.intake.limit import Kept
from autograder.public import FunctionTest
from autograder.report import feedback
from autograder.report.rows import Row, is_hidden, zero_row
from autograder.report.summary import summary

MAX_OUTPUT_CHARACTERS = 50_000  # Gradescope cuts at 100,000


class Results:
    """The rows of one grading and the file that they go to."""

    def __init__(self, tests: Sequence[FunctionTest], path: Path, remarks: list[str], seed: int) -> None:
        self.path = path
        self.remarks = remarks
        self.seed = seed
        self.rows: dict[str, Row] = {test.id(): zero_row(test) for test in tests}
        self.seconds = 0.0
        self.staff_note = ""
        self.kept: Kept | None = None

    def write(self, *, finished: bool) -> None:
        """Replace results.json in one step."""
        rows = list(self.rows.values())
        shown = rows if self.kept is None or self.kept.rows_are_known else []
        data = {
            "score": sum(row["score"] for row in rows) if self.kept is None else self.kept.score,
            "execution_time": round(self.seconds, 3),
            "output": summary(shown, self.remarks, finished=finished),
            "output_format": "md",
            "test_output_format": "md",
            "stdout_visibility": "hidden",
            "extra_data": {"note": self.staff_note, "seed": self.seed},
            "tests": rows,
        }
        text = json.dumps(data, indent=1, allow_nan=False, ensure_ascii=False)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(dir=self.path.parent, prefix=".results-")
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="replace") as file:
            os.fchmod(descriptor, 0o644)
            file.write(text + "\n")
        os.replace(temporary, self.path)

    def keep(self, kept: Kept) -> None:
        """Take the previous submission's rows and score in place of a grading."""
        self.kept = kept
        self.rows = dict(zip(self.rows, kept.rows))

    def record(self, test: FunctionTest, error: BaseException | None, printed: str) -> None:
        """Fill in the row of `test`: all its points, or none and the reason."""
        row = self.rows[test.id()]
        promise = test.shortDescription() or row["name"]
        if error is None:
            row["score"], row["status"] = row["max_score"], "passed"
            row["output"] = feedback.passed(promise, getattr(test, "note", ""))
        else:
            from autograder.mistakes import diagnosis  # where points are lost alone: loading the catalogue takes time

            found = diagnosis.diagnose(error, getattr(test, "returns", ()))
            named = {"mistake": found.mistake, "mistakes": list(found.mistakes)}
            row["extra_data"] |= named | feedback.for_staff(error)
            if found.broke:
                row["extra_data"]["diagnosis_failed"] = found.broke
            hidden = is_hidden(test)  # to the end: staff who show these rows do not show their expected values
            row["score"], row["status"] = 0.0, "failed"
            row["output"] = feedback.failed(promise, error, found.hint, printed, hidden=hidden)[:MAX_OUTPUT_CHARACTERS]
