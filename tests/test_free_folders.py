"""The folders in which anyone may put files are found on each machine, and closed to workers or swept after them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

from autograder.worker import free_folders, namespaces, readable


@pytest.fixture
def found(tmp_path, monkeypatch):
    """A function that looks for them below a folder of the test's, where these lines are the mounts."""

    def look(mounts=()):
        monkeypatch.setattr(free_folders, "KNOWN", (f"{tmp_path}/deep/known",))
        monkeypatch.setattr(free_folders, "ABOVE", (str(tmp_path), f"{tmp_path}/none"))
        monkeypatch.setattr(free_folders, "_mounts", lambda: iter([(f"{tmp_path}/{at}", kind) for at, kind in mounts]))
        free_folders.free_folders.cache_clear()
        return [os.path.relpath(path, tmp_path) for path in free_folders.free_folders()]

    yield look
    free_folders.free_folders.cache_clear()


def make(tmp_path, **modes):
    for name, mode in modes.items():
        folder = tmp_path / name.replace("_", "/")
        folder.mkdir(parents=True)
        folder.chmod(mode)


def test_those_that_anyone_may_write_to_are_found_by_their_modes(found, tmp_path):
    make(tmp_path, deep_known=0o1777, open=0o777, drop=0o1733, closed=0o755, group=0o775, no_way=0o1777)
    (tmp_path / "no").chmod(0o755)
    (tmp_path / "link").symlink_to(tmp_path / "open")
    (tmp_path / "file").touch(0o666)
    assert sorted(found()) == ["deep/known", "drop", "open"]
    assert sorted(found([("no/way", "ext4")])) == ["deep/known", "drop", "no/way", "open"]


def test_file_systems_of_other_machines_are_not_looked_at(found, tmp_path):
    make(tmp_path, open=0o777, far=0o777, twice=0o777)
    assert sorted(found([("far", "nfs4"), ("twice", "autofs"), ("twice", "tmpfs")])) == ["open", "twice"]


def test_looking_for_them_has_an_end(found, tmp_path, monkeypatch):
    monkeypatch.setattr(free_folders, "MOST", 5)
    make(tmp_path, **{f"open{number}": 0o777 for number in range(9)})
    assert len(found()) == 5


def test_this_machines_own_are_found():
    free_folders.free_folders.cache_clear()
    for place in ("/tmp", "/var/tmp", "/dev/shm", "/run/lock"):
        if os.path.isdir(place) and not os.path.islink(place) and os.stat(place).st_mode & 0o003 == 0o003:
            assert place in free_folders.free_folders()
    assert all(os.stat(place).st_mode & 0o002 for place in free_folders.free_folders())


TRY = """
import os, sys
from autograder.worker import namespaces, readable
top = sys.argv[1]
namespaces.free_folders = lambda: (top + "/open", top + "/system")
readable.system_paths = lambda: [top + "/system/lib"]
if "own mounts" in namespaces.enter([top + "/open/kept"]):
    print("entered")
    os.setresuid(1234, 1234, 1234)
    for name in ("open/x", "open/kept/x", "system/x", "system/lib/x"):
        try:
            open(f"{top}/{name}", "w").close()
            print("wrote", name)
        except OSError:
            pass
    print(*sorted(os.listdir(top + "/open")), *sorted(os.listdir(top + "/system")))
"""


@pytest.mark.skipif(os.geteuid() != 0 or sys.platform != "linux", reason="needs Linux and root")
def test_they_are_hidden_but_for_what_is_kept_and_closed_where_the_system_lies_in_them():
    top = Path(f"/var/lib/cs148a-test-{os.getpid()}")
    make(top, open=0o777, open_kept=0o777, system=0o777, system_lib=0o777)
    (top / "open/theirs").touch()
    try:
        done = subprocess.run([sys.executable, "-c", TRY, top], cwd=ROOT, capture_output=True, text=True)
    finally:
        subprocess.run(["rm", "-rf", top], check=True)
    if "entered" not in done.stdout and not done.stderr:
        pytest.skip("root makes no namespaces here")
    assert done.stdout.splitlines() == ["entered", "wrote open/kept/x", "kept lib"]


def test_what_holds_the_system_is_told_from_what_is_kept(monkeypatch):
    monkeypatch.setattr(readable, "system_paths", lambda: ["/opt/python/lib/python3.10", "/usr/lib"])
    kept = ["/opt/python", "/srv/clone"]
    held = [place for place in ("/opt", "/opt/python", "/usr", "/usr/lib", "/us", "/srv", "/tmp")
            if namespaces._holds_the_system(place, kept)]  # fmt: skip
    assert held == ["/opt/python", "/usr", "/usr/lib"]
