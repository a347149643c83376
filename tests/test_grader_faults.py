"""What is not the student's doing costs no student a point in silence: it is replaced, tried again, or said.

An environment that is of no use is replaced by the default; a place that is lost during a grading is made anew once;
what then still fails blames nobody, and the exit status is not 0. Real environments and real losses, one grading for
as many of them as go together.
"""

import json
import math
import os
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import ROOT, with_function

from autograder import environment

BLAMES_NOBODY = "the grader failed, which is not the fault of your code"
UNFINISHED = "**The grading did not finish because the grader failed, not your code.**"
ROOT_ONLY = pytest.mark.skipif(os.geteuid() != 0, reason="needs root")


def run(script, results, **more):
    """Run a script of bash in which `./run_autograder` grades the solutions into `results`."""
    grade = f"bash {ROOT / 'run_autograder'} --results {results}"  # no quotes in these paths: scripts hold scripts
    return subprocess.run(
        ["bash", "-c", script.replace("./run_autograder", grade)], capture_output=True, text=True, cwd="/", **more
    )


def read(path):
    """A results.json that is whole."""
    results = json.loads(path.read_text())
    assert sum(row["max_score"] for row in results["tests"]) == 100
    assert results["score"] == sum(row["score"] for row in results["tests"])
    return results


def check_blames_nobody(results):
    """The page says whose fault it was, and no row without points says otherwise."""
    assert results["output"].count(UNFINISHED) == 1
    assert "the grader failed: " in results["extra_data"]["note"]
    for row in results["tests"]:
        if row["score"] < row["max_score"]:
            assert BLAMES_NOBODY in row["output"] or "The grader itself failed in this test" in row["output"]


@pytest.mark.smoke
def test_an_environment_of_no_use_costs_no_points_and_is_said(tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    script = (
        f"umask 077; ulimit -n 20; trap '' CHLD; export TIMEOUT_SECONDS=abc TMPDIR={shlex.quote(str(closed))}\n"
        "./run_autograder >&- <&-"
    )
    done = run(script, tmp_path / "results.json")
    assert done.returncode == 0, done.stderr
    results = read(tmp_path / "results.json")
    assert results["score"] == 100
    said = ["standard output was closed", "TIMEOUT_SECONDS is 'abc', not a number of seconds above 0: 600 is taken"]
    if os.geteuid() == 0:
        said.append(f"{closed} is closed to the workers' user: /tmp is taken in its place")
    for text in said:
        assert text in results["extra_data"]["note"]
        assert f"autograder: {results['extra_data']['note'].split('; ')[0]}" in done.stderr
    assert list(closed.glob("cs148a-*")) == []


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("umask 027; export TIMEOUT_SECONDS=-5; ./run_autograder >/dev/full", "standard output could not be written"),
        ("./run_autograder 2>&- | true; exit ${PIPESTATUS[0]}", ""),
        ("./run_autograder <&- >&- 2>&-", ""),
        ("./run_autograder >/dev/full 2>/dev/full", ""),
    ],
)
def test_output_that_nobody_can_read_ends_no_grading(tmp_path, script, said):
    done = run(script, tmp_path / "results.json")
    assert done.returncode == 0, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert read(tmp_path / "results.json")["score"] == 100


@pytest.mark.parametrize("text", ["abc", "-5", "0", "nan", "inf", "-inf", "", "1e999", "10 minutes", "x" * 10**5])
def test_a_time_limit_that_is_none_is_replaced_and_said(monkeypatch, text):
    monkeypatch.setenv("TIMEOUT_SECONDS", text)
    seconds, note = environment.seconds_allowed()
    assert seconds == 600
    assert note.startswith("TIMEOUT_SECONDS is ")
    assert len(note) < 120


def test_a_time_limit_is_taken_as_it_is(monkeypatch):
    monkeypatch.setenv("TIMEOUT_SECONDS", "90")
    assert environment.seconds_allowed() == (90, "")
    monkeypatch.delenv("TIMEOUT_SECONDS")
    assert environment.seconds_allowed() == (600, "")
    assert math.isfinite(environment.seconds_allowed()[0])


# Each is done to the grading at the beginning of tests; `warm` is its warm process, `count` the number of the test.
LOSES = {
    "the worker's folder": "import shutil; shutil.rmtree(warm.folder, ignore_errors=True)",
    "the submission in it": "import shutil; shutil.rmtree(warm.folder / 'submission', ignore_errors=True)",
    "a file of it": "(warm.folder / 'submission/q4_optimizers.py').unlink(missing_ok=True)",
    "the warm process": "import os; os.kill(warm._pid, 9)",
    "the nursery, and with it the next warm process": "warm._nursery._process.kill(); import os; os.kill(warm._pid, 9)",
}
LOSING = """
from autograder.report import table
from autograder.sandbox.warm_process import WarmProcess

warm, count = None, 0


class Followed(WarmProcess):
    def __init__(self, nursery, user_id):
        global warm
        super().__init__(nursery, user_id)
        warm = self


def lose(self, test):
    global count
    count += 1
    if {when}:
        {what}


import autograder.grade

autograder.grade.WarmProcess = Followed
table.Progress.__call__ = lose
"""


def grade_losing(results, settings):
    code = (
        f"import sys; sys.path.insert(0, sys.argv.pop(1))\n{settings}\n"
        "from autograder.__main__ import main; sys.exit(main())"
    )
    command = [
        sys.executable,
        "-I",
        "-c",
        code,
        ROOT,
        "grade",
        "--submission",
        ROOT / "solutions",
        "--results",
        results,
    ]
    return subprocess.run(command, capture_output=True, text=True)


