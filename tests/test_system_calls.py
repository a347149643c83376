"""The system call filter where the worker has no user of its own: the user's other processes are out of its reach.

With a user of its own: the hand-in that reaches for other processes and files.
"""

import os
import re
import resource
import signal
import socket
import sys
from pathlib import Path

import pytest

from autograder.worker import seccomp, system

pytestmark = pytest.mark.skipif(sys.platform != "linux" or seccomp.program() is None, reason="there is no such filter")


def filtered(function, **options):
    """The names that `function` gives in a child of this process with the filter."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            system.prctl(system.PR_SET_NO_NEW_PRIVS, 1)
            seccomp.install(seccomp.program(**options))
            os.write(theirs, " ".join(function()).encode())
        finally:
            os._exit(0)
    os.close(theirs)
    with os.fdopen(ours) as file:
        names = file.read().split()
    os.waitpid(child, 0)
    return names


def reached():
    """What is not refused, with the parent as the other process; that this process can signal itself comes last."""
    parent, limit = os.getppid(), resource.getrlimit(resource.RLIMIT_NOFILE)
    tries = {
        "kill": lambda: os.kill(parent, 0),
        "kill-group": lambda: os.killpg(0, 0),
        "queue": lambda: signal.pidfd_send_signal(os.pidfd_open(parent), 0),
        "limit": lambda: resource.prlimit(parent, resource.RLIMIT_NOFILE, limit),
        "priority": lambda: os.setpriority(os.PRIO_PROCESS, parent, os.getpriority(os.PRIO_PROCESS, parent)),
        "session": os.setsid,
        "group": lambda: os.setpgid(0, 0),
        "socket": lambda: socket.socket(socket.AF_UNIX),
    }
    for name, attempt in tries.items():
        try:
            attempt()
        except PermissionError:
            continue
        yield name
    signal.signal(signal.SIGUSR1, lambda *_: None)
    signal.raise_signal(signal.SIGUSR1)
    yield "itself"


def test_without_a_user_of_its_own_it_signals_only_itself_and_stays_in_its_session():
    assert filtered(reached, own_user=False, signals_bounded=False) == ["itself"]


def test_with_landlock_or_its_own_user_its_children_can_be_signalled():
    left_to_landlock = {"kill", "kill-group", "queue", "itself"}
    assert set(filtered(reached, own_user=False, signals_bounded=True)) == left_to_landlock
    assert set(filtered(reached)) == left_to_landlock | {"session"}  # whose leader stays in its group


HEADERS = ("/usr/include/x86_64-linux-gnu/asm/unistd_64.h", "/usr/include/asm-generic/unistd.h")


@pytest.mark.parametrize(("column", "header"), list(enumerate(HEADERS)))
def test_the_numbers_are_the_kernels(column, header):
    if not Path(header).exists():
        pytest.skip("the kernel's headers are not installed")
    known = dict(re.findall(r"#define __NR(?:3264)?_(\w+) (\d+)", Path(header).read_text()))
    numbers = seccomp.DENIED | seccomp.IDLE | seccomp.SIGNALS | seccomp.LEAVING | {"tgkill": seccomp.TGKILL}
    numbers |= {"prlimit64": seccomp.PRLIMIT, "sendto": seccomp.SENDTO, "mmap": seccomp.MMAP, "prctl": seccomp.PRCTL}
    compared = {name: (pair[column], int(known[name])) for name, pair in numbers.items() if name in known}
    assert len(compared) > 80
    assert {name: pair for name, pair in compared.items() if pair[0] != pair[1]} == {}
