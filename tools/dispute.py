"""For staff: why a submission lost points, with the inputs and the expected answer of each case that it failed on.

    build/venv/bin/python tools/dispute.py results/results.json [q2_batchnorm.grad_x ...]

Names narrow it down: a function as results.json or the grading table has it (`grad_x` is of every file that has one),
or a file. What is printed is Python, to the last digit. Grade the submission again to get its results.json: it is the
same each time.
"""

from __future__ import annotations

import argparse
import difflib
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from autograder.public import Case

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from autograder.assignment import FUNCTIONS, FunctionName  # noqa: E402


class Impossible(Exception):
    """Why nothing can be explained, and what to do about it, in one sentence."""


class Asked(NamedTuple):
    """What one test asked and expected; `parts` names what a function returns where that is several arrays."""

    cases: tuple[Case, ...]
    expected: tuple[Any, ...]
    parts: tuple[str, ...]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what was lost; 2, with one sentence, where that cannot be known."""
    parser = argparse.ArgumentParser(
        prog="build/venv/bin/python tools/dispute.py",
        description="Why a submission lost points: inputs and expected answers, ready to paste into Python.",
    )
    parser.add_argument("results", type=Path, metavar="RESULTS", help="a results.json that ./run_autograder wrote")
    parser.add_argument("names", nargs="*", metavar="NAME", help="q2_batchnorm.grad_x, grad_x or q2_batchnorm")
    given = parser.parse_args(arguments)
    try:
        print(explain(read(given.results), given.names))
    except Impossible as error:
        print(f"dispute: {error}", file=sys.stderr)
        return 2
    return 0


def read(path: Path) -> dict[str, Any]:
    """The results of one grading."""
    try:
        results: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        functions = {row["extra_data"]["function"] for row in results["tests"]}
    except OSError as error:
        raise Impossible(f"{path} cannot be read: {error.strerror}; ./run_autograder --submission DIR --results FILE "
                         "writes one") from None  # fmt: skip
    except (ValueError, LookupError, TypeError, AttributeError):
        raise Impossible(f"{path} is no results.json of this grader") from None
    if not functions:
        raise Impossible(f"{path} has no tests in it")
    return results


def explain(results: dict[str, Any], names: Sequence[str] = ()) -> str:
    """The text for every row that lost points, of the functions that `names` stand for or of all."""
    wanted = chosen([row["extra_data"]["function"] for row in results["tests"]], names)
    tests = tests_of(results)
    seen: dict[str, int] = {}
    parts: list[str] = []
    for row in results["tests"]:
        function = row["extra_data"]["function"]
        index = seen[function] = seen.get(function, -1) + 1  # rows stand in the order of the tests
        if row["score"] < row["max_score"] and function in wanted:
            parts.append("\n".join([*heading(row), *blocks(row, tests.get(function, [])[index : index + 1])]))
    if not parts:
        return f"no points were lost in {', '.join(wanted)}" if names else "no points were lost"
    return "\n\n".join(["import numpy as np", *parts])


def chosen(functions: Iterable[str], names: Sequence[str]) -> list[str]:
    """Those of `functions` that `names` stand for, all without names; raises `Impossible` for a name of none."""
    functions = list(dict.fromkeys(functions))
    known: dict[str, list[str]] = {}
    for function in functions:
        module, bare = FunctionName(function).parts
        for name in (function, bare, module, f"{module}.py"):
            known.setdefault(name, []).append(function)
    for name in names:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            advice = f"did you mean {near[0]}?" if near else "the grading table and results.json name them"
            raise Impossible(f"there is no function or file {name}: {advice}")
    return [function for function in functions if not names or any(function in known[name] for name in names)]


def tests_of(results: dict[str, Any]) -> dict[str, list[Asked]]:
    """The tests with the inputs that this grading drew, by function."""
    from autograder import suite
    from autograder.input_sets import ALL_SETS
    from autograder.report.rows import is_hidden

    by_name = {drawn.name: drawn for drawn in ALL_SETS}
    sets = results.get("extra_data", {}).get("sets") or {}
    public, hidden = (by_name.get(str(sets.get(kind))) for kind in ("public", "hidden"))
    if not (public and hidden):
        raise Impossible("these results were made with another SEED: grade the submission again, or use the version "
                         "that graded it")  # fmt: skip
    found: dict[str, list[Asked]] = {}
    for test in suite.load_tests():
        with suite.inputs_of(hidden if is_hidden(test) else public):
            function = FunctionName.of(test.module, test.function)
            found.setdefault(function, []).append(Asked(*suite.cases_of(test), test.returns))
    return found


def heading(row: dict[str, Any]) -> Iterator[str]:
    """What the grader wrote down."""
    known = row["extra_data"]
    lost = row["max_score"] - row["score"]
    yield f"# {row['number']} {known['function']} ({row['visibility']}): lost {lost:g} of {row['max_score']:g}"
    for key in ("verdict", "mistake", "case"):
        yield f"#   {key:<9} {known.get(key) or 'none'}".replace("\n", "\n#" + " " * 13)
        if key == "mistake":
            yield from (f"#   step      {step}" for name in known.get("mistakes") or () for step in steps_of(row, name))


def steps_of(row: dict[str, Any], name: str) -> list[str]:
    """What a known mistake has in place of a step of the right answer: its own function's, or one that this calls."""
    from autograder.mistakes.known import mistakes_of

    own = FunctionName(row["extra_data"]["function"])
    for function in dict.fromkeys([own, *(FunctionName.of(own.module, other) for other in FUNCTIONS[own.module])]):
        for mistake in mistakes_of(function):
            if mistake.name == name:
                return [f"{step} = {wrong}, in place of {right}" for step, right, wrong in mistake.steps]
    return []  # the form that the answer took, such as "transposed"


def blocks(row: dict[str, Any], tests: Sequence[Asked]) -> list[str]:
    """The inputs of each case that the row's text stands for, the call, and what should come out."""
    name, text = FunctionName(row["extra_data"]["function"]).bare, row["extra_data"].get("case")
    if not text:
        return ["# it failed on no case: the row's text says why"]
    pairs = [pair for test in tests for pair in zip(test.cases, test.expected, strict=True)]
    found = [
        lines
        for case, expected in pairs
        if f"{case.about}: {case.call_text(name)}"[:500] == text
        for lines in block(name, case, expected, tests[0].parts)
    ]
    return found or ["# the tests of this version have no such case: grade the submission again"]


def block(name: str, case: Case, expected: Any, parts: tuple[str, ...]) -> Iterator[str]:
    """One case, as lines of Python."""
    yield from (f"{key} = {shown(value)}" for key, value in case.inputs.items())
    yield f"# {name}({', '.join(case.inputs)}) should be"
    answers = dict(zip(parts, expected, strict=True)) if parts else {"answer": expected}
    yield from (f"expected_{key} = {shown(part)}" for key, part in answers.items())


def shown(value: Any) -> str:
    """A number or an array as Python, every digit and every entry of it."""
    array = np.asarray(value)
    if not array.ndim:
        return repr(array.item())
    with np.printoptions(floatmode="unique", threshold=sys.maxsize, linewidth=110):
        return f"np.{array!r}".replace("\n", "\n   ")


if __name__ == "__main__":
    sys.exit(main())
