"""What a worker may read is listed, and the grader's own folder is not in it."""

import json
import os
import shutil
import subprocess

from conftest import ROOT

from autograder.worker import readable

PLACES_OF_OTHERS = {"/", "/usr", "/usr/local", "/usr/lib", "/usr/src", "/usr/share", "/opt", "/home", "/etc", "/var"}


def test_no_folder_is_listed_that_others_put_files_into():
    listed = set(map(os.path.realpath, readable.system_paths()))
    assert os.path.dirname(os.path.realpath(os.__file__)) in listed
    assert listed.isdisjoint(PLACES_OF_OTHERS)


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
