"""The tests' points read from their source, since `build` runs where nothing is installed that they import."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from autograder import assignment
from autograder.assignment import FunctionName
from autograder.fitness import Points

CONFTEST = assignment.PUBLIC_TESTS / "conftest.py"


def tests_written() -> list[Points]:
    """Every test of the public and the hidden files; a hidden one has the number of its function's public test."""
    places = ((assignment.PUBLIC_TESTS, False), (assignment.HIDDEN_TESTS, True))
    found = [
        test
        for folder, hidden in places
        for path in sorted(folder.glob("test_*.py"))
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.ClassDef)
        for test in tests_of(node, path, hidden=hidden)
    ]
    numbers = {test.function: test.number for test in found if not test.hidden}
    return [replace(test, number=numbers.get(test.function)) if test.hidden else test for test in found]


def tests_of(group: ast.ClassDef, path: Path, *, hidden: bool) -> Iterator[Points]:
    """The tests of one class, which names the function that they are of."""
    named: dict[str, Any] = {}
    for node in group.body:
        if isinstance(node, ast.Assign):
            target, value = node.targets[0], node.value
            if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
                named |= {ast.unparse(name): given for name, given in zip(target.elts, value.elts)}
            else:
                named[ast.unparse(target)] = value
    function = FunctionName.of(*(str(written(named.get(key))) for key in ("module", "function")))
    for node in group.body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            given = {call.func.id: call.args[0] for call in node.decorator_list
                     if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.args}  # fmt: skip
            place = f"{path.relative_to(assignment.ROOT).as_posix()}, {group.name}.{node.name},"
            weight, visibility, number = (written(given.get(key)) for key in ("weight", "visibility", "number"))
            yield Points(place, function, weight, visibility, number, hidden)


def written(node: ast.expr | None) -> Any:
    """What a decorator is given, such as 1.5, 1 / 2 or HIDDEN; None for nothing, its source for what is no constant."""
    if node is None:
        return None
    try:
        names = {"__builtins__": {}, "HIDDEN": assignment.HIDDEN_VISIBILITY}
        return eval(ast.unparse(node), names)  # noqa: S307  the staff's own test, which a grading runs too
    except Exception:
        return ast.unparse(node)


def told_at_home(tests: list[Points]) -> list[str]:
    """A sentence where the points that students read at home are not those of the tests."""
    public = sum(test.weight for test in tests if not test.hidden)
    for node in ast.parse(CONFTEST.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and "PUBLIC_POINTS" in ast.unparse(node.targets[0]):
            told = ast.literal_eval(node.value)
            if told != (public, assignment.TOTAL_POINTS):
                return [
                    f"student_template/tests/conftest.py tells students of {told[0]:g} public points of {told[1]:g}, "
                    f"and the tests have {public:g} of {assignment.TOTAL_POINTS}"
                ]
    return []
