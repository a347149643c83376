"""All tests of a grading, and the inputs that they draw."""

from __future__ import annotations

import unittest
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property, partial, update_wrapper
from typing import Any

from autograder import assignment
from autograder.assignment import FunctionName
from autograder.fitness import Points, Refused, find_faults
from autograder.input_sets import ALL_SETS, InputSet
from autograder.public import Case, FunctionTest, RememberingOracles, checks, inputs


def load_tests() -> list[FunctionTest]:
    """Public and hidden tests in the order of the questions; raises `Refused` for points of no use."""
    loader = unittest.TestLoader()
    tests: list[FunctionTest] = []
    for module in assignment.FUNCTIONS:
        for name in (f"test_{module}", f"autograder.hidden_tests.test_{module}"):
            tests += tests_in(loader.loadTestsFromName(name))
    faults = find_faults(map(points_of, tests))
    if faults:
        raise Refused("; ".join(faults))
    return sorted(tests, key=lambda test: assignment.ALL_FUNCTIONS.index(FunctionName.of(test.module, test.function)))


class Exercises:
    """All tests for submissions of one process, one after another: who meets the same inputs meets the same cases.

    What a test asks, with the answers, is drawn for the first of them and kept for the others; nobody may change it.
    """

    def __init__(self) -> None:
        self._asked: dict[tuple[str, str], tuple[Sequence[Case], Sequence[Any]]] = {}

    def tests(self) -> list[FunctionTest]:
        """As `load_tests`."""
        return [type(test)(test._testMethodName) for test in self._loaded]

    @cached_property
    def _loaded(self) -> list[FunctionTest]:
        return load_tests()

    def ask(self, test: FunctionTest, drawn: InputSet) -> None:
        """Have `test` ask what it asked before from the inputs of this set; the first time, take note of it."""
        key = test.id(), drawn.name
        if key in self._asked:
            method = getattr(test, test._testMethodName)
            setattr(test, test._testMethodName, update_wrapper(partial(test.check, *self._asked[key]), method))
            return

        check = test.check

        def note(cases: Sequence[Case], expected: Callable[..., Any] | Sequence[Any]) -> None:
            self._asked[key] = cases, Answers(cases, expected)
            check(*self._asked[key])

        test.check = note  # type: ignore[method-assign]


class Answers(Sequence[Any]):
    """What the cases of a test expect, computed when it is first asked for: see `FunctionTest.check`."""

    def __init__(self, cases: Sequence[Case], expected: Callable[..., Any] | Sequence[Any]) -> None:
        self._cases = cases
        self._expected = expected

    @cached_property
    def _computed(self) -> tuple[Any, ...]:
        if callable(self._expected):
            return tuple(self._expected(*case.args) for case in self._cases)
        return tuple(self._expected)

    def __len__(self) -> int:
        return len(self._cases)

    def __getitem__(self, index: Any) -> Any:
        return self._computed[index]


def points_of(test: FunctionTest) -> Points:
    """What the decorators of a test say."""
    method = getattr(test, test._testMethodName)
    hidden = type(test).__module__.startswith("autograder.hidden_tests.")
    weight, visibility, number = (getattr(method, f"__{name}__", None) for name in ("weight", "visibility", "number"))
    return Points(test.id(), FunctionName.of(test.module, test.function), weight, visibility, number, hidden)


def tests_in(suite: unittest.TestSuite) -> Iterator[FunctionTest]:
    """Every test of the suite, in order; raises TypeError for one that tests no function."""
    for item in suite:
        if isinstance(item, unittest.TestSuite):
            yield from tests_in(item)
        elif isinstance(item, FunctionTest):
            yield item
        else:
            raise TypeError(f"{item} is no FunctionTest")


@contextmanager
def inputs_of(drawn: InputSet) -> Iterator[RememberingOracles]:
    """While it lasts, tests draw the inputs of this set and have them answered by the oracles that it gives."""
    before = inputs.SEED, checks.oracles_in_use
    oracles = RememberingOracles(assignment.ORACLE_CACHE / f"{drawn.name}.npz")
    inputs.SEED, checks.oracles_in_use = drawn.key, oracles
    try:
        yield oracles
    finally:
        inputs.SEED, checks.oracles_in_use = before


def cases_of(test: FunctionTest) -> tuple[tuple[Case, ...], tuple[Any, ...]]:
    """The cases of a test and the answers that it expects; no student function is called."""
    found: list[tuple[tuple[Case, ...], tuple[Any, ...]]] = []

    def note(cases: Sequence[Case], expected: Callable[..., Any] | Sequence[Any]) -> None:
        answers = [expected(*case.args) for case in cases] if callable(expected) else expected
        found.append((tuple(cases), tuple(answers)))

    test.check = note  # type: ignore[method-assign]
    try:
        getattr(test, test._testMethodName)()
    finally:
        del test.check
    return found[0]


def remember_answers() -> None:
    """Have the oracles answer every case of every set of inputs, and store that."""
    tests = load_tests()
    for drawn in ALL_SETS:
        with inputs_of(drawn) as oracles:
            for test in tests:
                cases_of(test)
            oracles.save()
