"""One process that grades many submissions, one after another: what they have in common is paid once.

It reads orders from stdin and answers each on stdout, a JSON object a line:

    {"folder": "…/submission_1", "results": "…/results.json"}  ->  {"seconds": 0.4, "failed": null}

`failed` says why the grader could not grade, `refused` why it will grade nobody, `unnamed` what wrong answers without
a name are (see `fingerprints`). A closed stdin or SIGTERM ends it. What a grading prints is passed over.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import Any, TextIO

from autograder import assignment, environment
from autograder.course.fingerprints import fingerprints, unnamed_in
from autograder.fitness import Refused
from autograder.grade import grade
from autograder.sandbox.nursery import Nursery
from autograder.sandbox.session import GraderFailed
from autograder.suite import Exercises


def main() -> None:
    """Grade until there are no more orders."""
    sys.dont_write_bytecode = True
    notes = environment.make_usable()
    answers = os.fdopen(os.dup(1), "w")
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.close(nothing)
    serve(sys.stdin, answers, notes)


def serve(orders: TextIO, answers: TextIO, notes: list[str]) -> None:
    """Answer every order."""
    with Nursery() as nursery:
        exercises = Exercises()
        for line in orders:
            order = json.loads(line)
            started = time.monotonic()
            answer = grade_one(Path(order["folder"]), Path(order["results"]), nursery, exercises, notes)
            answers.write(json.dumps({"seconds": round(time.monotonic() - started, 3), **answer}) + "\n")
            answers.flush()


def grade_one(folder: Path, results: Path, nursery: Nursery, exercises: Exercises, notes: list[str]) -> dict[str, Any]:
    """Grade as a single run does; what it `failed` by, or why it `refused`."""
    try:
        deadline = assignment.RUN_DEADLINE_SECONDS
        graded = grade(folder, results, nursery, deadline_seconds=deadline, notes=notes, exercises=exercises)
    except Refused as refusal:
        return {"failed": None, "refused": str(refusal)}
    except Exception as error:
        return {"failed": f"{type(error).__name__}: {error}"[:500]}
    failed = graded.grader_failure or (None if graded.finished else "the grading met its deadline")
    return {"failed": failed, "unnamed": describe_unnamed(folder, unnamed_in(graded.rows.values()), nursery)}


def describe_unnamed(folder: Path, functions: list[str], nursery: Nursery) -> dict[str, Any]:
    """The fingerprints of wrong answers; a fault in making them costs the submission nothing."""
    try:
        return fingerprints(folder, functions, nursery) if functions else {}
    except (Exception, GraderFailed) as error:
        return {function: {"broke": f"{type(error).__name__}: {error}"[:500]} for function in functions}
