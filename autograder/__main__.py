"""`python3 -m autograder grade | build`: arguments and defaults."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from pathlib import Path

from autograder.fitness import Refused

sys.dont_write_bytecode = True


def main() -> int:
    """Run one command; its exit status."""
    parser = argparse.ArgumentParser(prog="python3 -m autograder")
    commands = parser.add_subparsers(dest="command", required=True)
    grade = commands.add_parser("grade", help="grade a submission and write results.json")
    grade.add_argument("--submission", type=Path, required=True, help="the folder with the four files")
    grade.add_argument("--results", type=Path, required=True, help="the results.json to write")
    grade.add_argument("--expect", type=float, help="fail unless the score is this")
    grade.add_argument("--remember", action="store_true", help="store what the oracles answer")
    build = commands.add_parser("build", help="make the zips for Gradescope and for students")
    build.add_argument("--out", type=Path, default=Path("dist"), help="the folder for the zips")
    arguments = parser.parse_args()
    try:
        return run_build(arguments) if arguments.command == "build" else run_grade(arguments)
    except Refused as refusal:
        print(f"autograder: {refusal}", file=sys.stderr)
        return 2


def run_grade(arguments: argparse.Namespace) -> int:
    """Grade one folder; 2 where there is no such folder, 1 where `--expect` is not met."""
    gc.disable()  # until the tests are loaded
    # Here, so that `build` runs on a Python that has nothing installed.
    from autograder import assignment
    from autograder.grade import grade
    from autograder.report import table

    if not arguments.submission.is_dir():
        print(f"autograder: there is no folder {arguments.submission}; give one with the four files",
              file=sys.stderr)  # fmt: skip
        return 2
    platform_seconds = float(os.environ.get("TIMEOUT_SECONDS") or assignment.PLATFORM_TIMEOUT_SECONDS)
    rows = grade(
        arguments.submission,
        arguments.results,
        deadline_seconds=min(assignment.RUN_DEADLINE_SECONDS, platform_seconds * assignment.DEADLINE_SHARE),
        progress=table.Progress(),
        remember=arguments.remember,
        metadata=arguments.submission.resolve().parent / "submission_metadata.json",
    )
    table.show(rows.values())
    score = sum(row["score"] for row in rows.values())
    if arguments.expect is not None and score != arguments.expect:
        print(f"autograder: expected {arguments.expect:g} points, got {score:g}", file=sys.stderr)
        return 1
    return 0


def run_build(arguments: argparse.Namespace) -> int:
    """Make both zips."""
    from autograder.packaging import zips  # here, so that a grading does not load it

    return zips.build(arguments.out)


if __name__ == "__main__":
    sys.exit(main())
