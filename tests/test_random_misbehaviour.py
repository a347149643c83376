"""A submission that misbehaves at random points: every grading ends with whole results and nothing left running.

`make endurance` does it a thousand times.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from conftest import FILES, ROOT

from autograder.assignment import ALL_FUNCTIONS

GRADINGS = int(os.environ.get("RANDOM_GRADINGS", "6"))
AT_ONCE = 2
OUTCOMES = ("is not written", "did not return", "ended its process", "used more than", "sent something", "raised")

MISBEHAVIOUR = """

import contextlib as _contextlib
import functools as _functools, os as _os, random as _random, signal as _signal, sys as _sys, threading as _threading
import time as _time

_choose = _random.Random(_os.urandom(8))


def _flood():
    while True:
        _os.write(1, b"flood " * 10000)


def _fill():
    kept = []
    while True:
        kept.append(bytearray(10 * 1024**2))


def _fork():
    for _ in range(40):
        if _os.fork() == 0:
            with _contextlib.suppress(OSError):  # the filter refuses it
                _os.setsid()
            _signal.signal(_signal.SIGTERM, _signal.SIG_IGN)
            _time.sleep(60)


def _thread():
    _threading.Thread(target=_time.sleep, args=(60,)).start()


_WAYS = [
    lambda: _os._exit(3),
    lambda: _os.kill(_os.getpid(), _signal.SIGKILL),
    lambda: _os.kill(-1, _signal.SIGKILL),
    lambda: _os.kill(_os.getppid(), _signal.SIGKILL),
    lambda: _time.sleep(60),
    lambda: _os.abort(),
    lambda: _os.closerange(0, 64),
    lambda: _os.write(4, _os.urandom(64)),
    lambda: _os.kill(_os.getpid(), _signal.SIGSTOP),
    lambda: _sys.exit(0),
    lambda: open("filler", "wb").write(b"x" * 10**9),
    lambda: 1 / 0,
    _flood, _fill, _fork, _thread,
]


def _sometimes(function):
    @_functools.wraps(function)
    def call(*args):
        if _choose.random() < 0.04:
            _choose.choice(_WAYS)()
        return function(*args)

    return call


for _name, _value in list(globals().items()):
    if callable(_value) and getattr(_value, "__module__", "") == __name__ and not _name.startswith("_"):
        globals()[_name] = _sometimes(_value)
"""

SHORT_LIMITS = """
import sys
sys.path.insert(0, sys.argv.pop(1))
from autograder import assignment
assignment.CALL_TIMEOUT_SECONDS = assignment.IMPORT_TIMEOUT_SECONDS = 0.5
assignment.FUNCTION_BUDGET_SECONDS = 1.0
from autograder.__main__ import main
sys.exit(main())
"""


@pytest.fixture
def submission(tmp_path):
    folder = tmp_path / "submission"
    folder.mkdir()
    for name in FILES:
        (folder / name).write_text((ROOT / "solutions" / name).read_text() + MISBEHAVIOUR)
    return folder


@pytest.fixture
def place():
    """Where these gradings keep what is theirs: by its name their processes are told from those of other tests."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield folder


def grade(submission, results, place):
    command = [sys.executable, "-I", "-c", SHORT_LIMITS, ROOT, "grade"]
    done = subprocess.run(
        [*command, "--submission", submission, "--results", results],
        capture_output=True, text=True, timeout=120, stdin=subprocess.DEVNULL, env=os.environ | {"TMPDIR": place},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(results.read_text())


def processes_of_workers(place):
    """Those that run below `place` or were started with it: whatever a worker forks keeps its command line."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            command = (entry / "cmdline").read_text()
            if place in command or str((entry / "cwd").readlink()).startswith(place):
                found.append(command)
        except (FileNotFoundError, ProcessLookupError, PermissionError):  # it has ended, or is the machine's own
            continue
    return found


def test_whatever_happens_the_results_are_whole_and_nothing_stays(submission, tmp_path, place):
    kinds = Counter()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        runs = pool.map(lambda i: grade(submission, tmp_path / f"{i}.json", place), range(GRADINGS))
        for results in runs:
            rows = results["tests"]
            assert {row["extra_data"]["function"] for row in rows} == set(ALL_FUNCTIONS)
            assert sum(row["max_score"] for row in rows) == 100
            assert results["score"] == sum(row["score"] for row in rows)
            assert "did not finish" not in results["output"]
            for row in rows:
                assert row["score"] in (0, row["max_score"])
                assert "grader itself failed" not in row["output"], row["output"]
                assert "was not run" not in row["output"]
                kinds.update(kind for kind in OUTCOMES if kind in row["output"])
    print(f"{GRADINGS} gradings; rows by what happened: {dict(kinds)}")
    assert kinds["ended its process"] > 0
    if os.geteuid() == 0:
        assert processes_of_workers(place) == []
