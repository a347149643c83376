"""The only door to `student_template/tests`: what the grader shares with pytest on a student's machine.

Students import these modules by their bare names, so the grader does too: the folder is put on the path once, here.
"""

from __future__ import annotations

import sys

from autograder import assignment

if str(assignment.PUBLIC_TESTS) not in sys.path:
    sys.path.insert(0, str(assignment.PUBLIC_TESTS))

import checks
import inputs
import ladder
from answer_kinds import kind_in_words
from checks import Case, FunctionTest, Trial, WrongAnswer
from inputs import Draw, Normalization, optimizer_inputs
from remembered import RememberingOracles
from student_errors import ErrorFacts, StudentError, not_a_function_text, raised_text, told

__all__ = [
    "Case",
    "Draw",
    "ErrorFacts",
    "FunctionTest",
    "Normalization",
    "RememberingOracles",
    "StudentError",
    "Trial",
    "WrongAnswer",
    "checks",
    "inputs",
    "kind_in_words",
    "ladder",
    "not_a_function_text",
    "optimizer_inputs",
    "raised_text",
    "told",
]
