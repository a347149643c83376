"""What a hidden test's call sees and does comes after all that a student reads before publication."""

import itertools
import json

from conftest import FILES, ROOT
from graded import run_autograder

from autograder.assignment import ALL_FUNCTIONS

# Every public function of the module tells when it was called, and in which process.
TELLS = """

import os as _os, time as _time

def _tell(*args):
    raise RuntimeError(f"{_time.monotonic_ns()} {_os.getpid()}")

globals().update((name, _tell) for name, value in list(globals().items()) if callable(value) and name[0] != "_")
"""


def test_all_public_tests_run_before_any_hidden_one_and_in_other_processes(hand_in, tmp_path):
    texts = {name[:-3]: (ROOT / "solutions" / name).read_text() + TELLS for name in FILES}
    run_autograder(hand_in(**texts), tmp_path / "results.json")
    rows = json.loads((tmp_path / "results.json").read_text())["tests"]
    calls = []
    for row in rows:
        when, process = row["extra_data"]["verdict"].rpartition(": ")[2].split()
        calls.append((int(when), row["visibility"] == "visible", row["extra_data"]["function"], int(process)))
    in_time = [visible for visible, _ in itertools.groupby(sorted(calls), key=lambda call: call[1])]
    assert in_time == [True, False]
    sittings = {(visible, name) for _, visible, name, _ in calls}
    assert len({process for *_, process in calls}) == len(sittings) == 2 * len(ALL_FUNCTIONS)
    order = [function for _, _, function, _ in calls]  # of the rows: by question, whatever ran when
    assert order == sorted(order, key=order.index)
    assert [visible for _, visible, *_ in calls[:4]] == [True, False] * 2
