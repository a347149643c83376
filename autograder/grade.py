"""The way of a submission, on one page: every step is one call into one module."""

from __future__ import annotations

import contextlib
import gc
import signal
import sys
import time
import unittest
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType
from typing import Any

from autograder import assignment
from autograder.history import decide
from autograder.memory import RememberingOracles
from autograder.results import Results, SafeRunner, tests_in
from autograder.sandbox.bytecode import store_bytecode
from autograder.sandbox.proxies import Session, install
from autograder.sandbox.users import worker_user
from autograder.sandbox.warm import WarmProcess
from autograder.submission import find_submission

Progress = Callable[[unittest.TestCase], None]


class DeadlineReached(KeyboardInterrupt):
    """The grading must end now, whatever it is doing: the platform would discard every row.

    unittest lets a KeyboardInterrupt through and takes everything else for a failure of the test.
    """


def grade(
    folder: Path,
    results_path: Path,
    *,
    deadline_seconds: float,
    progress: Progress = lambda test: None,
    remember: bool = False,
    metadata: Path | None = None,
) -> dict[str, dict[str, Any]]:
    """Grade the submission in `folder`, write results.json, and return its rows by test."""
    started = time.monotonic()
    submission = find_submission(folder)
    with worker_user() as user_id, WarmProcess(user_id) as warm:  # it warms up while the tests load
        suite, _ = load_tests(submission.seed())
        results = Results(suite, results_path, submission.remarks, submission.seed())
        if not within_limit(results, metadata):
            return results.rows
        results.write(finished=False)
        submission.copy_to(warm.folder / "submission")
        store_bytecode(warm, warm.folder / "submission", submission.modules())
        session = Session(warm, submission.problems, min(assignment.RUN_BUDGET_SECONDS, deadline_seconds))
        install(session)
        finished = run(suite, results, session, progress, deadline_seconds)
    results.seconds = time.monotonic() - started
    results.write(finished=finished)
    with contextlib.suppress(OSError):  # whoever reads this may have gone
        print(f"isolation: {', '.join(['another user' if user_id else 'the same user', *warm.layers])}", flush=True)
    if remember:
        for seed in assignment.SEEDS:
            remember_answers(*load_tests(seed))
    return results.rows


def within_limit(results: Results, metadata: Path | None) -> bool:
    """False where the limit of submissions keeps the previous results, which are then written."""
    decision = decide(metadata, assignment.MAX_SUBMISSIONS_PER_DAY, list(results.rows.values()))
    results.remarks[:0] = decision.remarks
    results.staff_note = decision.note
    if decision.kept is None:
        return True
    results.keep(decision.kept)
    results.write(finished=True)
    return False


def load_tests(seed: int) -> tuple[unittest.TestSuite, RememberingOracles]:
    """Public and hidden tests in the order of the questions, with one of the grader's own seeds and its oracles."""
    if str(assignment.PUBLIC_TESTS) not in sys.path:
        sys.path.insert(0, str(assignment.PUBLIC_TESTS))
    import checks
    import inputs

    inputs.SEED = seed
    checks.oracles_in_use = oracles = RememberingOracles(assignment.ORACLE_MEMORY / f"{seed}.npz", checks.Oracles())
    loader = unittest.TestLoader()
    tests: list[unittest.TestCase] = []
    for module in assignment.FUNCTIONS:
        for name in (f"test_{module}", f"autograder.hidden_tests.test_{module}"):
            tests += tests_in(loader.loadTestsFromName(name))
    order = [(module, name) for module, names in assignment.FUNCTIONS.items() for name in names]
    tests.sort(key=lambda test: order.index((test.module, test.function)))  # type: ignore[attr-defined]
    gc.freeze()
    gc.enable()
    return unittest.TestSuite(tests), oracles


def remember_answers(suite: unittest.TestSuite, oracles: RememberingOracles) -> None:
    """Have the oracles answer every case of the tests, and store that; no student function is called."""

    def ask(cases: Sequence[Any], expected: Any) -> None:
        if callable(expected):
            for case in cases:
                expected(*case.args)

    for test in tests_in(suite):
        test.check = ask  # type: ignore[attr-defined]
        getattr(test, test._testMethodName)()
    oracles.save()


def run(suite: unittest.TestSuite, results: Results, session: Session, progress: Progress, seconds: float) -> bool:
    """Run the tests, a function's with a worker of its own; False if the deadline cut them short."""

    def announce(test: unittest.TestCase) -> None:
        session.begin_test(f"{test.module}.{test.function}")  # type: ignore[attr-defined]
        progress(test)

    def record(test: unittest.TestCase, error: BaseException | None) -> None:
        results.record(test, error, session.end_test())

    def stop(signum: int, frame: FrameType | None) -> None:
        raise DeadlineReached

    signal.signal(signal.SIGALRM, stop)
    signal.signal(signal.SIGTERM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds, 5.0)  # again, should the first meet code that cannot raise
    try:
        SafeRunner(record, announce).run(suite)
        session.end()
    except DeadlineReached:
        return False
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return True
