"""What student code makes the grader do is bounded, and counts for the function that causes it."""

import re
import subprocess
import sys
import time

import numpy as np
import pytest
from conftest import FILES, ROOT
from test_results_page import grade, row

from autograder.report import markdown

SLOW_GRADER = """
import types
from autograder.sandbox import budget
from autograder.mistakes import diagnosis
now = [0.0]
budget.time = types.SimpleNamespace(monotonic=lambda: now[0])
explain = diagnosis.explain
def slow(*arguments):
    now[0] += 10.0 * ("gave wrong" in str(arguments[0]))
    return explain(*arguments)
diagnosis.explain = slow
"""
HOSTILE_TEXTS = {
    "folders": "/a" * 500_000,
    "a long path": "/" + "a" * 1_000_000,
    "almost escapes": "\x1b[" * 500_000,
    "titles without an end": "\x1b]0;" * 250_000,
    "accents": "a" + "\u0301" * 1_000_000,
    "backticks": "`" * 1_000_000,
    "underscores": "_" * 1_000_000,
    "addresses": "at 0x" * 200_000,
}


def test_a_question_that_makes_the_grader_slow_costs_no_other_question_its_time(tmp_path, hand_in):
    folder = hand_in()
    for name in FILES[:3]:
        (folder / name).write_text((ROOT / "solutions" / name).read_text() + WRONG)
    results = grade(folder, tmp_path / "results.json", SLOW_GRADER)
    assert results["score"] == 30
    said = [
        " ".join(each["output"].split())
        for each in results["tests"]
        if each["extra_data"]["function"] == "q2_batchnorm.batchnorm"
    ]
    assert "gave wrong values" in said[0]
    assert "was not called: its tests have taken" in said[-1]
    last = " ".join(row(results, "q3_layernorm.recover_private")["output"].split())
    assert "was not called: other functions of its file have taken" in last


WRONG = """
def _wrong(function):
    def answer(*args):
        right = function(*args)
        return tuple(part * 3 + 1 for part in right) if isinstance(right, tuple) else right * 3 + 1
    return answer


for _name, _value in list(globals().items()):
    if callable(_value) and not _name.startswith("_") and getattr(_value, "__module__", "") == __name__:
        globals()[_name] = _wrong(_value)
"""


@pytest.mark.parametrize("text", HOSTILE_TEXTS.values(), ids=HOSTILE_TEXTS)
def test_no_more_of_a_text_is_looked_at_than_can_be_shown(monkeypatch, text):
    seen = []

    class Counting:
        def __init__(self, pattern):
            self._pattern = pattern

        def __getattr__(self, method):
            def counted(*args):
                seen.append(len(args[-1]))
                return getattr(self._pattern, method)(*args)

            return counted

    for name, value in list(vars(markdown).items()):
        if isinstance(value, re.Pattern):
            monkeypatch.setattr(markdown, name, Counting(value))
    for clean in (markdown.harmless, markdown.fenced, markdown.escaped):
        assert len(clean(text)) <= 3 * markdown.MAX_CLEANED_CHARACTERS
    assert seen
    assert max(seen) <= 2 * markdown.MAX_CLEANED_CHARACTERS


@pytest.mark.parametrize("text", HOSTILE_TEXTS.values(), ids=HOSTILE_TEXTS)
def test_cleaning_is_linear(monkeypatch, text):
    """Sixteen times the text takes some sixteen times as long, and not 256 times."""

    def seconds(count):
        monkeypatch.setattr(markdown, "MAX_CLEANED_CHARACTERS", count)
        monkeypatch.setattr(markdown, "MAX_SHOWN_CHARACTERS", count)
        taken = []
        for _ in range(3):
            started = time.process_time()
            markdown.fenced(text)
            markdown.escaped(text)
            taken.append(time.process_time() - started)
        return min(taken)

    assert seconds(160_000) < 80 * seconds(10_000) + 0.01


def test_a_private_folder_goes_from_a_path_with_all_above_it():
    assert markdown.harmless('File "/var/tmp/x/cs148a-a1b2c3d4/submission/q1.py"') == 'File "./q1.py"'
    assert markdown.harmless("see /tmp/cs148a-a1b2c3d4, /usr/lib/x and a/b") == "see ., /usr/lib/x and a/b"


def test_what_a_worker_says_is_cut_before_it_is_cleaned():
    from autograder.sandbox.replies import read_reply

    reply = {
        "call": 1,
        "outcome": "raised",
        "kind": "K" * 60_000,
        "message": "m" * 60_000,
        "trace": ["t" * 60_000] * 99,
    }
    raised = read_reply(reply, b"", call=1)
    assert (len(raised.kind), len(raised.message)) == (80, 4000)
    assert [len(line) for line in raised.trace] == [400] * 40


