"""The rows of results.json, one a test, as they stand before anything has run."""

from __future__ import annotations

from typing import Any, TypedDict

from autograder import assignment
from autograder.assignment import FunctionName
from autograder.public import FunctionTest

WAS_NOT_RUN = "This test was not run"
NOT_REACHED = f"{WAS_NOT_RUN}: the grading ended before it. Submit again, or tell the staff."
GRADER_FAILED = f"{WAS_NOT_RUN}: the grader failed, which is not the fault of your code. Please tell the staff."
NOT_GRADED = "This submission was not graded: the previous score is kept."
SAYS_NOTHING = (WAS_NOT_RUN, NOT_GRADED)  # how a row of earlier results begins that has no verdict on the code


class Row(TypedDict):
    """One test on the results page; the keys are Gradescope's."""

    name: str
    number: str
    score: float
    max_score: float
    status: str
    output: str
    visibility: str
    tags: list[str]
    extra_data: dict[str, Any]


def zero_row(test: FunctionTest) -> Row:
    """The row of a test that has not run: no points, and a text that says so."""
    method = getattr(test, test._testMethodName)
    return {
        "name": f"{test.function}: {test.title}",
        "number": method.__number__,
        "score": 0.0,
        "max_score": float(method.__weight__),
        "status": "failed",
        "output": NOT_REACHED,
        "visibility": method.__visibility__,
        "tags": tags(test, method.__number__),
        "extra_data": {
            "function": FunctionName.of(test.module, test.function),
            "mistake": None,
            "mistakes": [],
            "case": None,
            "verdict": None,
        },
    }


def is_hidden(test: FunctionTest) -> bool:
    """True for a test that students do not have, whenever they may see its row."""
    return type(test).__module__.startswith("autograder.hidden_tests.")


def tags(test: FunctionTest, number: str) -> list[str]:
    """Such as question 2, 2(a)4, q2_batchnorm, public: what the results page can be searched by."""
    question = list(assignment.FUNCTIONS).index(test.module) + 1
    kind = "hidden" if is_hidden(test) else "public"
    return list(dict.fromkeys([f"question {question}", number, test.module, kind]))
