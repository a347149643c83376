"""The cases that a grading runs, with the expected answers, for judging functions within this process."""

import subprocess
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from conftest import ROOT, unwrapped

from autograder import suite
from autograder.input_sets import ALL_SETS
from autograder.mistakes import diagnosis
from autograder.mistakes.known import derivation_of
from autograder.public import checks, ladder
from autograder.report.rows import is_hidden
from autograder.sandbox.replies import read_reply
from autograder.worker.answers import encode_answer


@dataclass(frozen=True)
class GradedTest:
    """One test: its cases, the answers that it expects, and the names of their parts."""

    name: str
    function: str
    cases: tuple
    expected: tuple
    parts: tuple


@lru_cache(maxsize=2)
def graded_tests(public=ALL_SETS[0], hidden=None):
    """Every test of a grading, by function, with the inputs of one set; or hidden tests with those of another.

    Kept for the next who asks: nobody may change what is in it.
    """
    found, listed = {}, suite.load_tests()
    for drawn, kind in ((public, False), (hidden or public, True)):
        with suite.inputs_of(drawn):  # once for all of a kind: it reads the set's answers from their file
            for test in (test for test in listed if is_hidden(test) is kind):
                name = f"{test.module}.{test.function}"
                found.setdefault(name, []).append(GradedTest(test.id(), name, *suite.cases_of(test), test.returns))
    return found


def first_problem(function, tests):
    """The first test that `function` fails with the reason, or None if it passes them all."""
    for test in tests:
        for case, expected in zip(test.cases, test.expected, strict=True):
            try:
                with np.errstate(all="ignore"):
                    got = checks.as_answer(function(*case.args))
            except Exception as error:
                return test.name, f"raised {type(error).__name__}"
            problem = ladder.find_problem(expected, got, test.parts)
            if problem is not None:
                return test.name, problem.verdict
    return None


def answers_of(function, changes, cases):
    """What a known derivation with these changes answers to the cases; None where it fails for one of them."""
    derivation = derivation_of(function)
    try:
        return [checks.as_answer(derivation.answer(case.args, changes)) for case in cases]
    except Exception:
        return None


def failure_of(test, answers):
    """What a test raises for these answers, or None where they pass."""
    trials = [checks.Trial(*trial) for trial in zip(test.cases, test.expected, answers, strict=True)]
    problems = [ladder.find_problem(trial.expected, trial.got, test.parts) for trial in trials]
    if any(problems):
        return checks.WrongAnswer(test.function, trials[0], next(filter(None, problems)), trials)
    return None


def mistakes_named(function, tests):
    """The known mistakes that the diagnosis names in the tests which `function` fails; tests that cannot tell aside."""
    named = set()
    for test in tests:
        with np.errstate(all="ignore"):
            got = [checks.as_answer(function(*case.args)) for case in test.cases]
        error = failure_of(test, got)
        if error:
            found = diagnosis.diagnose(error, test.parts)
            assert not found.broke
            named.add(found.mistake)
    return named - {None}


def told(answer_of, tests):
    """What a student reads in each of the tests which fails; `answer_of` takes the case and the expected answer."""
    read = []
    for test in tests:
        trials = []
        for case, want in zip(test.cases, test.expected, strict=True):
            with np.errstate(all="ignore"):
                value, data = encode_answer(answer_of(case, want))
            header = {"call": 1, "outcome": "returned", "value": value, "changed": []}
            trials.append(checks.Trial(case, want, read_reply(header, data, call=1).value))
        problems = [ladder.find_problem(trial.expected, trial.got, test.parts) for trial in trials]
        first = next((i for i, problem in enumerate(problems) if problem), None)
        if first is not None:
            error = checks.WrongAnswer(test.function, trials[first], problems[first], trials)
            found = diagnosis.diagnose(error, test.parts)
            assert not found.broke
            read.append(unwrapped(error.text(hint=found.hint)))
    return read


def run_autograder(folder, results):
    """Grade `folder` as the command line does."""
    subprocess.run(
        [ROOT / "run_autograder", "--submission", folder, "--results", results],
        check=True, capture_output=True, cwd="/", stdin=subprocess.DEVNULL,
    )  # fmt: skip
