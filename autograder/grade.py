"""The way of a submission, on one page: every step is one call into one module."""

from __future__ import annotations

import contextlib
import signal
import time
import unittest
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from types import FrameType

from autograder import assignment
from autograder.assignment import FunctionName
from autograder.environment import loading
from autograder.input_sets import sets_for
from autograder.intake.limit import NOTHING_TO_KEEP, decide
from autograder.intake.metadata import rows_of_the_last
from autograder.intake.submission import Submission, find_submission
from autograder.public import FunctionTest
from autograder.report.progress import since_last
from autograder.report.results import Results
from autograder.report.rows import is_hidden
from autograder.report.runner import SafeRunner
from autograder.sandbox.nursery import Nursery
from autograder.sandbox.place import Place
from autograder.sandbox.proxies import install
from autograder.sandbox.session import Session
from autograder.sandbox.users import worker_user
from autograder.sandbox.warm_process import WarmProcess
from autograder.suite import Exercises, inputs_of, remember_answers

Progress = Callable[[FunctionTest], None]


class DeadlineReached(KeyboardInterrupt):
    """The grading must end now, whatever it is doing: the platform would discard every row.

    unittest lets a KeyboardInterrupt through and takes everything else for a failure of the test.
    """


def grade(
    folder: Path,
    results_path: Path,
    nursery: Nursery,
    *,
    deadline_seconds: float,
    progress: Progress = lambda test: None,
    remember: bool = False,
    metadata: Path | None = None,
    notes: Sequence[str] = (),
    exercises: Exercises | None = None,
) -> Results:
    """Grade the submission in `folder`, write results.json, and return what it says; `notes` are for the staff.

    Whoever grades many has one `nursery` and `exercises` for all.
    What fails and is not the submission's doing stands in `grader_failure`, and no row blames the student for it.
    """
    started = time.monotonic()
    submission = find_submission(folder)
    sets = sets_for(submission.files)
    with loading():
        exercises = exercises or Exercises()
        tests = exercises.tests()
    for test in tests:
        exercises.ask(test, sets.hidden if is_hidden(test) else sets.public)
    results = Results(tests, results_path, submission.remarks, sets, notes)
    finished = False
    try:
        if not within_limit(results, metadata):
            return results
        results.write(finished=False)
        finished = run_in_sandbox(submission, tests, results, nursery, progress, deadline_seconds)
    except Exception as error:  # not the student's: theirs are outcomes of calls, and end in rows
        results.fail(error)
    if finished and not results.grader_failure:
        results.progress = since_last(rows_of_the_last(metadata), results.rows.values())
    results.seconds = time.monotonic() - started
    results.write(finished=finished)
    if remember:
        Results(tests, assignment.ZERO_ROWS, [], sets).write(finished=False)
        remember_answers()
    return results


def run_in_sandbox(
    submission: Submission,
    tests: Sequence[FunctionTest],
    results: Results,
    nursery: Nursery,
    progress: Progress,
    deadline_seconds: float,
) -> bool:
    """Run every test against the submission in its workers; False if the deadline cut them short."""
    user_id = worker_user()
    with WarmProcess(nursery, user_id) as warm:
        results.notes += warm.notes
        place = Place(warm, submission, while_waiting=partial(results.save_known, at_once=True))
        place.furnish()
        run_seconds = min(assignment.RUN_BUDGET_SECONDS, deadline_seconds)
        names = [FunctionName.of(test.module, test.function) for test in tests]
        session = Session(place, submission.problems, run_seconds, names)
        install(session)
        finished = run(tests, results, session, progress, deadline_seconds)
        show_isolation(user_id, warm.layers)
    return finished


def show_isolation(user_id: int | None, layers: list[str]) -> None:
    """Say which layers this grading had."""
    with contextlib.suppress(OSError):  # whoever reads this may have gone
        print(f"isolation: {', '.join(['another user' if user_id else 'the same user', *layers])}", flush=True)


def within_limit(results: Results, metadata: Path | None) -> bool:
    """False where the limit of submissions keeps the previous results, which are then written."""
    decision = decide(metadata, assignment.MAX_SUBMISSIONS_PER_DAY)
    if decision.previous is not None and not results.keep(decision.previous):
        decision = NOTHING_TO_KEEP
    results.remarks[:0] = decision.remarks
    results.notes += [decision.note] if decision.note else []
    if decision.previous is None:
        return True
    results.write(finished=True)
    return False


def run(tests: Sequence[FunctionTest], results: Results, session: Session, progress: Progress, seconds: float) -> bool:
    """Run all public tests, then all hidden ones; False if the deadline cut them short.

    In this order nothing that a hidden test's call saw or did can reach a row that students read before publication.
    """

    def announce(test: FunctionTest) -> None:
        session.begin_test(FunctionName.of(test.module, test.function), hidden=is_hidden(test))
        progress(test)

    def record(test: FunctionTest, error: BaseException | None) -> None:
        results.record(test, error, session.end_test())
        results.save_known()

    def stop(signum: int, frame: FrameType | None) -> None:
        raise DeadlineReached

    handlers = {number: signal.signal(number, stop) for number in (signal.SIGALRM, signal.SIGTERM)}
    signal.setitimer(signal.ITIMER_REAL, seconds, 5.0)  # again, should the first meet code that cannot raise
    try:
        for hidden, drawn in ((False, results.sets.public), (True, results.sets.hidden)):
            with inputs_of(drawn):
                SafeRunner(record, announce).run(unittest.TestSuite(t for t in tests if is_hidden(t) is hidden))
                session.end()
    except DeadlineReached:
        return False
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        for number, handler in handlers.items():
            signal.signal(number, handler)
    return True
