"""For staff: why a submission lost points, with the inputs and the expected answer of each case that it failed on.

    build/venv/bin/python tools/dispute.py results/results.json [q2_batchnorm.grad_x ...]

Names of functions narrow it down. Grade the submission again to get its results.json: it is the same each time.
"""

import json
import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent


def explain(results, functions=()):
    """The text for every row that lost points, of these functions or of all."""
    sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
    from graded import graded_tests

    tests, seen = graded_tests(results["extra_data"]["seed"]), {}
    parts = []
    for row in results["tests"]:
        known = row["extra_data"]
        function = known["function"]
        index = seen[function] = seen.get(function, -1) + 1  # rows stand in the order of the tests
        if row["score"] < row["max_score"] and (not functions or function in functions):
            parts.append("\n".join([*heading(row), *inputs_of(tests[function][index], known["case"])]))
    return "\n\n".join(parts) or "no points were lost there"


def heading(row):
    """What the grader wrote down."""
    known = row["extra_data"]
    lost = row["max_score"] - row["score"]
    yield f"{row['number']} {known['function']} ({row['visibility']}): lost {lost:g} of {row['max_score']:g}"
    for key in ("verdict", "mistake", "case"):
        yield f"  {key:<9} {known[key] or 'none'}"


def inputs_of(test, text):
    """The inputs of the cases that `text` stands for, and what should come out."""
    name = test.function.partition(".")[2]
    for case, expected in zip(test.cases, test.expected, strict=True):
        if f"{case.about}: {case.call_text(name)}"[:500] == text:
            yield from (f"    {key} = {shown(value)}" for key, value in case.inputs.items())
            parts = dict(zip(test.parts, expected, strict=True)) if test.parts else {"answer": expected}
            yield from (f"    expected_{key} = {shown(part)}" for key, part in parts.items())


def shown(value):
    """A number or an array, to be pasted into Python."""
    return f"np.{np.asarray(value)!r}".replace("\n", "\n      ") if np.ndim(value) else repr(np.asarray(value).item())


if __name__ == "__main__":
    print(explain(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")), sys.argv[2:]))
