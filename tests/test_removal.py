"""What a student's code made is deleted, and no link of theirs followed: not to a mode, and not to a file."""

import os
import stat
import subprocess
from pathlib import Path

import pytest

from autograder.worker import removal


@pytest.fixture
def not_root(monkeypatch):
    """As where the grader is not root, and a folder may be closed to its own user."""
    monkeypatch.setattr(os, "geteuid", lambda: 1000)


@pytest.fixture
def theirs(tmp_path):
    """A closed folder of somebody's with a closed file in it."""
    folder = tmp_path / "theirs"
    folder.mkdir()
    (folder / "key").touch(0o400)
    folder.chmod(0o500)
    return folder


def modes(folder):
    return [stat.S_IMODE(path.lstat().st_mode) for path in (folder, folder / "key")]


def in_place_of(work, theirs):
    work.symlink_to(theirs)


def inside(work, theirs):
    (work / "sub").mkdir(parents=True)
    (work / "sub/link").symlink_to(theirs)
    (work / "file").symlink_to(theirs / "key")
    (work / "sub").chmod(0o300)


def none(work, theirs):
    (work / "a/b").mkdir(parents=True)
    for folder in (work / "a/b", work / "a"):
        folder.chmod(0)


@pytest.mark.parametrize("lay", [in_place_of, inside, none])
def test_links_are_deleted_and_not_followed(not_root, theirs, tmp_path, lay):
    work = tmp_path / "work"
    lay(work, theirs)
    removal.remove(str(work))
    assert not os.path.lexists(work)
    assert modes(theirs) == [0o500, 0o400]


def test_a_link_that_takes_a_folders_place_meanwhile_is_not_followed(not_root, theirs, tmp_path, monkeypatch):
    work, names_in = tmp_path / "work", removal._names_in
    (work / "sub/sub").mkdir(parents=True)

    def swap_after_looking(folder):
        names = names_in(folder)
        if names and (work / "sub").is_dir() and not (work / "sub").is_symlink():
            (work / "sub").rename(work / "moved")
            (work / "sub").symlink_to(theirs)
        return names

    monkeypatch.setattr(removal, "_names_in", swap_after_looking)
    removal.remove(str(work))
    assert not os.path.lexists(work)
    assert modes(theirs) == [0o500, 0o400]


def test_a_folder_that_is_moved_up_meanwhile_leads_nobody_out(not_root, tmp_path, monkeypatch):
    """The way back up from it is another: names that were seen below must not be looked for in a stranger's folder."""
    work, names_in = tmp_path / "work", removal._names_in
    (work / "a/b/c").mkdir(parents=True)
    (work / "a/theirs").mkdir()
    theirs = tmp_path / "theirs"
    theirs.mkdir(0o500)
    (tmp_path / "elsewhere").mkdir()

    def move_up_after_looking(folder):
        names = sorted(names_in(folder), reverse=True)
        if not names and (work / "a/b/c").is_dir():
            (work / "a/b/c").rename(tmp_path / "elsewhere/c")
        return names

    monkeypatch.setattr(removal, "_names_in", move_up_after_looking)
    removal.remove(str(work))
    assert stat.S_IMODE(theirs.stat().st_mode) == 0o500


def test_folders_nested_deeper_than_a_path_go(not_root, tmp_path):
    (tmp_path / "work").mkdir()
    here = os.open(tmp_path / "work", os.O_RDONLY)
    for _ in range(300):
        os.mkdir("d" * 40, 0o700, dir_fd=here)
        below = os.open("d" * 40, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    os.close(here)
    open_files = len(list(Path("/proc/self/fd").iterdir()))
    removal.remove(str(tmp_path / "work"))
    assert not (tmp_path / "work").exists()
    assert len(list(Path("/proc/self/fd").iterdir())) == open_files


def test_it_opens_what_its_owner_closed(tmp_path):
    """As a user who is not root, in a namespace where root makes these tests."""
    work = tmp_path / "work"
    inside(work, tmp_path)
    none(work / "closed", tmp_path)
    code = f"from autograder.worker import removal; removal.remove({str(work)!r})"
    command = ["unshare", "--user", "--map-user=1000", "--map-group=1000", "python3", "-c", code]
    done = subprocess.run(command if os.geteuid() == 0 else command[4:], capture_output=True, text=True)
    if "unshare" in done.stderr:
        pytest.skip(done.stderr)
    assert done.stderr == ""
    assert not work.exists()
