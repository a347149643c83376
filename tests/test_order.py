"""What a hidden test's call sees and does comes after all that a student reads before publication."""

import itertools
import json

from conftest import FILES, ROOT
from graded import run_autograder

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
    told = [row["extra_data"]["verdict"].rpartition(": ")[2].split() for row in rows]
    calls = [(row["visibility"] == "visible", int(when), int(process)) for row, (when, process) in zip(rows, told)]
    assert [visible for visible, _, _ in calls] == [True, False] * 33  # in the order of the questions
    in_order = sorted(calls, key=lambda call: call[1])
    assert [visible for visible, _ in itertools.groupby(in_order, key=lambda call: call[0])] == [True, False]
    assert len({process for _, _, process in calls}) == len(rows)
