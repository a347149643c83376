"""Nothing that a submission does changes a grade, sees an answer, stops the grading, or outlives it.

Every hand-in of tests/submissions/theft and tests/submissions/disruption is graded from upload to results.json in the
Gradescope layout, once with all of root's capabilities and once with those of Docker's default container. Limits
in seconds are a quarter of the true ones here; `make test-long` has a run with the true ones.
"""

import json
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from conftest import ROOT, Grading
from hand_ins import family, parameters

from autograder import assignment

LANES = 3  # gradings at once: a third fills the two cores while others wait for a time limit
SECRET = "f3c1b7e0-no-student-may-see-this"
TIME_LIMITS = ("CALL_TIMEOUT_SECONDS", "IMPORT_TIMEOUT_SECONDS", "FUNCTION_BUDGET_SECONDS", "RUN_BUDGET_SECONDS")
LIMITS = {name: getattr(assignment, name) / 4 for name in TIME_LIMITS}
HAND_INS = [hand_in for name in ("theft", "disruption") for hand_in in family(name)]

# What this file itself, the platform and the grader change in the container, and no student may add to.
OURS = ("autograder/results", "autograder/submission", "autograder/source", "autograder/submission_metadata.json")


class Observed(Grading):
    """A grading, and what an outsider saw of the container after it."""

    def __init__(self, results, log, report, changed, submission):
        super().__init__(results, log, report["status"])
        self.report, self.changed, self.submission = report, changed, submission


def tree(folder):
    """Every file of `folder` with its mode, kind and content."""
    entries = {}
    for path in sorted(folder.rglob("*")):
        status = path.lstat()
        content = os.readlink(path) if path.is_symlink() else path.read_bytes() if path.is_file() else None
        entries[str(path.relative_to(folder))] = (status.st_mode, status.st_uid, content)
    return entries


def observe(gradescope, hand_in, rights, limits=LIMITS):
    """Grade `hand_in` in a container with `rights`, and look around in it afterwards."""
    changes = gradescope.new_folder()
    files = changes / "files"
    hand_in.lay(files / "autograder/submission")
    locks = gradescope.folder / "locks"  # one machine's gradings agree on users; containers would not see each other
    locks.mkdir(exist_ok=True)
    order = {"prepare": hand_in.prepare, "limits": limits, "secret": SECRET, "watch": hand_in.watch}
    try:
        done = gradescope.inside(
            changes,
            gradescope.image,
            ["python3", "-I", "-c", (ROOT / "tests/inside.py").read_text(), json.dumps(order)],
            CONTAINER_RIGHTS=rights,
            CONTAINER_HIDES=str(ROOT),
            CONTAINER_SHARES=f"{locks}:/run/lock/cs148a-autograder",
        )
        assert done.returncode == 0, done.stdout + done.stderr
        submission = tree(files / "autograder/submission")
        changed = [str(p.relative_to(files)) for p in files.rglob("*") if not p.is_dir()]
        results = json.loads((files / "autograder/results/results.json").read_text())
        log = (files / "autograder/results/stdout").read_text(errors="replace")
        return Observed(results, log, json.loads(done.stdout), changed, submission)
    finally:
        shutil.rmtree(changes, ignore_errors=True)


@pytest.fixture(scope="session")
def observed(request, gradescope):
    """What came of grading a hand-in with some rights; all that this run asks for are graded side by side."""
    with ThreadPoolExecutor(LANES) as lanes:
        wanted = [
            item.callspec.params for item in request.session.items if "rights" in getattr(item, "fixturenames", ())
        ]
        pairs = dict.fromkeys((params["hand_in"].path, params["rights"]) for params in wanted)
        by_path = {hand_in.path: hand_in for hand_in in HAND_INS}
        jobs = {pair: lanes.submit(observe, gradescope, by_path[pair[0]], pair[1]) for pair in pairs}
        yield lambda hand_in, rights: jobs[hand_in.path, rights].result()
        for job in jobs.values():
            job.cancel()


@pytest.mark.parametrize("rights", ["all", "docker"])
@pytest.mark.parametrize("hand_in", parameters(HAND_INS))
def test_it_earns_what_it_should_and_leaves_nothing(observed, hand_in, rights, tmp_path):
    graded = observed(hand_in, rights)
    assert graded.status == 0, graded.log
    check_points(graded, hand_in)
    check_what_is_told(graded, hand_in)
    check_nothing_is_left(graded)
    check_files(graded, hand_in, tmp_path)
    assert SECRET not in json.dumps(graded.results) + graded.log


def check_points(graded, hand_in):
    """Exactly the points that the hand-in is to get, of 100, in Gradescope's own sum and in the rows'."""
    rows = graded.results["tests"]
    assert sum(row["max_score"] for row in rows) == assignment.TOTAL_POINTS
    assert graded.score == sum(row["score"] for row in rows)
    if hand_in.base == "student_template":
        assert graded.score == 0, [row["name"] for row in rows if row["score"]]
        return
    lost = graded.lost()
    assert all(name.startswith(hand_in.target) for name in lost), said(graded, "")
    assert sum(lost.values()) == hand_in.loses, said(graded, hand_in.target)


def check_what_is_told(graded, hand_in):
    """A visible row says it; none shows a traceback of ours or a folder of the grader's."""
    limits = {name: getattr(assignment, name) for name in dir(assignment) if name.isupper()} | LIMITS
    text = said(graded, hand_in.target)
    for sentence in hand_in.told(limits):
        assert sentence in text, text
    everything = json.dumps(graded.results)
    assert "The grader itself failed" not in everything, text
    assert "was not run" not in everything, text
    assert "/autograder/source" not in everything.replace("'/autograder/source", ""), text


def said(graded, target):
    """All that the student reads in visible rows about the target, and above the rows."""
    rows = [row for row in graded.results["tests"] if row["extra_data"]["function"].startswith(target)]
    shown = [row["output"] for row in rows if row["visibility"] == "visible"]
    return "\n".join([graded.results["output"], *dict.fromkeys(shown)])


def check_nothing_is_left(graded):
    """No process, no file in a folder that anyone may write to, and the results.json that the grader wrote."""
    first, last = graded.report["looks"]
    assert first["processes"] == [] == last["processes"]
    assert first["leftovers"] == [] == last["leftovers"]
    assert first["results"] == last["results"] is not None


def check_files(graded, hand_in, tmp_path):
    """Nothing changed outside the grader's own places, and the upload is as it was."""
    strangers = [path for path in graded.changed if not path.startswith(OURS)]
    assert strangers == []
    allowed = {"autograder/results/results.json", "autograder/results/stdout"}
    assert {path for path in graded.changed if path.startswith("autograder/results")} == allowed
    if not hand_in.prepare:
        hand_in.lay(tmp_path / "laid")
        assert graded.submission == tree(tmp_path / "laid")


def test_every_hand_in_says_what_it_does_and_what_must_come_of_it():
    """The first line is a sentence, and the facts are complete."""
    for hand_in in HAND_INS:
        path = hand_in.path if hand_in.path.is_file() else Path(hand_in.path, "hand-in.txt")
        assert path.read_text().splitlines()[0].endswith("."), hand_in.name
        assert hand_in.is_theft or {"loses", "told"} <= set(hand_in.facts), hand_in.name
