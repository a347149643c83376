"""A clone that is copied with its build/ makes one of its own: two never share a worker folder."""

import os
import re
import shutil
import subprocess

import pytest
from conftest import ROOT

FILES = ("setup.sh", "Makefile", "requirements.txt", "requirements-oracles.txt", "requirements-dev.txt")


@pytest.fixture
def clone(tmp_path):
    """What setup.sh looks at in a clone that is set up; going on from there, it meets a lock that refuses."""
    folder = tmp_path.resolve() / "clone"
    for name in (*FILES, "autograder/assignment.py"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, folder / name)
    wanted = re.search(r'^wanted=".*?cksum\)"$', (ROOT / "setup.sh").read_text(), re.MULTILINE | re.DOTALL)[0]
    (folder / "build/worker").mkdir(parents=True)
    (folder / "build/worker/python").symlink_to("/bin/true")
    script = f'source_dir=$PWD\n{wanted}\nprintf "%s\\n" "$wanted" >build/ready; pwd -P >build/place'
    subprocess.run(["bash", "-c", script], cwd=folder, check=True)
    (folder / "build/ready-dev").touch()
    (tmp_path / "stubs").mkdir()
    (tmp_path / "stubs/flock").write_text("#!/bin/sh\nexit 9\n")
    (tmp_path / "stubs/flock").chmod(0o755)
    return folder


def set_up(folder):
    stubs = next(place / "stubs" for place in folder.absolute().parents if (place / "stubs").exists())
    environment = os.environ | {"PATH": f"{stubs}:{os.environ['PATH']}"}
    return subprocess.run(["bash", "setup.sh"], cwd=folder, capture_output=True, text=True, env=environment)


def is_up_to_date(folder):
    return subprocess.run(["make", "-q", "build/ready-dev"], cwd=folder, capture_output=True).returncode == 0


def test_a_clone_that_is_set_up_has_nothing_to_do(clone):
    done = set_up(clone)
    assert (done.returncode, done.stderr) == (0, "")
    assert is_up_to_date(clone)


@pytest.mark.parametrize("way", ["copied", "moved", "copied into itself", "its build alone"])
def test_a_build_that_was_made_elsewhere_is_noticed(clone, way):
    other = clone.parent / "other place"
    if way == "moved":
        clone.rename(other)
    else:
        shutil.copytree(clone, other, symlinks=True)
    if way == "copied into itself":
        other = other.rename(clone / "inner")
    if way == "its build alone":
        shutil.rmtree(other / "build")
        shutil.copytree(clone / "build", other / "build", symlinks=True)
    done = set_up(other)
    assert (done.returncode, done.stderr) == (
        9, f"setup: build/ was made in {clone} and serves there: making this clone's own\n",
    )  # fmt: skip
    assert not is_up_to_date(other)


def test_a_build_from_before_places_were_noted_is_made_again(clone):
    (clone / "build/place").unlink()
    done = set_up(clone)
    assert (done.returncode, done.stderr) == (9, "")


def test_a_link_to_a_clone_is_that_clone(clone):
    link = clone.parent / "link"
    link.symlink_to(clone)
    assert set_up(link).returncode == 0
    assert is_up_to_date(link)
