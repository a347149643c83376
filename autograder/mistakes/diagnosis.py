"""What is wrong with an answer: the known mistakes that reproduce it, else what holds for every entry of it.

Nothing is guessed. A known mistake, or two of them, are named only when they give every answer that the student's
function gave in the test, and nothing else that is known does; a sentence such as "exactly 2 times the expected" only
when it is true of every case.
"""

from __future__ import annotations

import traceback
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from autograder.assignment import FunctionName
from autograder.mistakes import carried, forms
from autograder.mistakes.comparison import Answered, as_parts, as_whole, size
from autograder.mistakes.general import find_pattern
from autograder.mistakes.general.values import find_sampling
from autograder.mistakes.search import Search, Slips
from autograder.public import WrongAnswer

EXPECTATIONS = {"q1_dropout.second_moment", "q1_dropout.expected_loss", "q1_dropout.expected_loss_grad"}
NOTHING = 1e-9  # what rounding leaves of zero
MAX_TIMES_LARGER = 1000  # than the expected answer: nothing is found in more, and looking would take seconds


@dataclass(frozen=True)
class Diagnosis:
    """What the student is told ("" where nothing holds), and the known mistakes that it is."""

    hint: str = ""
    slips: Slips = ()
    form: str = ""  # what the answer is of what the known mistake gives, such as "transposed"
    broke: str = ""  # what went wrong inside the diagnosis itself: for the staff, never silent

    @property
    def mistakes(self) -> tuple[str, ...]:
        """The names of the known mistakes, in the order of the derivation."""
        return (*(slip.mistake.name for slip in self.slips), *filter(None, [self.form]))

    @property
    def mistake(self) -> str | None:
        """The names as one text, joined by " + "; None where there is none."""
        return " + ".join(self.mistakes) or None


def diagnose(
    error: BaseException, parts: tuple[str, ...] = (), earlier: Mapping[str, Slips] | None = None
) -> Diagnosis:
    """Explain a test's failure from the answers that `checks.WrongAnswer` carries; `parts` names a tuple's.

    `earlier` holds what earlier rows of the same grading were found to be, by function.
    """
    try:
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return explain(error, parts, earlier)
    except Exception as failure:  # an explanation must never cost a row: the ladder's own text stands without it
        frame = traceback.extract_tb(failure.__traceback__)[-1]
        return Diagnosis(
            broke=f"{type(failure).__name__}: {failure} ({Path(frame.filename).name}:{frame.lineno})"[:500]
        )


def explain(error: BaseException, parts: tuple[str, ...], earlier: Mapping[str, Slips] | None = None) -> Diagnosis:
    """`diagnose`, without its net."""
    if not isinstance(error, WrongAnswer):
        return Diagnosis()
    answered: Answered = []
    for trial in error.trials:
        want, got = as_parts(trial.expected), as_parts(trial.got, like=trial.expected)
        if want is None or got is None or not as_whole(want, got):
            return Diagnosis()
        answered.append((trial.case, want, got))
    if not answered:
        return Diagnosis()
    if any(size(got) > MAX_TIMES_LARGER * (size(want) + 1) for _, want, got in answered):
        return Diagnosis()
    function = error.function
    if not any(array.any() for _, _, got in answered for array in got):  # a formula gives zeros but for rounding
        return Diagnosis(find_pattern(answered, parts))
    found = find_known(function, answered) or Diagnosis(_unknown(function, answered, parts))
    helpers = carried.find_helpers(function, answered, earlier or {})
    if not helpers:
        return found
    called = " and ".join(f"your {FunctionName(name).bare}" for name in helpers)
    if found.slips:
        return replace(found, hint=f"{found.hint} A right answer that calls {called} gives the same: look there first.")
    return Diagnosis(
        f"This is what a right answer that calls {called} gives: look there first.", sum(helpers.values(), ())
    )


def _unknown(function: str, answered: Answered, parts: tuple[str, ...]) -> str:
    """What is true of all the answers, and of an expectation that is near throughout a question."""
    pattern = find_pattern(answered, parts)
    if function in EXPECTATIONS and (not pattern or pattern.startswith("Off in ")):
        return f"{pattern} {find_sampling(answered)}".strip()
    return pattern


def find_known(function: str, answered: Answered) -> Diagnosis | None:
    """The one known mistake, or the two, that give all the answers; None where there are none, or several."""
    search = Search(function, answered)
    answers = [got for _, _, got in answered]
    found = search.singles(answers)
    if found:  # where this test's inputs do not tell two apart, naming one could be wrong
        return Diagnosis(found[0][0].mistake.hint, found[0]) if len(found) == 1 else None
    if not any((np.abs(part) > NOTHING).any() for answer in answers for part in answer):
        return None  # many pairs give zeros: that tells of none
    found = search.pairs(answers)
    if len(found) == 1:
        return Diagnosis(two(*(slip.mistake.hint for slip in found[0])), found[0])
    if found:
        return _shared(found)
    return _of_another_form(search, answered)


def two(first: str, second: str) -> str:
    """The hint for two slips at once, in the order of the derivation."""
    return f"Two slips together give exactly this: (1) {first} (2) {second}"


def _shared(found: list[Slips]) -> Diagnosis | None:
    """The one mistake that all of these pairs contain, if there is one: it is certain, the other of the two is not."""
    common = set.intersection(*({slip.mistake for slip in pair} for pair in found))
    if len(common) != 1:
        return None
    return Diagnosis(f"Two slips together give this. The one that is certain: {common.pop().hint}")


def _of_another_form(search: Search, answered: Answered) -> Diagnosis | None:
    """A known mistake whose answer has been transposed, say; not where the right answer has been."""
    for form in forms.forms_of(answered):
        found = search.singles(form.answers, form.tolerance)
        if len(found) == 1:
            return Diagnosis(two(found[0][0].mistake.hint, form.sentence), found[0], form.name)
    return None