@pytest.mark.parametrize("shape", [(400_000, 1), (4_000_000,), (2, 2_000_000)])
def test_an_answer_far_larger_than_any_is_not_explained(shape):
    """Explaining one took a step of Python for each of its rows, in each of the cases."""
    sys.path.insert(0, str(ROOT / "student_template/tests"))
    import checks
    import ladder

    from autograder.mistakes import diagnosis

    case = checks.Case("random inputs", X=np.ones((2, 2)))
    trials = [checks.Trial(case, np.zeros(2), np.zeros(shape, np.int8))] * 10
    calls = []
    sys.setprofile(lambda frame, event, argument: calls.append(event))
    try:
        problem = ladder.find_problem((0.0, 0.0, 0.0), trials[0].got, ("w", "s", "r"))
        found = diagnosis.diagnose(checks.WrongAnswer("q1_dropout.f", trials[0], problem, trials))
    finally:
        sys.setprofile(None)
    assert found == diagnosis.Diagnosis()
    assert len(calls) < 5000


SLOW_ENDS = """
import types
from autograder.grade import DeadlineReached
from autograder.sandbox import budget
from autograder.sandbox.warm_process import WarmProcess
now = [0.0]
budget.time = types.SimpleNamespace(monotonic=lambda: now[0])
stop, begin = WarmProcess.stop_worker, budget.Budget.begin_test
tested = [""]
def begin_test(self, function):
    begin(self, function)
    tested[0] = function
def slow_stop(self, *, died):
    now[0] += {seconds} * tested[0].startswith({files})
    if now[0] > assignment.RUN_DEADLINE_SECONDS:
        raise DeadlineReached
    return stop(self, died=died)
budget.Budget.begin_test, WarmProcess.stop_worker = begin_test, slow_stop
"""


@pytest.mark.parametrize("files", [("q1_dropout",), ("q1_dropout", "q2_batchnorm"), ("q3_layernorm",)])
@pytest.mark.parametrize("seconds", [17, 32])
def test_what_takes_longer_than_its_limit_is_taken_from_the_same_file(tmp_path, hand_in, files, seconds):
    """No limit ends the cleaning up after a function: seven times half a minute would bring the run's deadline."""
    results = grade(hand_in(), tmp_path / "results.json", SLOW_ENDS.format(files=files, seconds=seconds))
    lost = [each for each in results["tests"] if each["score"] < each["max_score"]]
    assert {each["extra_data"]["function"].partition(".")[0] for each in lost} <= set(files)
    said = {" ".join(each["output"].split()).partition("was not called: ")[2].partition(",")[0] for each in lost}
    assert f"its tests have taken {seconds:.1f} s" in said


DIES_SLOWLY = """
import os, sys, time
sys.path.insert(0, sys.argv[1] + "/autograder")
from worker import ending
waits, began = os.waitpid, time.monotonic()
class Slow:  # as a process with much memory ends on a busy machine
    def __getattr__(self, name):
        return getattr(os, name)
    def waitpid(self, pid, options):
        return (0, 0) if options == os.WNOHANG and time.monotonic() < began + 1.5 else waits(pid, options)
ending.os = Slow()
worker, left = os.fork(), 0
if worker == 0:
    time.sleep(60)
orphan = os.fork()
if orphan == 0:
    os._exit(0)
ending.end(worker, None, died=False, alone=False)
try:
    os.kill(orphan, 0)
except ProcessLookupError:
    print("none is left")
"""


def test_a_worker_has_ended_only_when_all_that_it_started_has(tmp_path):
    done = subprocess.run([sys.executable, "-I", "-c", DIES_SLOWLY, ROOT], capture_output=True, text=True)
    assert done.stdout == "none is left\n", done.stderr


KILLED_ONCE = """
from autograder.sandbox.worker import Worker
from autograder.sandbox.outcomes import Died
import os, signal
call, count = Worker.call, 0
def killed(self, *arguments):
    global count
    count += 1
    if count % 50 == 0:
        os.kill(int(open(f"/proc/self/fdinfo/{self._handle.ended}").read().split("Pid:")[1].split()[0]), signal.SIGKILL)
    return call(self, *arguments)
Worker.call = killed
"""


@pytest.mark.skipif(sys.platform != "linux", reason="finds the worker by its pidfd")
def test_a_call_whose_worker_others_kill_is_tried_once_more(tmp_path, hand_in):
    """As the kernel does where the machine's memory runs out, whoever filled it."""
    assert grade(hand_in(), tmp_path / "results.json", KILLED_ONCE)["score"] == 100
