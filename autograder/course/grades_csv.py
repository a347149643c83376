"""grades.csv, with the columns of Gradescope's own Download Grades; the one file with names in it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any

from autograder import assignment
from autograder.course.metadata import Record, Student
from autograder.course.out import Out, read_json
from autograder.course.roster import Roster, duplicates
from autograder.course.rows import Row, by_test
from autograder.report.whole_file import write_whole

COLUMNS = (
    "First Name", "Last Name", "SID", "Email", "Sections", "Total Score", "Max Points", "Status", "Submission ID",
    "Submission Time", "Lateness (H:M:S)", "View Count", "Submission Count",
)  # fmt: skip
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would run a text that begins so


def write(out: Out, roster: Roster) -> None:
    """A row for each student, group members apart; the last columns are the tests."""
    tests = tests_of(out, roster)
    superseded = {name for names in duplicates(roster.records) for name in names[:-1]}
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([*COLUMNS, *tests])
    for record in roster.records.values():
        if record.name not in superseded:
            results = read_json(out.results_of(record.name))
            writer.writerows(rows_of(record, results, tests))
    write_whole(out.folder / "grades.csv", text.getvalue(), mode=0o600, durable=True)


def tests_of(out: Out, roster: Roster) -> list[str]:
    """The headings of all tests, from the first results that there are."""
    for name in roster.names:
        results = read_json(out.results_of(name))
        if results:
            return [column_of(test, row) for test, row in by_test(results).items()]
    return []


def rows_of(record: Record, results: dict[str, Any], tests: list[str]) -> Iterable[list[str]]:
    """The rows of one submission; without scores where it could not be graded."""
    scores = {column_of(test, row): f"{row['score']:g}" for test, row in by_test(results).items()}
    total = f"{results['score']:g}" if results else ""
    for student in record.students or (Student(),):
        first, _, last = student.name.rpartition(" ")
        yield [
            *map(harmless, (first, last, student.sid, student.email)),
            "", total, str(assignment.TOTAL_POINTS), "Graded" if results else "Ungraded",
            record.name.rpartition("_")[2], record.created_at, "", "", "",
            *(scores.get(test, "") for test in tests),
        ]  # fmt: skip


def column_of(test: str, row: Row) -> str:
    """The heading of a test's column, such as `2(a)4: grad_x: dL/dX, hidden (4 pts)`."""
    return f"{test} ({row['max_score']:g} pts)"


def harmless(text: str) -> str:
    """A student's text as a spreadsheet shows it, whatever it begins with."""
    return f"'{text}" if text.startswith(FORMULA) else text
