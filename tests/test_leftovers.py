"""A grading's private folder is closed to all but its own workers, and goes even where the grading was killed."""

import os
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from pathlib import Path

import pytest
from conftest import ROOT, with_function

from autograder.sandbox import leftovers, private_folder
from autograder.sandbox.nursery import Nursery
from autograder.sandbox.warm_process import WarmProcess

ROOT_ONLY = pytest.mark.skipif(os.geteuid() != 0, reason="needs root")
HANGS = "def f(p):\n    import time\n    time.sleep(3.9)\n    return p\n"


@ROOT_ONLY
def test_only_this_gradings_workers_pass_the_door():
    workers, others = 1_900_000_001, 1_900_000_002
    with Nursery() as nursery, WarmProcess(nursery, workers) as warm:
        status = warm.folder.stat()
        assert (status.st_uid, status.st_gid, stat.S_IMODE(status.st_mode)) == (0, workers, 0o710)
        (warm.folder / "submission").mkdir(0o755)
        for user, may in ((workers, True), (others, False)):
            command = ["/usr/bin/test", "-d", warm.folder / "submission"]
            done = subprocess.run(command, user=user, group=user, extra_groups=[])
            assert (done.returncode == 0) is may
    assert not warm.folder.exists()


@pytest.mark.parametrize("workers", [None, pytest.param(1_900_000_001, marks=ROOT_ONLY)])
def test_the_graders_own_group_never_passes_the_door(place, workers, monkeypatch):
    """Not root, its group may be that of all users of the machine."""
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    folder, held, _ = private_folder.make(workers)
    status = folder.stat()
    assert status.st_gid == workers if workers else status.st_mode & 0o077 == 0
    leftovers.sweep([str(place)])
    assert folder.is_dir()
    os.close(held)
    leftovers.sweep([str(place)])
    assert not folder.exists()
    (place / "cs148a-new").mkdir(0o700)  # another grading's, which it holds in a moment
    leftovers.sweep([str(place)])
    assert (place / "cs148a-new").is_dir()


@pytest.fixture
def place():
    """A folder for private folders that any user may pass, as TMPDIR is."""
    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
        os.chmod(folder, 0o755)
        yield Path(folder)


@pytest.mark.parametrize(("kind", "left"), [("folder", 1), ("zip", 2)])
def test_what_a_killed_grading_left_is_swept_by_the_next(hand_in, tmp_path, place, kind, left):
    given = hand_in(q1_dropout=with_function("q1_dropout", HANGS))
    if kind == "zip":
        given = shutil.make_archive(str(tmp_path / "given"), "zip", given)
    command = ["bash", ROOT / "run_autograder", "--submission", given, "--results", tmp_path / "results.json"]
    grading = subprocess.Popen(
        command, env=os.environ | {"TMPDIR": str(place)}, start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    while not list(place.glob("cs148a-*/work")):
        assert grading.poll() is None
        time.sleep(0.02)
    leftovers.sweep([str(place)])
    assert len(list(place.iterdir())) == left  # a living grading's
    os.killpg(grading.pid, signal.SIGKILL)
    grading.wait()
    assert len(list(place.iterdir())) == left
    deadline = time.monotonic() + 20
    while list(place.iterdir()) and time.monotonic() < deadline:  # its process may end a moment after its shell
        leftovers.sweep([str(place)])
        time.sleep(0.02)
    assert list(place.iterdir()) == []


@ROOT_ONLY
@pytest.mark.parametrize("place", ["/dev/shm", "/var/tmp", "/run/lock"])
def test_what_a_workers_user_left_where_anyone_may_write_goes_with_it(place):
    if not os.path.isdir(place):
        pytest.skip(f"this system has no {place}")
    user, folder = 1_900_000_003, Path(place, f"left-{os.getpid()}")
    folder.mkdir()
    (folder / "nested").mkdir()
    os.chown(folder, user, user)
    leftovers.remove_files_of(user + 1)
    leftovers.remove_files_of(12)
    assert folder.is_dir()
    leftovers.remove_files_of(user)
    assert not folder.exists()


def test_a_folder_of_the_tas_own_is_never_swept(place):
    """Its name and its mode may be those of a grading's; its group is no worker's."""
    own = place / "cs148a-backup"
    own.mkdir()
    own.chmod(0o710)
    leftovers.sweep([str(place)])
    assert own.is_dir()