def test_a_place_that_is_lost_once_is_made_anew(tmp_path):
    """Each of the losses in one grading, at another test."""
    whats = "\n        ".join(f"if count == {10 * k}: {what}" for k, what in enumerate(LOSES.values(), 1))
    done = grade_losing(tmp_path / "results.json", LOSING.format(when="True", what=whats))
    assert done.returncode == 0, done.stderr
    results = read(tmp_path / "results.json")
    assert results["score"] == 100
    assert "did not finish" not in results["output"]


def test_a_place_that_is_lost_again_and_again_blames_the_grader(tmp_path):
    """From the twentieth test on the submission goes as soon as it is there."""
    settings = (
        LOSING.format(when="count == 20", what="Followed.lost = True; " + LOSES["the submission in it"])
        + """
from autograder.sandbox import place

furnish = place.Place._furnish


def furnish_and_lose(self):
    furnish(self)
    if getattr(Followed, "lost", False):
        import shutil
        shutil.rmtree(warm.folder / "submission")


place.Place._furnish = furnish_and_lose
"""
    )
    done = grade_losing(tmp_path / "results.json", settings)
    assert done.returncode == 4, done.stderr
    assert "the grading did not finish" in done.stderr
    results = read(tmp_path / "results.json")
    assert 0 < results["score"] < 100
    check_blames_nobody(results)
    shown = json.dumps(results["tests"])
    assert "files of the submission have gone from the worker's folder" in shown
    assert "No module named" not in shown


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ("def none():\n    raise RuntimeError('no user is free')\nautograder.grade.worker_user = none",
         "no user is free"),
        ("from autograder.sandbox import place\nplace.assignment.WORKER_OPEN_FILES = 3", "cannot do its work here"),
        ("from autograder.sandbox import warm_process\nfrom pathlib import Path\n"
         "warm_process.assignment.WORKER_ENVIRONMENT = Path('/nowhere')", "Python does not start"),
        ("from autograder.report.results import Results\ndef none(self, *_):\n    raise MemoryError('for the grader')\n"
         "autograder.grade.install = none", "MemoryError: for the grader"),
    ],
)  # fmt: skip
def test_a_grading_that_cannot_begin_says_so_and_blames_nobody(tmp_path, settings, reason):
    done = grade_losing(tmp_path / "results.json", f"import autograder.grade\n{settings}")
    assert done.returncode == 4, done.stderr
    assert reason in done.stderr
    results = read(tmp_path / "results.json")
    assert results["score"] == 0
    check_blames_nobody(results)


@ROOT_ONLY
@pytest.mark.parametrize(("where", "blames"), [("TMPDIR", True), ("results", False)])
def test_a_full_disk_blames_nobody(tmp_path, where, blames):
    """A disk of 48 KB: it holds the results once, and no submission with its bytecode."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = f"mount -t tmpfs -o size=48k,mode=755 tmpfs {disk}"
    if where == "TMPDIR":
        script = f"{mounted}; head -c 45000 /dev/zero >{disk}/full; TMPDIR={disk} ./run_autograder"
        results = tmp_path / "results.json"
    else:
        script = f"{mounted}; ./run_autograder; status=$?; cat {disk}/results.json; exit $status"
        results = disk / "results.json"
    for folder in (tmp_path, *tmp_path.parents[:3]):
        folder.chmod(folder.stat().st_mode | 0o011)
    done = run(f"unshare --mount bash -c {shlex.quote(script)}", results)
    assert done.returncode == 4, done.stdout + done.stderr
    assert "No space left on device" in done.stderr
    if blames:
        check_blames_nobody(read(results))
    else:
        (tmp_path / "seen.json").write_text(done.stdout[done.stdout.index("{") :])
        seen = read(tmp_path / "seen.json")
        assert "did not finish" in seen["output"]


def may_lower_its_score():
    """Whether this machine lets a process of ours be spared when memory runs out: CAP_SYS_RESOURCE."""
    lower = "echo -999 >/proc/self/oom_score_adj"
    return subprocess.run(["bash", "-c", lower], stderr=subprocess.DEVNULL).returncode == 0


SLEEPS = "def grad_x_hat(dY, gamma):\n    import time\n    time.sleep(60)\n"


def test_a_grading_process_that_is_killed_leaves_what_is_known(hand_in, tmp_path):
    submission = hand_in(q2_batchnorm=with_function("q2_batchnorm", SLEEPS))
    path = tmp_path / "results.json"
    command = ["bash", ROOT / "run_autograder", "--submission", submission, "--results", path]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and not (path.exists() and json.loads(path.read_text())["score"]):
            time.sleep(0.02)
        (grader,) = map(int, Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split())
        protected = int(Path(f"/proc/{grader}/oom_score_adj").read_text())
        os.kill(grader, signal.SIGKILL)
        said = process.stderr.read()
    assert process.returncode == 128 + signal.SIGKILL
    assert protected == (-999 if may_lower_its_score() else int(Path("/proc/self/oom_score_adj").read_text()))
    assert "the grading process was ended by signal 9" in said
    results = read(path)
    assert results["score"] > 0
    assert "**The grading did not finish.**" in results["output"]
    unknown = [row["output"] for row in results["tests"] if row["score"] < row["max_score"]]
    assert set(unknown) == {"This test was not run: the grading ended before it. Submit again, or tell the staff."}


def test_a_grading_that_is_told_to_end_writes_what_is_known_and_leaves_nothing(hand_in, tmp_path):
    submission = hand_in(q2_batchnorm=with_function("q2_batchnorm", SLEEPS))
    path = tmp_path / "results.json"
    command = ["bash", ROOT / "run_autograder", "--submission", submission, "--results", path]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and not (path.exists() and json.loads(path.read_text())["score"]):
            time.sleep(0.02)
        process.terminate()
        said = process.stderr.read()
    assert process.returncode == 4, said
    assert read(path)["score"] > 0
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".writing-")] == []
