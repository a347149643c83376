"""Slips that a function has from another one of the same file, which it calls."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Mapping
from typing import Any

from autograder.assignment import FunctionName
from autograder.mistakes.comparison import Answered, as_parts, same
from autograder.mistakes.known import calls_of, derivation_of
from autograder.mistakes.search import Slips


def find_helpers(function: str, answered: Answered, earlier: Mapping[str, Slips]) -> dict[str, Slips]:
    """Which wrong functions of `earlier` rows give all the answers when a right `function` calls them."""
    calls = calls_of(function)
    wrong = [helper for helper in calls if helper in earlier]
    for count in range(1, len(wrong) + 1):
        for helpers in itertools.combinations(wrong, count):
            if _give(function, answered, {helper: earlier[helper] for helper in helpers}):
                return {helper: earlier[helper] for helper in helpers}
    return {}


def _give(function: str, answered: Answered, helpers: Mapping[str, Slips]) -> bool:
    """Whether a right `function` that calls these gives the answers."""
    tools: dict[str, Any] = {}
    changes: dict[str, str] = {}
    for helper, slips in helpers.items():
        wrong = {step: expression for slip in slips for step, expression in slip.changes.items()}
        tools[FunctionName(helper).bare] = functools.partial(_called, helper, wrong)
        changes |= calls_of(function)[helper]
    derivation = derivation_of(function).with_tools(tools)
    try:
        return all(same(as_parts(derivation.answer(case.args, changes)), got) for case, _, got in answered)
    except Exception:  # the wrong answer does not fit where the right one would: then it is not what was called
        return False


def _called(helper: str, changes: Mapping[str, str], *args: Any) -> Any:
    return derivation_of(helper).answer(args, changes)
