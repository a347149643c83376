"""`python3 -m autograder build | course`, and what ./run_autograder calls: arguments and defaults.

From any folder, `python3 path/to/clone/autograder` is the same as `python3 -m autograder`.
"""

from __future__ import annotations

import argparse
import importlib.util
import sys
from pathlib import Path
from typing import Any

sys.dont_write_bytecode = True
if not __package__:  # started by its path: Python has put this folder on the path, and not the one above
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

from autograder import assignment, environment  # noqa: E402  without writing bytecode
from autograder.course import arguments as course_arguments  # noqa: E402
from autograder.fitness import Refused  # noqa: E402
from autograder.intake.given import submission_folder  # noqa: E402
from autograder.report.whole_file import put_zero_rows  # noqa: E402
from autograder.sandbox.nursery import Nursery  # noqa: E402

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
    add_grade(commands)
    build = commands.add_parser("build", help="make the zips for Gradescope and for students")
    build.add_argument("--out", type=Path, default=Path("dist"), metavar="DIR", help="where to (default: dist/ here)")
    course_arguments.add_to(commands)
    arguments = parser.parse_args()
    try:
        if arguments.command == "grade":
            return run_grade(arguments, notes)
        return {"build": run_build, "course": run_course}[arguments.command](arguments)
    except Refused as refusal:
        environment.say(str(refusal))
        return 2


def add_grade(commands: Any) -> None:
    """The arguments of ./run_autograder, which puts Gradescope's places in for its defaults there."""
    grade = commands.add_parser(
        "grade", prog="./run_autograder", allow_abbrev=False, help="what ./run_autograder calls",
        description="Grade a submission, print its points, and write results.json.",
    )  # fmt: skip
    grade.add_argument(
        "--submission", type=Path, default=assignment.SOLUTIONS, metavar="DIR",
        help="a folder with the four files, or a zip of it (default: this clone's solutions/)",
    )  # fmt: skip
    grade.add_argument(
        "--results", type=Path, default=assignment.RESULTS, metavar="FILE",
        help="the results.json to write (default: this clone's results/results.json)",
    )  # fmt: skip
    grade.add_argument(
        "--metadata", type=Path, metavar="FILE",
        help="a submission_metadata.json of Gradescope's, for what it knows of earlier submissions (default: none)",
    )  # fmt: skip
    grade.add_argument("--expect", type=float, metavar="POINTS", help="exit with 1 unless these are its points")
    grade.add_argument("--remember", action="store_true", help="store what the oracles answer, as setup.sh does")


def run_grade(arguments: argparse.Namespace, notes: list[str]) -> int:
    """Grade one submission; 4 where the grading is not whole, 1 without the points of `--expect`; may be `Refused`."""
    if importlib.util.find_spec("numpy") is None:
        raise Refused(f"{sys.executable} has no NumPy; ./run_autograder brings what grading needs")
    with submission_folder(arguments.submission) as folder:
        return grade_folder(folder, arguments, notes)


def grade_folder(folder: Path, arguments: argparse.Namespace, notes: list[str]) -> int:
    """`run_grade` for a folder that may be graded; may be `Refused`."""
    if arguments.results.exists() and not arguments.results.is_file():  # /dev/null, say, would be one from then on
        raise Refused(f"{arguments.results} is no file that can be replaced; give another one as --results")
    put_zero_rows(arguments.results)
    try:
        with Nursery() as nursery:  # NumPy loads there while all else loads here
            return grade_and_show(folder, nursery, arguments, notes)
    except Refused:  # there is no grading that rows could be of
        arguments.results.unlink(missing_ok=True)
        raise
    except Exception as error:  # the disk is full, say: the rows that are on it stay
        environment.say(f"the grading did not finish because the grader failed: {type(error).__name__}: {error}")
        return GRADER_FAILED


def grade_and_show(folder: Path, nursery: Nursery, arguments: argparse.Namespace, notes: list[str]) -> int:
    """Grade, print the table of points, and say on standard error what the staff should know."""
    # Here, so that `build` runs on a Python that has nothing installed.
    with environment.loading():
        from autograder.grade import grade
        from autograder.report import table

    platform_seconds, unusable = environment.seconds_allowed()
    results = grade(
        folder,
        arguments.results,
        nursery,
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

    course_arguments.check(arguments)
    own_python.enter(dask=arguments.dask is not None)
    from autograder.course import command  # here, once all that it imports is installed

    return command.run(arguments)


if __name__ == "__main__":
    sys.exit(main())
