"""A right function passes where others have the processor: a call's time is its own, not the machine's."""

import json
import subprocess

import pytest
from conftest import ROOT, unwrapped, with_function
from test_emulation import control_groups  # noqa: F401  a fixture

TENTH_OF_A_CORE = [ROOT / "tests/limited.sh", str(1024**3), "10"]
# Half a second of work takes five at a tenth of a core, more than a call may take.
SLOW_ONCE = """
import time as _time

_right, _begun = g, []


def g(p):
    if not _begun:
        _begun.append(_time.process_time())
        while _time.process_time() < _begun[0] + 0.5:
            pass
    return _right(p)
"""
SLEEPS = """
import time as _time


def g(p):
    _time.sleep(60)
"""


@pytest.mark.parametrize(("code", "points"), [(SLOW_ONCE, 3), (SLEEPS, 0)])
def test_a_call_has_its_seconds_without_those_that_it_waited_for_a_processor(
    control_groups, hand_in, tmp_path, code, points  # noqa: F811
):  # fmt: skip
    submission, results = hand_in(q1_dropout=with_function("q1_dropout", code)), tmp_path / "results.json"
    command = [*TENTH_OF_A_CORE, ROOT / "run_autograder", "--submission", submission, "--results", results]
    subprocess.run(command, check=True, capture_output=True)
    rows = json.loads(results.read_text())["tests"]
    assert sum(row["score"] for row in rows) == 97 + points
    own = "\n".join(unwrapped(row["output"]) for row in rows if row["extra_data"]["function"] == "q1_dropout.g")
    assert ("did not return within 4 s" in own) == (points == 0)
