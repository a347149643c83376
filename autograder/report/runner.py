"""gradescope-utils' runner made safe: every way in which a test can end reaches the row that waits for it."""

from __future__ import annotations

import io
import unittest
from collections.abc import Callable
from typing import Any

from gradescope_utils.autograder_utils.json_test_runner import JSONTestResult, JSONTestRunner

from autograder.public import FunctionTest

Record = Callable[[FunctionTest, BaseException | None], None]
Announce = Callable[[FunctionTest], None]


class SafeResult(JSONTestResult):  # type: ignore[misc]
    """Sends every way in which a test can end to the row that waits for it."""

    record: Record
    announce: Announce

    def startTest(self, test: FunctionTest) -> None:  # noqa: N802  unittest's name
        """Announce each test before it runs."""
        super().startTest(test)
        self.announce(test)

    def processResult(self, test: unittest.TestCase, err: Any = None) -> None:  # noqa: N802
        """Called by gradescope-utils for success, failure and error."""
        if isinstance(test, FunctionTest):  # a failed fixture has no row: its tests keep their zero rows
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

    def __init__(self, record: Record, announce: Announce) -> None:
        super().__init__(stream=io.StringIO(), buffer=False)  # its own JSON has no use here
        self._record, self._announce = record, announce

    def _makeResult(self) -> SafeResult:  # noqa: N802
        result: SafeResult = SafeResult(None, True, 1, [], [], "")
        result.record, result.announce = self._record, self._announce
        return result
