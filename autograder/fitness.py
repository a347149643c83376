"""Whether settings and points are fit for use: what `build` and every grading refuse, in sentences for the staff."""

from __future__ import annotations

import difflib
import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from autograder import assignment
from autograder.assignment import FunctionName

VISIBILITIES = ("visible", "after_due_date", "after_published", "hidden")  # Gradescope's words
SETTINGS = "autograder/assignment.py"


class Refused(Exception):
    """Nothing is graded, packed or changed; the text is one sentence that says what to do."""


@dataclass(frozen=True)
class Points:
    """What one test says of itself: where it stands, its function, and what its decorators are given."""

    test: str
    function: FunctionName
    weight: Any
    visibility: Any
    number: Any
    hidden: bool


def find_faults(tests: Iterable[Points]) -> list[str]:
    """A sentence for everything in the settings and the points that no grading could stand on."""
    return setting_faults() or point_faults(list(tests))


def setting_faults() -> list[str]:
    """What is wrong in `autograder/assignment.py`."""
    faults = []
    word = assignment.HIDDEN_VISIBILITY
    if word not in VISIBILITIES:
        near = difflib.get_close_matches(str(word), VISIBILITIES, n=1, cutoff=0.5)
        advice = f"did you mean {near[0]!r}?" if near else f"one of {', '.join(VISIBILITIES)}"
        faults.append(f"HIDDEN_VISIBILITY in {SETTINGS} is {word!r}, a word that Gradescope does not know: {advice}")
    limit = assignment.MAX_SUBMISSIONS_PER_DAY
    if limit is not None and (type(limit) is not int or limit < 1):
        faults.append(f"MAX_SUBMISSIONS_PER_DAY in {SETTINGS} is {limit!r}: it is None or a whole number from 1 on")
    for name, value in vars(assignment).items():
        if name.isupper() and name.endswith(("_SECONDS", "_BYTES")) and not is_above_zero(value):
            faults.append(f"{name} in {SETTINGS} is {value!r}: it is a number above 0")
    return faults


def point_faults(tests: list[Points]) -> list[str]:
    """What is wrong with the tests' decorators."""
    faults = [
        f"{test.test} is of {test.function}, which FUNCTIONS in {SETTINGS} does not list"
        for test in tests if test.function not in assignment.ALL_FUNCTIONS
    ]  # fmt: skip
    kinds = Counter((test.function, test.hidden) for test in tests)
    faults += [
        f"{function} has no {'hidden' if hidden else 'public'} test"
        for function in assignment.ALL_FUNCTIONS for hidden in (False, True) if not kinds[function, hidden]
    ]  # fmt: skip
    for test in tests:
        if not is_above_zero(test.weight):
            faults.append(f"{test.test} needs a @weight above 0, and has {test.weight!r}")
        if test.visibility not in VISIBILITIES:
            faults.append(f"{test.test} needs a @visibility, one of {', '.join(VISIBILITIES)}")
        if test.number is None and not test.hidden:  # which has its public test's
            faults.append(f"{test.test} needs a @number, the question's")
    total = 0.0 if faults else sum(test.weight for test in tests)
    if not faults and not math.isclose(total, assignment.TOTAL_POINTS):
        faults.append(
            f"the points of the tests add up to {total:g}, not to {assignment.TOTAL_POINTS}: change a @weight in "
            "student_template/tests/ or autograder/hidden_tests/"
        )
    return faults


def is_above_zero(value: Any) -> bool:
    """True for a finite number above 0."""
    return type(value) in (int, float) and math.isfinite(value) and value > 0
