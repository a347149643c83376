"""The Markdown that students read in a row: the promise of the test, marked where it failed, then what broke it."""

from __future__ import annotations

from typing import Any

from autograder.assignment import FunctionName
from autograder.public import WrongAnswer, ladder
from autograder.report.markdown import fenced, harmless


def passed(promise: str, note: str) -> str:
    """The text of a row with all its points."""
    if not note:
        return promise
    lines = ladder.wrapped("note      ", note, indent=10)
    return "\n\n".join([promise, fenced("\n".join(lines))])


def failed(promise: str, error: BaseException, hint: str, printed: str, *, hidden: bool) -> str:
    """The promise, what broke it, the `hint` of its diagnosis, and what the student's code printed meanwhile."""
    if isinstance(error, WrongAnswer):
        text = error.text(values=not hidden, hint=hint)
    else:
        text = (
            "The grader itself failed in this test; that is not the fault of your code. Please tell the staff."
            f"\n  {type(error).__name__}: {str(error)[:500]}"
        )
    parts = [f"Failed: {promise}", fenced(text)]
    if printed.strip() and not hidden:
        parts.append("Your code printed:\n\n" + fenced(printed))
    return "\n\n".join(parts)


def for_staff(error: BaseException) -> dict[str, Any]:
    """What settles a dispute, for a row's `extra_data`: the call that the test failed on, and the verdict."""
    if not isinstance(error, WrongAnswer):
        return {"case": None, "verdict": f"the grader failed: {harmless(repr(error))[:200]}"}
    case = error.trial.case
    call = case.call_text(FunctionName(error.function).bare)
    verdict = harmless(error.problem.verdict).partition("\n")[0]
    return {"case": f"{case.about}: {call}"[:500], "verdict": verdict[:200]}
