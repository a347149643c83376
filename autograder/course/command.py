"""The way of a course, on one page: every step is one call into one module."""

from __future__ import annotations

import argparse
import contextlib
import errno
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder import assignment
from autograder.course import grades_csv, report
from autograder.course.against import EarlierResults, OtherVersion, find_other
from autograder.course.audit import Audit
from autograder.course.audit_words import as_data, for_report, summary
from autograder.course.collect import collect, collect_own
from autograder.course.comparison import Comparison
from autograder.course.counts import Shown
from autograder.course.export import Export, open_export
from autograder.course.graded import Graded
from autograder.course.grading import Grading, work_list
from autograder.course.keys import version_of
from autograder.course.out import REPORT_ONLY, Out
from autograder.course.pool import LocalPool, cores
from autograder.course.progress import Course
from autograder.course.pseudonyms import Pseudonyms
from autograder.course.report import Source
from autograder.course.roster import Roster, read_roster
from autograder.fitness import Refused
from autograder.report.whole_file import write_whole

if TYPE_CHECKING:
    from autograder.course.cluster import DaskPool

DONE, NOT_ALL, SOMEBODY_LOSES, INTERRUPTED = 0, 1, 3, 130  # exit statuses; 2 is what is Refused
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES}


def run(arguments: argparse.Namespace) -> int:
    """Grade, report, compare; the exit status."""
    try:
        with contextlib.closing(open_export(arguments.export.resolve())) as export:
            roster = read_roster(export)
            return report_only(arguments, export, roster) if arguments.report_only else grade(arguments, export, roster)
    except OSError as error:
        if error.errno not in NO_ROOM:
            raise
        reason = f"{arguments.out} cannot be written to ({error.strerror})"
        raise Refused(f"{reason}; make room, then start again: what is graded is kept") from None
    except KeyboardInterrupt:
        say("interrupted; the same command grades what is missing")
        return INTERRUPTED


def report_only(arguments: argparse.Namespace, export: Export, roster: Roster) -> int:
    """The report that the export's own results allow."""
    with Out(arguments.out.resolve(), REPORT_ONLY) as out:
        say(*roster.remarks)
        everyone = list(collect_own(export, roster, out, names=arguments.names))
        if not everyone:
            raise Refused("no submission of the export has results of this grader; leave out --report-only")
        write_report(arguments, out, roster, everyone, None)
    say(f"{len(everyone)} of {len(roster.names)} submissions have results: report.html in {out.folder}")
    return DONE


def grade(arguments: argparse.Namespace, export: Export, roster: Roster) -> int:
    """Grade what is missing, then make of all results what was asked for."""
    label = "-{}-of-{}".format(*arguments.shard) if arguments.shard else ""
    with Out(arguments.out.resolve(), version_of(assignment.ROOT), label) as out:
        say(*roster.remarks)
        other = find_other(arguments.against, out.folder / "against") if arguments.against else None
        grade_missing(arguments, export, names_of_shard(roster.names, arguments.shard), out, assignment.ROOT)
        waiting = [name for name in roster.names if not out.record(name)]
        if waiting:
            say(f"{len(roster.names) - len(waiting)} of {len(roster.names)} are graded; other shards have the rest")
            return DONE
        audit = compare(arguments, export, roster, out, other) if other else None
        return finish(arguments, export, roster, out, audit)


def grade_missing(arguments: argparse.Namespace, export: Export, names: Sequence[str], out: Out, root: Path) -> None:
    """Have the grader in `root` grade what has no result yet, and say how it goes."""
    work = work_list(export, names, out)
    done = len(work.keys) - len(work.missing)
    if done:
        say(f"{done} of {len(work.keys)} are graded already")
    for name, reason in work.unreadable.items():
        out.keep_failure(name, "", reason)
        say(f"{name}: not graded: {reason}")

    def keep(name: str, results: bytes, facts: dict[str, Any]) -> None:
        out.keep(name, work.keys[name], results, facts)

    pool = pool_for(arguments, out, root)
    with Course(len(work.missing)) as course:
        for outcome in pool.run(work.missing, Grading(export, out.scratch, keep)):
            if outcome.failed:
                out.keep_failure(outcome.name, work.keys[outcome.name], outcome.failed)
            course.step(f"{outcome.name}: not graded: {outcome.failed}" if outcome.failed else "")


def pool_for(arguments: argparse.Namespace, out: Out, root: Path) -> LocalPool | DaskPool:
    """The cluster for this version where one is given; another version is graded on this machine."""
    if arguments.dask and root == assignment.ROOT:
        from autograder.course.cluster import DaskPool  # here: the library is installed for --dask alone

        return DaskPool(arguments.dask, root, out.version)
    return LocalPool(root, arguments.processes or cores())


def compare(
    arguments: argparse.Namespace, export: Export, roster: Roster, out: Out, other: EarlierResults | OtherVersion
) -> Audit:
    """Who gains and who loses against the other side: a sentence, and audit.json."""

    def fill(theirs: Out, root: Path) -> None:
        say(f"grading the same submissions by {theirs.version}")
        grade_missing(arguments, export, roster.names, theirs, root)

    comparison = Comparison(export, out, roster.names, arguments.processes or cores())
    audit = comparison.with_other(other, fill)
    data = as_data(audit, roster.label if arguments.names else Pseudonyms(out.folder).of)
    write_whole(out.folder / "audit.json", json.dumps(data, indent=1, ensure_ascii=False), mode=0o600, durable=True)
    say(f"against {audit.before}: {summary(audit, Shown(names=True))} See audit.json.")
    return audit


def finish(arguments: argparse.Namespace, export: Export, roster: Roster, out: Out, audit: Audit | None) -> int:
    """What is made of all results together."""
    grades_csv.write(out, roster)
    everyone = list(collect(export, roster, out, names=arguments.names))
    if everyone:
        write_report(arguments, out, roster, everyone, audit)
    say(f"{len(everyone)} of {len(roster.names)} submissions are graded: grades.csv and report.html in {out.folder}")
    if audit is not None and audit.losers:
        return SOMEBODY_LOSES
    return DONE if len(everyone) == len(roster.names) else NOT_ALL


def write_report(
    arguments: argparse.Namespace, out: Out, roster: Roster, everyone: Sequence[Graded], audit: Audit | None
) -> None:
    """report.html."""
    name = roster.label if arguments.names else Pseudonyms(out.folder).of
    source = Source(
        grader=str(out.version),
        without_results=len(roster.names) - len(everyone),
        report_only=arguments.report_only,
        audit=for_report(audit, Shown(names=arguments.names), name) if audit else None,
    )
    report.write(out.folder / "report.html", everyone, source, names=arguments.names)


def names_of_shard(names: list[str], shard: tuple[int, int] | None) -> list[str]:
    """The part of `names` that is this run's."""
    if shard is None:
        return names
    part, parts = shard
    return names[part - 1 :: parts]


def say(*texts: str) -> None:
    """A line each, for whoever started this."""
    for text in texts:
        print(f"course: {text}", file=sys.stderr, flush=True)
