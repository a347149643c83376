"""Fingerprints of wrong answers without a name, to put equal ones together: their values on one fixed set of inputs.

A submission draws its own set of inputs, so the answers in its results cannot be compared with another's. The function
is called again, in a worker of its own behind the same wall, on the public tests' cases of the first set.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from autograder.assignment import FunctionName
from autograder.input_sets import ALL_SETS
from autograder.intake.submission import Submission, find_submission
from autograder.public import FunctionTest, StudentError
from autograder.report.rows import is_hidden
from autograder.sandbox.nursery import Nursery
from autograder.sandbox.place import Place
from autograder.sandbox.session import Session
from autograder.sandbox.users import worker_user
from autograder.sandbox.warm_process import WarmProcess
from autograder.suite import cases_of, inputs_of, load_tests

WRONG_VALUES = ("gave wrong values", "gave a wrong value")  # the ladder's verdicts on numbers of the right shape
MAX_CODE_CHARACTERS = 4000
ALL_SECONDS = 30.0  # of one submission: with its grading's 175 it must end before `grader.ANSWER_SECONDS`


def unnamed_in(rows: Iterable[Any]) -> list[str]:
    """The functions that gave wrong values which no known mistake gives."""
    verdicts: dict[str, list[Any]] = {}
    for row in rows:
        if row["score"] < row["max_score"]:
            verdicts.setdefault(row["extra_data"]["function"], []).append(row["extra_data"])
    return [
        function
        for function, found in verdicts.items()
        if all(data["verdict"] in WRONG_VALUES and not data["mistake"] for data in found)
    ]


def fingerprints(folder: Path, functions: list[str], nursery: Nursery) -> dict[str, dict[str, Any]]:
    """For each of `functions`: `values`, equal for equal answers, and `code`, the student's own text of it."""
    submission = find_submission(folder)
    found: dict[str, dict[str, Any]] = {}
    with WarmProcess(nursery, worker_user()) as warm, inputs_of(ALL_SETS[0]):
        tests = [test for test in load_tests() if FunctionName.of(test.module, test.function) in functions]
        public = [test for test in tests if not is_hidden(test)]
        place = Place(warm, submission, while_waiting=lambda: None)
        place.furnish()
        session = Session(place, submission.problems, ALL_SECONDS, map(FunctionName, functions))
        try:
            for test in public:
                name = FunctionName.of(test.module, test.function)
                session.begin_test(name, hidden=False)
                values = answers_of(session, test)
                if values is not None:
                    found[name] = {"values": values, "code": code_of(submission, test.module, test.function)}
        finally:
            session.end()
    return found


def answers_of(session: Session, test: FunctionTest) -> list[float] | None:
    """A few numbers that stand for the answers to all cases of a test; None where one is no answer."""
    values: list[float] = []
    for case in cases_of(test)[0]:
        try:
            answer = session.call(test.module, test.function, case.args).value
        except StudentError:
            return None
        for part in answer if isinstance(answer, tuple) else (answer,):
            array = np.asarray(part)
            if array.dtype.kind not in "biuf":
                return None
            values += digits_of(array.astype(np.float64).ravel())
    return values


def digits_of(entries: np.ndarray[Any, Any]) -> list[float]:
    """How many entries, how large, and two sums of all of them with uneven weights."""
    finite = np.where(np.isfinite(entries), entries, 0.0)
    turns = np.arange(1, entries.size + 1)
    sums = [float(finite @ np.cos(turns)), float(finite @ np.sin(turns * turns))]
    return [float(entries.size), float(np.abs(finite).max(initial=0.0)), *sums]


def code_of(submission: Submission, module: str, function: str) -> str:
    """The last definition of a function at the left margin, as text: nothing of a student's is parsed here."""
    text = submission.files.get(f"{module}.py", b"").decode("utf-8", "replace")
    found = list(re.finditer(rf"^(def {function}\b|{function}\s*=)", text, re.MULTILINE))
    if not found:
        return ""
    first, *rest = text[found[-1].start() :][:MAX_CODE_CHARACTERS].split("\n")
    lines = [first]
    for line in rest:
        if line[:1].strip() and line[0] not in ")]}#":
            break
        lines.append(line)
    return "\n".join(lines).rstrip()
