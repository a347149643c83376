"""`--dask`: a real cluster of two workers, one of which is killed; and nodes that are of no use."""

import json
import os
import shutil
import signal
import sys
import threading
import time

import pytest
from conftest import ROOT
from distributed import Client, LocalCluster
from graded import run_autograder
from test_course_grading import run_here, timeless

from autograder.course.node import pack, problem_of, unpack


@pytest.fixture(scope="module")
def cluster():
    """Two workers of one thread each, in processes of their own."""
    sys.audit("os.fork")  # for `one_process.py`: dask starts them in a thread, and would wait for it without an end
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as made:
        yield made


@pytest.fixture
def course(tmp_path):
    """Twelve submissions: right ones and untouched ones."""
    for number in range(12):
        base = ROOT / ("solutions" if number % 3 else "student_template")
        place = tmp_path / f"class/s{number:02d}"
        shutil.copytree(base, place, ignore=shutil.ignore_patterns("tests", "figures", "__pycache__", "*.md"))
    return tmp_path / "class"


def kill_a_worker_once(cluster, records):
    """As soon as two results are there."""
    while len(list(records.glob("*.json"))) < 2:
        time.sleep(0.05)
    with Client(cluster.scheduler_address, set_as_default=False) as client:
        pids = client.run(os.getpid)
    os.kill(sorted(pids.values())[0], signal.SIGKILL)


@pytest.mark.skipif(os.geteuid() != 0, reason="nodes have to be root")
def test_a_worker_that_is_killed_half_way_loses_no_result(cluster, course, tmp_path, capsys):
    killer = threading.Thread(target=kill_a_worker_once, args=(cluster, tmp_path / "out/records"), daemon=True)
    killer.start()
    assert run_here(course, "--out", tmp_path / "out", "--dask", cluster.scheduler_address) == 0
    killer.join(timeout=60)
    assert not killer.is_alive()
    said = capsys.readouterr().err
    assert "12 of 12 graded" in said
    assert "12 of 12 submissions are graded" in said
    scores = [json.loads((tmp_path / f"out/results/s{n:02d}.json").read_text())["score"] for n in range(12)]
    assert scores == [100.0 if n % 3 else 0.0 for n in range(12)]
    run_autograder(course / "s01", tmp_path / "single.json")
    assert timeless(tmp_path / "out/results/s01.json") == timeless(tmp_path / "single.json")
    assert run_here(course, "--out", tmp_path / "out", "--dask", cluster.scheduler_address) == 0
    assert "12 of 12 are graded already" in capsys.readouterr().err


def test_no_scheduler_is_said(course, tmp_path, capsys, monkeypatch):
    from autograder.course import cluster

    monkeypatch.setattr(cluster, "CONNECT_SECONDS", 1)
    assert run_here(course, "--out", tmp_path / "out", "--dask", "tcp://127.0.0.1:9") == 2
    assert "no scheduler answers at tcp://127.0.0.1:9" in capsys.readouterr().err


def test_a_node_that_cannot_grade_says_what_it_needs(tmp_path, monkeypatch):
    assert "has no grader in" in problem_of(str(tmp_path), "0")
    assert "copy this clone there and run ./setup.sh" in problem_of(str(tmp_path), "0")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert "is not root" in problem_of(str(ROOT), "0")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert "has another version of the grader" in problem_of(str(ROOT), "0")


def test_a_submission_travels_as_it_is(tmp_path):
    folder = tmp_path / "here"
    (folder / "deep/empty").mkdir(parents=True)
    (folder / "q1_dropout.py").write_text("x = 1\n")
    (folder / "deep/link").symlink_to("/etc/passwd")
    os.mkfifo(folder / "pipe")
    unpack(pack(folder), tmp_path / "there")
    found = sorted(path.relative_to(tmp_path / "there").as_posix() for path in (tmp_path / "there").rglob("*"))
    assert found == ["deep", "deep/empty", "deep/link", "q1_dropout.py"]
    assert (tmp_path / "there/deep/link").is_symlink()
    assert (tmp_path / "there/q1_dropout.py").read_text() == "x = 1\n"


def test_a_nodes_copy_has_no_folder_that_is_closed_to_it(tmp_path):
    """Before Python 3.12.1 `tempfile` opens those by changing modes, of what a link in them leads to as well."""
    folder = tmp_path / "here"
    folder.mkdir()
    (folder / "q1_dropout.py").touch(0o444)
    (folder / "link").symlink_to(tmp_path)
    folder.chmod(0o555)
    unpack(pack(folder), tmp_path / "there")
    assert (tmp_path / "there").stat().st_mode & 0o777 == 0o755
    assert (tmp_path / "there/q1_dropout.py").stat().st_mode & 0o777 == 0o644
    assert (tmp_path / "there/link").is_symlink()
