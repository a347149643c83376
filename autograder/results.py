"""gradescope-utils' runner and result made safe, and results.json, written whole or not at all.

The rows are made from the tests before any of them runs, each with no points, and a run only fills them in:
nothing that happens to a test can lose its row, add one, or give points that its decorator does not.
"""

from __future__ import annotations

import io
import json
import os
import tempfile
import unittest
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from gradescope_utils.autograder_utils.json_test_runner import JSONTestResult, JSONTestRunner

from autograder import assignment, feedback
from autograder.history import Kept
from autograder.summary import summary

MAX_OUTPUT_CHARACTERS = 50_000  # Gradescope cuts at 100,000
VISIBILITIES = ("visible", "hidden", "after_due_date", "after_published")


class Results:
    """The rows of one grading and the file that they go to."""

    def __init__(self, suite: unittest.TestSuite, path: Path, remarks: list[str], seed: int) -> None:
        self.path = path
        self.remarks = remarks
        self.seed = seed
        self.rows = {test.id(): zero_row(test) for test in tests_in(suite)}
        self.seconds = 0.0
        self.staff_note = ""
        self.kept: Kept | None = None
        total = sum(row["max_score"] for row in self.rows.values())
        if total != assignment.TOTAL_POINTS:
            raise ValueError(f"the tests' points add up to {total:g}, not to {assignment.TOTAL_POINTS}")

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

    def record(self, test: unittest.TestCase, error: BaseException | None, printed: str) -> None:
        """Fill in the row of `test`: all its points, or none and the reason."""
        row = self.rows.get(test.id())
        if row is None:  # a failed fixture has no row: its tests keep their zero rows
            return
        promise = test.shortDescription() or row["name"]
        if error is None:
            row["score"], row["status"] = row["max_score"], "passed"
            row["output"] = feedback.passed(promise, getattr(test, "note", ""))
        else:
            from autograder import diagnosis  # only where points are lost: the catalogue takes its time to load

            found = diagnosis.diagnose(error, getattr(test, "returns", ()))
            row["extra_data"] |= {"mistake": found.mistake, **feedback.for_staff(error)}
            hidden = is_hidden(test)  # to the end: staff who show these rows do not show their expected values
            row["score"], row["status"] = 0.0, "failed"
            row["output"] = feedback.failed(promise, error, found.hint, printed, hidden=hidden)[:MAX_OUTPUT_CHARACTERS]


def tests_in(suite: unittest.TestSuite) -> Iterator[unittest.TestCase]:
    """Every test case of the suite, in order."""
    for item in suite:
        if isinstance(item, unittest.TestSuite):
            yield from tests_in(item)
        else:
            yield item


def zero_row(test: unittest.TestCase) -> dict[str, Any]:
    """The row of a test that has not run: no points, and a text that says so."""
    method = getattr(test, test._testMethodName)
    weight, visibility = getattr(method, "__weight__", None), getattr(method, "__visibility__", None)
    if not isinstance(weight, (int, float)) or visibility not in VISIBILITIES:
        raise ValueError(f"{test.id()} needs a @weight and a @visibility, one of {', '.join(VISIBILITIES)}")
    function = f"{test.module}.{test.function}"  # type: ignore[attr-defined]
    return {
        "name": f"{test.function}: {test.title}",  # type: ignore[attr-defined]
        "number": method.__number__,
        "score": 0.0,
        "max_score": float(weight),
        "status": "failed",
        "output": "This test was not run: the grading ended before it. Submit again, or tell the staff.",
        "visibility": visibility,
        "tags": tags(test, method.__number__),
        "extra_data": {"function": function, "mistake": None, "case": None, "verdict": None},
    }


def is_hidden(test: unittest.TestCase) -> bool:
    """True for a test that students do not have, whenever they may see its row."""
    return type(test).__module__.startswith("autograder.hidden_tests.")


def tags(test: unittest.TestCase, number: str) -> list[str]:
    """Such as question 2, 2(a)4, q2_batchnorm, public: what the results page can be searched by."""
    module: str = test.module  # type: ignore[attr-defined]
    question = list(assignment.FUNCTIONS).index(module) + 1
    kind = "hidden" if is_hidden(test) else "public"
    return list(dict.fromkeys([f"question {question}", number, module, kind]))


class SafeResult(JSONTestResult):  # type: ignore[misc]
    """Sends every way in which a test can end to the row that waits for it."""

    record: Callable[[unittest.TestCase, BaseException | None], None]
    announce: Callable[[unittest.TestCase], None]

    def startTest(self, test: unittest.TestCase) -> None:  # noqa: N802  unittest's name
        """Announce each test before it runs."""
        super().startTest(test)
        self.announce(test)

    def processResult(self, test: unittest.TestCase, err: Any = None) -> None:  # noqa: N802
        """Called by gradescope-utils for success, failure and error."""
        if isinstance(test, unittest.TestCase):
            self.record(test, None if err is None else err[1])

    def addSkip(self, test: unittest.TestCase, reason: str) -> None:  # noqa: N802
        """A skip earns nothing: no test of ours skips."""
        self.processResult(test, (None, RuntimeError(f"the test was skipped: {reason}"), None))

    def addSubTest(self, test: Any, subtest: Any, err: Any) -> None:  # noqa: N802
        """A failing subtest fails its test."""
        if err is not None:
            self.processResult(test, err)

    def addExpectedFailure(self, test: unittest.TestCase, err: Any) -> None:  # noqa: N802
        """No test of ours expects to fail."""
        self.processResult(test, err)

    def addUnexpectedSuccess(self, test: unittest.TestCase) -> None:  # noqa: N802
        """No test of ours expects to fail."""
        self.addSkip(test, "unexpected success")


class SafeRunner(JSONTestRunner):  # type: ignore[misc]
    """gradescope-utils' runner with the rows of `Results` in place of its own."""

    def __init__(
        self,
        record: Callable[[unittest.TestCase, BaseException | None], None],
        announce: Callable[[unittest.TestCase], None],
    ) -> None:
        super().__init__(stream=io.StringIO(), buffer=False)  # its own JSON has no use here
        self._record, self._announce = record, announce

    def _makeResult(self) -> SafeResult:  # noqa: N802
        result: SafeResult = SafeResult(None, True, 1, [], [], "")
        result.record, result.announce = self._record, self._announce
        return result
