"""Nothing that a submission does changes a grade, sees an answer, stops the grading, or outlives it.

Every hand-in of tests/submissions/theft and tests/submissions/disruption is graded from upload to results.json in the
Gradescope layout, with all of root's capabilities and with those of Docker's default container; what is about other
processes and files once more as in such a container on a kernel from before Landlock. Disruptions of single
functions are graded alone in the latter and many in one submission in the former; HOSTILE_ALONE=1 grades them alone
in both. Limits in seconds are half of the true ones; HOSTILE_ALONE=1 has a run with the true ones too.
"""

import json
import os
import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import filters
import pytest
from conftest import ROOT, Grading, unwrapped
from hand_ins import family, packs

from autograder import assignment

LANES = 3  # gradings at once: two keep the cores busy while one waits for a time limit
SECRET = "f3c1b7e0-no-student-may-see-this"
TIME_LIMITS = ("CALL_TIMEOUT_SECONDS", "IMPORT_TIMEOUT_SECONDS", "FUNCTION_BUDGET_SECONDS", "RUN_BUDGET_SECONDS")
TRUE_LIMITS = {name: getattr(assignment, name) for name in dir(assignment) if name.isupper()}
HALVED = {name: TRUE_LIMITS[name] / 2 for name in TIME_LIMITS}

EVERY_ONE_ALONE = bool(os.environ.get("HOSTILE_ALONE"))
RIGHTS = ("docker", "all")
HAND_INS = [hand_in for name in ("theft", "disruption") for hand_in in family(name)]
PACKS = packs(HAND_INS)
PACKED = {member.name for pack in PACKS for member in pack.members}
CASES = [(h, r) for h in HAND_INS for r in RIGHTS if r == "docker" or h.name not in PACKED or EVERY_ONE_ALONE]
CASES += [(pack, "all") for pack in PACKS]
# Whose signals and reach Landlock bounds where there is one: the other layers hold them too.
ABOUT_PROCESSES = re.compile(
    "outlive|daemon|forks_many|hoards|kill|signal|sessions|stops|traces|proc_of|memory_of|reads_the|races|reaches|earlier_worker"
)
CASES += [(h, "old") for h in HAND_INS if ABOUT_PROCESSES.search(h.name)]

# What this file itself, the platform and the grader change in the container, and no student may add to.
OURS = ("autograder/results/", "autograder/submission/", "autograder/source/", "autograder/submission_metadata.json")


def can_be_graded(hand_in, rights):
    """Whether this machine can: a filter takes away what Docker and old kernels lack, and holds some hand-ins."""
    return filters.TAKEN or (rights == "all" and not hand_in.needs_filter)


PARAMETERS = [
    pytest.param(h, r, id=f"{h.name}-{r}", marks=[] if can_be_graded(h, r) else filters.needed) for h, r in CASES
]


class Observed(Grading):
    """A grading, and what an outsider saw of the container after it."""

    def __init__(self, results, log, report, changed, submission):
        super().__init__(results, log, report["status"])
        self.report, self.changed, self.submission = report, changed, submission

    def said(self, hand_in):
        """All that the student reads in visible rows about the target, and above the rows."""
        rows = [row for row in self.results["tests"] if hand_in.concerns(row["extra_data"]["function"])]
        shown = [row["output"] for row in rows if row["visibility"] == "visible"]
        return unwrapped("\n".join([self.results["output"], *dict.fromkeys(shown)]))


def tree(folder):
    """Every file of `folder` with its mode, owner, and content where that is short."""
    entries = {}
    for path in sorted(folder.rglob("*")):
        status = path.lstat()
        content = status.st_size
        if path.is_symlink():
            content = os.readlink(path)
        elif path.is_dir():
            content = None
        elif path.is_file() and status.st_size < 1 << 20:
            content = path.read_bytes()
        entries[str(path.relative_to(folder))] = (status.st_mode, status.st_uid, content)
    return entries


