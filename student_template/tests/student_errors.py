"""A call that did not return: what a student reads of it, and the next step where students meet the error often."""

from __future__ import annotations

import difflib
import re
import sys
import traceback
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import FunctionType
from typing import Any, NamedTuple

ROWS_AGAINST_COLUMNS = re.compile(  # NumPy's words
    r"operands could not be broadcast together with shapes "
    r"(?:\((?P<rows>\d+),\d+\) \((?P<one>\d+),\)|\((?P<first>\d+),\) \((?P<many>\d+),\d+\))"
)
OTHER_PARAMETERS = re.compile(  # Python's words
    r"(\w+)\(\) (takes .* positional arguments? but|missing \d+ required pos)"
)


class ErrorFacts(NamedTuple):
    """An exception of the student's code: its type's name, its message, and whether it came while importing a file."""

    kind: str
    message: str
    importing: bool


class StudentError(Exception):
    """A call that did not return: the text says why in the student's terms; `facts` where an exception ended it."""

    def __init__(self, text: str, facts: ErrorFacts | None = None) -> None:
        super().__init__(text)
        self.facts = facts


class BrokenFile(StudentError):
    """No function of a file can be called, since the file cannot be imported."""


def facts_of(error: BaseException, *, importing: bool) -> ErrorFacts:
    """What advice is given on."""
    return ErrorFacts(type(error).__name__, str(error), importing)


def advice(facts: ErrorFacts, function: str, inputs: Mapping[str, Any]) -> str:
    """The next step for an error that students meet often, or ""; `inputs` are what `function` was called with."""
    if facts.importing:
        out = "Take exit(), quit() or sys.exit() out of the file: whoever imports it goes on after it."
        return out if facts.kind == "SystemExit" else ""
    found = OTHER_PARAMETERS.match(facts.message) if facts.kind == "TypeError" else None
    if found and found[1] == function:
        count = len(inputs)
        return f"It is called with {count} argument{'s' * (count > 1)}, in this order: {', '.join(inputs)}."
    found = ROWS_AGAINST_COLUMNS.match(facts.message) if facts.kind == "ValueError" else None
    if found and (found["rows"] or found["many"]) == (found["one"] or found["first"]):
        return "One number a row does not line up with the columns: keep the axis of the mean or sum (keepdims=True)."
    return ""


def functions_in(defined: dict[str, Any]) -> list[str]:
    """The names of functions in a file: grad_xhat, or Solution.grad_x where a class holds it."""
    classes = [(name, value) for name, value in defined.items() if isinstance(value, type)]
    held = [f"{name}.{own}" for name, value in classes for own, method in vars(value).items() if callable(method)]
    return [name for name, value in defined.items() if isinstance(value, FunctionType)] + held


def find_near(wanted: str, names: Sequence[str], asked: Iterable[str]) -> str:
    """The name, of those that a file defines, that may be meant for `wanted` and for no other of those `asked` for."""
    held = [name for name in names if name.partition(".")[2] == wanted]
    functions = sorted(asked)
    alike = [name for name in names if name not in functions and _most_alike(name, functions) == wanted]
    return next(iter(held or difflib.get_close_matches(wanted, alike, 1, 0.7)), "")


def _most_alike(name: str, functions: Sequence[str]) -> str:
    return max(functions, key=lambda function: difflib.SequenceMatcher(None, name, function).ratio(), default="")


def not_a_function_text(
    module: str, function: str, *, defined: bool, names: Sequence[str] = (), asked: Iterable[str]
) -> str:
    """What a student reads when the name of a function stands for nothing, or for something else.

    `names` are the functions that the file does define, `asked` those that it should.
    """
    if defined:
        return f"cannot be called: in {module}.py, {function} is not a function"
    text = f"cannot be called: {module}.py defines no function named {function}"
    near = find_near(function, names, asked)
    if "." in near:
        return f"{text}; there is a `{near}`: move it out of the class"
    return f"{text}; there is a `{near}`: did you mean `{function}`?" if near else text


def ends_the_run(error: BaseException) -> bool:
    """True for what a debugger raises when it is left: pytest's own or Python's."""
    return (type(error).__module__, type(error).__name__) in {("_pytest.outcomes", "Exit"), ("bdb", "BdbQuit")}


def describe_error(error: BaseException) -> str:
    """What a student reads when their function raises: the error and their own lines of the traceback."""
    frames = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if Path(__file__).parent not in Path(frame.filename).parents
    ]
    frames = [frame for frame in frames if "importlib" not in frame.filename]
    lines = [f'File "{Path(f.filename).name}", line {f.lineno}, in {f.name}\n    {f.line}' for f in frames[-8:]]
    if isinstance(error, SyntaxError):
        lines += [line.rstrip() for line in traceback.format_exception_only(type(error), error)[:-1]]
        lines.append(f"as Python {sys.version_info.major}.{sys.version_info.minor} reads it")
    return raised_text(type(error).__name__, str(error), lines)


def raised_text(kind: str, message: str, trace: Sequence[str]) -> str:
    """The sentence for an exception of type `kind`, with the student's own lines under it."""
    if kind == "NotImplementedError":
        return f"is not written yet: {message}" if message else "is not written yet"
    return told(f"raised {kind}: {message}" if message else f"raised {kind}", trace)


def told(head: str, trace: Sequence[str]) -> str:
    """`head` with the student's own lines under it."""
    indented = ["  " + line.replace("\n", "\n  ") for line in trace]
    return "\n".join([head, *indented])
