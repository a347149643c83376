"""What a worker may read is listed, and the grader's own folder is not in it."""

import json
import os
import shutil
import socket
import subprocess
import tempfile

import pytest
from conftest import ROOT

from autograder.worker import confinement, preloaded, readable

PLACES_OF_OTHERS = {"/", "/usr", "/usr/local", "/usr/lib", "/usr/src", "/usr/share", "/opt", "/home", "/etc", "/var"}


def test_no_folder_is_listed_that_others_put_files_into():
    listed = set(map(os.path.realpath, readable.system_paths()))
    assert os.path.dirname(os.path.realpath(os.__file__)) in listed
    assert listed.isdisjoint(PLACES_OF_OTHERS)


@pytest.mark.skipif(os.geteuid() != 0, reason="not root, the worker is the grader's own user")
def test_without_landlock_the_run_says_where_the_whole_clone_can_be_read(tmp_path, monkeypatch):
    """The solutions and the remembered oracles stand beside the grader's modules, not in them."""
    monkeypatch.setattr(confinement, "LANDLOCK_VERSION", 0)
    monkeypatch.setattr(confinement, "system_call_filter", lambda: "one")  # whatever this machine takes
    place = tempfile.mkdtemp(dir="/var/lib", prefix="cs148a-test-")
    given = []
    try:
        os.makedirs(f"{place}/autograder", 0o700)
        os.chmod(place, 0o755)
        monkeypatch.setattr(preloaded.namespaces, "enter", lambda _: [])
        monkeypatch.setattr(preloaded.forks, "Warm", lambda *_, clone: given.append(clone))
        monkeypatch.setattr(os, "_exit", lambda _: None)
        monkeypatch.setattr(os, "setsid", lambda: None)
        monkeypatch.setattr(preloaded.sys, "excepthook", lambda *_: None)
        with monkeypatch.context() as patch, socket.socket(socket.AF_UNIX) as control:
            patch.setattr(os, "environ", dict(os.environ))
            preloaded._be_warm(os.dup(control.fileno()), "/nowhere", f"{place}/autograder", "/nowhere")
        assert given == [place]
        assert confinement.layers(place)[-1] == f"open to a submission: reading {place}"
        os.chmod(place, 0o700)
        assert "open to a submission" not in confinement.layers(place)[-1]
    finally:
        shutil.rmtree(place)


def test_a_grader_inside_what_workers_read_refuses_with_one_sentence(tmp_path):
    packages = (ROOT / "build/worker/packages").resolve()
    clone = packages / f"clone-{os.getpid()}"
    try:
        for part in ("autograder", "solutions", "student_template"):
            shutil.copytree(ROOT / part, clone / part, ignore=shutil.ignore_patterns("__pycache__"))
        (clone / "build").symlink_to(ROOT / "build")
        results = tmp_path / "results.json"
        code = "import sys; sys.path.insert(0, sys.argv.pop(1)); from autograder.__main__ import main; sys.exit(main())"
        python = ROOT / "build/venv/bin/python"
        arguments = [clone, "grade", "--submission", ROOT / "solutions", "--results", results]
        done = subprocess.run([python, "-I", "-c", code, *arguments], capture_output=True, text=True)
    finally:
        shutil.rmtree(clone)
    sentence = f"the grader lies in {packages}, which submissions may read: move its folder elsewhere"
    assert sentence in done.stderr + done.stdout
    assert done.returncode != 0
    written = json.loads(results.read_text())
    assert written["score"] == 0
    assert sentence in written["extra_data"]["note"]