def observe(gradescope, hand_in, rights, limits=HALVED):
    """Grade `hand_in` in a container with `rights`, and look around in it afterwards."""
    changes = gradescope.new_folder()
    files = changes / "files"
    hand_in.lay(files / "autograder/submission")
    order = {"prepare": hand_in.prepare, "limits": limits, "secret": SECRET, "watch": hand_in.watch}
    try:
        done = gradescope.inside(
            changes,
            gradescope.image,
            ["python3", "-I", "-c", (ROOT / "tests/inside.py").read_text(), json.dumps(order)],
            CONTAINER_RIGHTS=rights,
            CONTAINER_HIDES=str(ROOT),
        )
        assert done.returncode == 0, done.stdout + done.stderr
        log = (files / "autograder/results/stdout").read_text(errors="replace")
        written = files / "autograder/results/results.json"
        assert written.is_file(), f"there is no results.json:\n{log}"
        changed = [str(path.relative_to(files)) for path in files.rglob("*") if not path.is_dir()]
        submission = tree(files / "autograder/submission")
        return Observed(json.loads(written.read_text()), log, json.loads(done.stdout), changed, submission)
    finally:
        shutil.rmtree(changes, ignore_errors=True)


@pytest.fixture(scope="session")
def observed(request, gradescope):
    """What came of grading a hand-in with some rights; all that this run asks for are graded side by side."""
    calls = [item.callspec.params for item in request.session.items if "observed" in getattr(item, "fixturenames", ())]
    wanted = {(each["hand_in"].name, each["rights"]): each["hand_in"] for each in calls if can_be_graded(**each)}
    with ThreadPoolExecutor(LANES) as lanes:
        jobs = {key: lanes.submit(observe, gradescope, hand_in, key[1]) for key, hand_in in wanted.items()}
        yield lambda hand_in, rights: jobs[hand_in.name, rights].result()
        for job in jobs.values():
            job.cancel()


@pytest.mark.parametrize(("hand_in", "rights"), PARAMETERS)
def test_it_earns_what_it_should_and_leaves_nothing(observed, hand_in, rights, tmp_path):
    graded = observed(hand_in, rights)
    assert graded.status == 0, graded.log
    check_points(graded, hand_in)
    for member in hand_in.members:
        check_what_is_told(graded, member)
    check_every_row_is_the_graders(graded)
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
    for member in hand_in.members:
        points = sum(points for function, points in lost.items() if member.concerns(function))
        assert points == member.loses, f"{member.name}: {graded.said(member)}"
    assert sum(lost.values()) == sum(member.loses for member in hand_in.members), lost


def check_what_is_told(graded, hand_in):
    """A visible row says it."""
    said = graded.said(hand_in)
    for sentence in hand_in.told(TRUE_LIMITS | HALVED):
        assert any(either in said for either in sentence.split(" | ")), said


def check_every_row_is_the_graders(graded):
    """Each row came to its end, with a line for the student; none blames or shows the grader."""
    for row in graded.results["tests"]:
        assert row["output"].strip(), row
        for never in ("The grader itself failed", "was not run", "/autograder/source/", SECRET):
            assert never not in row["output"], row["output"]
    assert "did not finish" not in graded.results["output"], graded.log


def check_nothing_is_left(graded):
    """No process, no file in a folder that anyone may write to, and the results.json that the grader wrote."""
    first, last = graded.report["looks"]
    assert first["processes"] == [] == last["processes"]
    assert first["leftovers"] == [] == last["leftovers"]
    assert first["results"] == last["results"] is not None


def check_files(graded, hand_in, tmp_path):
    """Nothing changed outside the grader's own places, and the upload is as it was."""
    assert [path for path in graded.changed if not path.startswith(OURS)] == []
    allowed = {"autograder/results/results.json", "autograder/results/stdout"}
    assert {path for path in graded.changed if path.startswith("autograder/results/")} == allowed
    if not hand_in.prepare:
        hand_in.lay(tmp_path / "laid")
        assert graded.submission == tree(tmp_path / "laid")


def test_there_are_enough_of_each_kind():
    """Thirty-five thefts and as many disruptions at least."""
    for name in ("theft", "disruption"):
        assert len(family(name)) >= 35


def test_every_hand_in_says_what_it_does_and_what_must_come_of_it():
    """The first line is a sentence, and the facts are complete."""
    for hand_in in HAND_INS:
        path = hand_in.path if hand_in.path.is_file() else Path(hand_in.path, "hand-in.txt")
        assert path.read_text().splitlines()[0].endswith("."), hand_in.name
        assert "told" in hand_in.facts, hand_in.name
        assert hand_in.is_theft or "loses" in hand_in.facts, hand_in.name
