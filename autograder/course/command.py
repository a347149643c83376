"""The way of a course, on one page: every step is one call into one module."""

from __future__ import annotations

import argparse
import contextlib
import errno
import sys

from autograder import assignment
from autograder.course import grades, report
from autograder.course.collect import collect
from autograder.course.export import Export, open_export
from autograder.course.grading import Grading, WorkList, work_list
from autograder.course.keys import version_of
from autograder.course.out import Out
from autograder.course.pool import LocalPool, cores
from autograder.course.progress import Course
from autograder.course.report import Source
from autograder.course.roster import Roster, read_roster
from autograder.fitness import Refused

DONE, NOT_ALL, SOMEBODY_LOSES, INTERRUPTED = 0, 1, 3, 130  # exit statuses; 2 is what is Refused
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES}


def run(arguments: argparse.Namespace) -> int:
    """Grade, report, compare; the exit status."""
    try:
        return grade_course(arguments)
    except OSError as error:
        if error.errno not in NO_ROOM:
            raise
        reason = f"{arguments.out} cannot be written to ({error.strerror})"
        raise Refused(f"{reason}; make room, then start again: what is graded is kept") from None
    except KeyboardInterrupt:
        say("interrupted; the same command grades what is missing")
        return INTERRUPTED


def grade_course(arguments: argparse.Namespace) -> int:
    """`run` without its nets."""
    with contextlib.closing(open_export(arguments.export.resolve())) as export:
        roster = read_roster(export)
        label = "-{}-of-{}".format(*arguments.shard) if arguments.shard else ""
        with Out(arguments.out.resolve(), version_of(assignment.ROOT), label) as out:
            for remark in roster.remarks:
                say(remark)
            grade_missing(arguments, export, out, work_list(export, names_of_shard(roster.names, arguments.shard), out))
            waiting = [name for name in roster.names if not out.record(name)]
            if waiting:
                say(f"{len(roster.names) - len(waiting)} of {len(roster.names)} are graded; other shards have the rest")
                return DONE
            return finish(arguments, export, roster, out)


def grade_missing(arguments: argparse.Namespace, export: Export, out: Out, work: WorkList) -> None:
    """Grade what has no result yet, and say how it goes."""
    done = len(work.keys) - len(work.missing)
    if done:
        say(f"{done} of {len(work.keys)} are graded already")
    for name, reason in work.unreadable.items():
        out.keep_failure(name, "", reason)
        say(f"{name}: not graded: {reason}")
    pool = LocalPool(assignment.ROOT, arguments.processes or cores())
    with Course(len(work.missing)) as course:
        for outcome in pool.run(work.missing, Grading(export, out, work.keys)):
            if outcome.failed:
                out.keep_failure(outcome.name, work.keys[outcome.name], outcome.failed)
            course.step(f"{outcome.name}: not graded: {outcome.failed}" if outcome.failed else "")


def finish(arguments: argparse.Namespace, export: Export, roster: Roster, out: Out) -> int:
    """What is made of all results together."""
    grades.write(out, roster)
    everyone = list(collect(export, roster, out, names=arguments.names))
    failed = len(roster.names) - len(everyone)
    if everyone:
        source = Source(str(out.version), without_results=failed, report_only=False)
        report.write(out.folder / "report.html", everyone, source, names=arguments.names)
    say(f"{len(everyone)} of {len(roster.names)} submissions are graded: grades.csv and report.html in {out.folder}")
    return NOT_ALL if failed else DONE


def names_of_shard(names: list[str], shard: tuple[int, int] | None) -> list[str]:
    """The part of `names` that is this run's."""
    if shard is None:
        return names
    part, parts = shard
    return names[part - 1 :: parts]


def say(text: str) -> None:
    """A line for whoever started this."""
    print(f"course: {text}", file=sys.stderr, flush=True)
