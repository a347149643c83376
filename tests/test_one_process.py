"""`make check`: a test that starts a process is skipped there by itself, and `make test` runs all of them."""

import os
import re
import subprocess
import sys

import pytest
from conftest import ROOT

CONFTEST = """
import os

from one_process import OneProcess


def pytest_configure(config):
    config.addinivalue_line("markers", "smoke: may start processes")
    if os.environ.get("BRIEF"):
        config.pluginmanager.register(OneProcess())
"""

TESTS = """
import multiprocessing, os, subprocess
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import pytest


def start():
    return subprocess.run(["true"]).returncode


@pytest.fixture(scope="module")
def started():
    return start()


def test_none():
    with ThreadPoolExecutor(2) as threads:
        assert sum(threads.map(int, "11")) == 2


def test_itself():
    assert start() == 0


def test_in_a_thread():
    with ThreadPoolExecutor(2) as threads:
        assert list(threads.map(lambda _: start(), range(3))) == [0, 0, 0]


def test_and_takes_no_for_an_answer():
    try:
        start()
    except BaseException:
        pass


def test_and_fails_without():
    try:
        start()
        started = True
    except BaseException:
        started = False
    assert started


def test_a_fork():
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_a_pool(method):
    with ProcessPoolExecutor(1, multiprocessing.get_context(method)) as processes:
        assert processes.submit(int, "3").result() == 3


def test_reads_what_a_marked_test_started(started):
    assert started == 0


@pytest.mark.smoke
def test_marked(started):
    assert start() == started


@pytest.mark.parametrize("way", ["os.system('true')", "os.spawnlp(os.P_WAIT, 'true', 'true')",
                                 "os.posix_spawnp('true', ['true'], os.environ)"])
def test_by_another_way(way):
    eval(way)
"""


@pytest.mark.parametrize(("brief", "said"), [("1", "3 passed, 11 skipped"), ("", "14 passed")])
def test_what_starts_a_process_is_skipped_in_check_and_runs_in_test(tmp_path, brief, said):
    (tmp_path / "conftest.py").write_text(CONFTEST)
    (tmp_path / "test_starts.py").write_text(TESTS)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-rs", tmp_path],
        cwd=tmp_path, env=os.environ | {"BRIEF": brief, "PYTHONPATH": str(ROOT / "tests")},
        capture_output=True, text=True,
    )  # fmt: skip
    assert said in done.stdout.splitlines()[-1], done.stdout + done.stderr
    assert (re.search("test_none|test_marked|test_reads", done.stdout)) is None, done.stdout
