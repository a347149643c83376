"""`python3 -m autograder grade | build | course`: arguments and defaults."""

from __future__ import annotations

import argparse
import gc
import sys
from pathlib import Path

sys.dont_write_bytecode = True

from autograder import assignment, environment  # noqa: E402  without writing bytecode
from autograder.course import arguments as course_arguments  # noqa: E402
from autograder.fitness import Refused  # noqa: E402
from autograder.report.whole_file import put_zero_rows  # noqa: E402

GRADER_FAILED = 4  # or met its deadline: results.json says so and blames nobody


def main() -> int:
    """Run one command; its exit status."""
    try:
        return run_command(environment.make_usable())
    finally:
        environment.let_go_of_output()


def run_command(notes: list[str]) -> int:
    """Run the command that the arguments name; `notes` say what the environment lacked."""
    parser = argparse.ArgumentParser(prog="python3 -m autograder")
    commands = parser.add_subparsers(dest="command", required=True)
    grade = commands.add_parser("grade", help="grade a submission and write results.json", allow_abbrev=False)
    grade.add_argument("--submission", type=Path, required=True, help="the folder with the four files")
    grade.add_argument("--results", type=Path, required=True, help="the results.json to write")
    grade.add_argument("--metadata", type=Path, help="submission_metadata.json, for the limit of submissions")
    grade.add_argument("--expect", type=float, help="fail unless the score is this")
    grade.add_argument("--remember", action="store_true", help="store what the oracles answer")
    build = commands.add_parser("build", help="make the zips for Gradescope and for students")
    build.add_argument("--out", type=Path, default=Path("dist"), help="the folder for the zips")
    course_arguments.add_to(commands)
    arguments = parser.parse_args()
    try:
        if arguments.command == "grade":
            return run_grade(arguments, notes)
        return {"build": run_build, "course": run_course}[arguments.command](arguments)
    except Refused as refusal:
        environment.say(str(refusal))
        return 2


def run_grade(arguments: argparse.Namespace, notes: list[str]) -> int:
    """Grade one folder; 2 where there is no such folder, 4 where the grading is not whole, 1 without `--expect`."""
    if not arguments.submission.is_dir():
        environment.say(f"there is no folder {arguments.submission}; give one with the four files")
        return 2
    put_zero_rows(arguments.results)
    try:
        return grade_and_show(arguments, notes)
    except Refused:  # there is no grading that rows could be of
        arguments.results.unlink(missing_ok=True)
        raise
    except Exception as error:  # the disk is full, say: the rows that are on it stay
        environment.say(f"the grading did not finish because the grader failed: {type(error).__name__}: {error}")
        return GRADER_FAILED


def grade_and_show(arguments: argparse.Namespace, notes: list[str]) -> int:
    """Grade, print the table of points, and say on standard error what the staff should know."""
    gc.disable()  # until the tests are loaded
    # Here, so that `build` runs on a Python that has nothing installed.
    from autograder.grade import grade
    from autograder.report import table

    platform_seconds, unusable = environment.seconds_allowed()
    results = grade(
        arguments.submission,
        arguments.results,
        deadline_seconds=min(assignment.RUN_DEADLINE_SECONDS, platform_seconds * assignment.DEADLINE_SHARE),
        progress=table.Progress(),
        remember=arguments.remember,
        metadata=arguments.metadata,
        notes=[*notes, unusable] if unusable else notes,
    )
    table.show(results.rows.values())
    for note in results.notes:
        environment.say(note)
    if not results.finished or results.grader_failure:
        environment.say("the grading did not finish; results.json says so and has what is known")
        return GRADER_FAILED
    score = sum(row["score"] for row in results.rows.values())
    if arguments.expect is not None and score != arguments.expect:
        environment.say(f"expected {arguments.expect:g} points, got {score:g}")
        return 1
    return 0


def run_build(arguments: argparse.Namespace) -> int:
    """Make both zips."""
    from autograder.packaging import zips  # here, so that a grading does not load it

    return zips.build(arguments.out)


def run_course(arguments: argparse.Namespace) -> int:
    """Grade every submission of an export."""
    from autograder.course import own_python  # here, so that a grading does not load it

    own_python.enter(dask=arguments.dask is not None)
    from autograder.course import command  # here, once all that it imports is installed

    return command.run(arguments)


if __name__ == "__main__":
    sys.exit(main())
