"""Not root: the worker is the grader's own user, leaves no process behind, and the run says what is open to it."""

import json
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import filters
import pytest
from conftest import ROOT, with_function

DAEMONS = """
def g(p):
    import os, time
    for _ in range(7):
        if os.fork() == 0:
            try:
                os.setsid()
            except PermissionError:
                pass
            if os.fork() == 0:
                time.sleep(60)
            os._exit(0)
    return p * (1 - p)
"""


def as_another(command):
    """`command` as a user that is not root; root itself becomes one in a user namespace."""
    if os.geteuid() != 0:
        return command
    named = ["unshare", "--user", "--map-user=1000", "--map-group=1000"]
    if subprocess.run([*named, "true"], capture_output=True).returncode != 0:
        pytest.skip("root cannot become another user with these files here")
    return [*named, *command]


def processes_of(place):
    """The processes whose command names this folder."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            found += [folder.name] if str(place).encode() in (folder / "cmdline").read_bytes() else []
        except OSError:  # it has just ended
            continue
    return found


@filters.needed
@pytest.mark.skipif(sys.platform != "linux" or not shutil.which("unshare"), reason="needs Linux and unshare")
def test_daemons_end_with_the_grading_and_the_line_says_what_is_open(hand_in, tmp_path):
    place = tmp_path / "place"
    place.mkdir()
    submission = hand_in(q1_dropout=with_function("q1_dropout", DAEMONS))
    command = ["bash", ROOT / "run_autograder", "--submission", submission, "--results", tmp_path / "results.json"]
    done = subprocess.run(
        as_another(command), env=os.environ | {"TMPDIR": str(place)}, capture_output=True, text=True,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert json.loads((tmp_path / "results.json").read_text())["score"] == 100, done.stderr
    line = next(line for line in done.stdout.splitlines() if line.startswith("isolation: the same user"))
    if "system call filter" in line:
        assert processes_of(place) == []
        assert list(place.iterdir()) == []
    assert "open to a submission: " in line
    assert "your share of memory and processes" in line
    assert (": your files and" in line) is ("Landlock" not in line)


LINKS = """
def g(p):
    import os
    here = os.getcwd()
    os.chdir("..")
    os.rename(here, here + "-gone")
    os.symlink({theirs!r}, here)
    raise ValueError("linked")
"""


@pytest.mark.skipif(sys.platform != "linux" or not shutil.which("unshare"), reason="needs Linux and unshare")
def test_a_link_in_place_of_the_work_folder_changes_no_mode_of_what_it_leads_to(hand_in, tmp_path):
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    (theirs / "key").touch(0o400)
    theirs.chmod(0o500)
    submission = hand_in(q1_dropout=with_function("q1_dropout", LINKS.format(theirs=str(theirs))))
    results = tmp_path / "results.json"
    command = ["bash", ROOT / "run_autograder", "--submission", submission, "--results", results]
    done = subprocess.run(as_another(command), capture_output=True, text=True, stdin=subprocess.DEVNULL)
    rows = json.loads(results.read_text())["tests"]
    assert sum(row["score"] for row in rows) == 97, done.stderr
    assert any("linked" in row["output"] for row in rows)
    assert [stat.S_IMODE(path.stat().st_mode) for path in (theirs, theirs / "key")] == [0o500, 0o400]
