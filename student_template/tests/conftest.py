"""Makes pytest print what a student needs: a sentence per test, the feedback of a failure, points at the end."""

import re
import sys
from pathlib import Path

import pytest

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parent.parent)]

TOTAL_POINTS = 100


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """Attach question and points to the report, and put the feedback alone in place of a stack of ours."""
    outcome = yield
    report = outcome.get_result()
    method = getattr(item, "function", None)
    if report.when != "call" or not hasattr(method, "__weight__"):
        return
    report.question = (method.__number__, f"{item.cls.module}.{item.cls.function}")
    report.points = method.__weight__
    report.promise = (method.__doc__ or item.name).strip().splitlines()[0]
    if call.excinfo is not None and call.excinfo.typename == "WrongAnswer":
        report.longrepr = f"{report.promise}\n\n{call.excinfo.value}\n"
    elif hasattr(item.instance, "note"):
        report.sections.append(("note", item.instance.note))


def pytest_report_teststatus(report, config):
    """With -v or without, a line per test reads as the promise that it checks."""
    if report.when == "call" and hasattr(report, "promise"):
        letter = "." if report.passed else "F"
        return report.outcome, letter, ("PASSED" if report.passed else "FAILED") + f"  {report.promise}"
    return None


def pytest_terminal_summary(terminalreporter):
    """The public points by question."""
    earned = {}
    for report in terminalreporter.getreports("passed") + terminalreporter.getreports("failed"):
        if hasattr(report, "question"):
            points = earned.setdefault(report.question, [0.0, 0.0])
            points[0] += report.points if report.passed else 0.0
            points[1] += report.points
    if not earned:
        return
    terminalreporter.section("public points")
    for (number, function), (score, most) in sorted(earned.items(), key=_by_question):
        terminalreporter.write_line(f"{number:<8}{function:<40}{score:>5g} of {most:g}")
    score, most = (sum(points[i] for points in earned.values()) for i in (0, 1))
    terminalreporter.write_line(f"{'total':<48}{score:>5g} of {most:g}")
    terminalreporter.write_line(f"Hidden tests on Gradescope add up to {TOTAL_POINTS - 50} more points.")


def _by_question(entry):
    (number, function), _ = entry
    return function.partition(".")[0], re.split(r"(\d+)", number)
