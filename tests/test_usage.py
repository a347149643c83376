"""Memory is counted over all processes of a worker; where nothing can count it, the run says so."""

import os
import subprocess
import sys
import time
from pathlib import Path

import filters
import pytest
from conftest import ROOT

HIDES_PROCESSES = "mount -o remount,hidepid=2,gid=54147 /proc && exec "


@filters.needed
@pytest.mark.skipif(os.geteuid() != 0, reason="makes namespaces")
@pytest.mark.parametrize("before", ["", HIDES_PROCESSES])
def test_a_run_whose_proc_hides_processes_says_that_it_sums_no_memory(tmp_path, before):
    command = f'{before} python3 -I "$0/tests/docker_rights.py" "$0/run_autograder" --results "$1"'
    done = subprocess.run(
        ["unshare", "--mount", "--pid", "--fork", "--mount-proc", "sh", "-c", command, ROOT, tmp_path / "results.json"],
        capture_output=True, text=True, stdin=subprocess.DEVNULL, check=True,
    )  # fmt: skip
    line = next(line for line in done.stdout.splitlines() if line.startswith("isolation: another user, "))
    assert ("no sum of memory" in line) == bool(before)


def test_what_cannot_be_read_counts_nothing():
    from autograder.sandbox import usage

    processes = [Path("/proc/self"), Path("/proc/0")]
    written = usage.memory_bytes(processes, 1 << 60)
    assert 1 << 20 < usage.memory_bytes(processes, 0) <= written + (1 << 20)
    assert not usage.can_count([Path("/proc/0")])


HOARDS = """
import _thread, ctypes, time

def hoard():
    kept = bytearray(b"x") * (32 << 20)
    time.sleep(60)

_thread.start_new_thread(hoard, ())
ctypes.CDLL(None).pthread_exit(None)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_memory_is_counted_where_the_first_thread_has_ended():
    from autograder.sandbox import usage

    child = subprocess.Popen([sys.executable, "-c", HOARDS])
    process, deadline = Path(f"/proc/{child.pid}"), time.monotonic() + 60
    try:
        while "RssAnon" in (process / "status").read_text():
            assert time.monotonic() < deadline
            time.sleep(0.01)
        while (usage._sum_of(process, "status", usage.WRITTEN) or 0) < 32 << 20:
            assert time.monotonic() < deadline
            time.sleep(0.01)
    finally:
        child.kill()
        child.wait()
