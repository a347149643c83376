"""The system call filter where the worker has no user of its own: the user's other processes are out of its reach.

With a user of its own: the hand-in that reaches for other processes and files.
"""

import contextlib
import ctypes
import errno
import fcntl
import mmap
import os
import re
import resource
import shutil
import signal
import socket
import struct
import threading
from pathlib import Path

import filters
import pytest

from autograder.worker import bpf, seccomp, system


def filtered(function, **options):
    """The names that `function` gives in a child of this process with the filter."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            system.prctl(system.PR_SET_NO_NEW_PRIVS, 1)
            seccomp.install(seccomp.ready(seccomp.program(**options)))
            os.write(theirs, "\n".join(function()).encode())
        finally:
            os._exit(0)
    os.close(theirs)
    with os.fdopen(ours) as file:
        names = file.read().split("\n")
    os.waitpid(child, 0)
    return names


def let_through(tries, *refusals):
    """The names of those that succeed, or fail by another error than these."""
    for name, attempt in tries.items():
        try:
            attempt()
        except OSError as error:
            if error.errno in refusals:
                continue
        yield name


def pair_of(family):
    """Refused by the filter; of one that it lets through the kernel says that it does not know or do such pairs."""
    try:
        socket.socketpair(family)
    except PermissionError:
        raise
    except OSError:
        pass


F_SETSIG, F_SET_RW_HINT, FS_IOC_SETFLAGS = 10, 1036, 0x40086602
PR_SCHED_CORE, SET_MODE_FILTER = 62, 1
INTERNAL_SYNC = os.O_SYNC & ~os.O_DSYNC  # the kernel takes it for the whole of O_SYNC


def a_filter():
    """One that allows everything."""
    return seccomp.ready(struct.pack("=HBBI", *bpf.ALLOWED))


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
        "a pair of another family": lambda: pair_of(socket.AF_INET),
        "the kernel's log": lambda: system.syscall(number_of("syslog"), 10, None, 0),
        "signal of a descriptor": lambda: fcntl.fcntl(0, fcntl.F_SETOWN, parent),
        "its number": lambda: fcntl.fcntl(0, F_SETSIG, signal.SIGKILL),
        "lease": lambda: fcntl.fcntl(os.open(__file__, os.O_RDONLY), fcntl.F_SETLEASE, fcntl.F_RDLCK),
        "notice": lambda: fcntl.fcntl(os.open(Path(__file__).parent, os.O_RDONLY), fcntl.F_NOTIFY, fcntl.DN_ACCESS),
        "lock of a byte": lambda: fcntl.lockf(os.open(os.devnull, os.O_RDWR), fcntl.LOCK_EX, 1, 1),
        "note on a file": lambda: fcntl.fcntl(os.open(__file__, os.O_RDONLY), F_SET_RW_HINT, bytes(8)),
        "filter": lambda: system.syscall(number_of("seccomp"), SET_MODE_FILTER, 0, a_filter()),
        "filter by prctl": lambda: seccomp.install(a_filter()),
        "processors that others may not share": lambda: system.prctl(PR_SCHED_CORE, 1),
        "open for ioctl": lambda: os.open(__file__, os.O_WRONLY | os.O_RDWR),
        "empty to read": lambda: os.open(os.devnull, os.O_RDONLY | os.O_TRUNC),
        "empty for ioctl": lambda: os.open(os.devnull, os.O_WRONLY | os.O_RDWR | os.O_TRUNC),
        "flags of a file": lambda: fcntl.ioctl(os.open(__file__, os.O_RDONLY), FS_IOC_SETFLAGS, bytes(8)),
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


@filters.needed
def test_without_a_user_of_its_own_it_signals_only_itself_and_stays_in_its_session():
    assert filtered(reached, own_user=False, signals_bounded=False) == ["itself"]


@filters.needed
def test_with_landlock_or_its_own_user_its_children_can_be_signalled():
    left_to_landlock = {"kill", "kill-group", "queue", "itself"}
    assert set(filtered(reached, own_user=False, signals_bounded=True)) == left_to_landlock
    assert set(filtered(reached)) == left_to_landlock


def used():
    """What a submission may go on doing with its own files and descriptors."""
    with open("mine", "w+b") as file:
        file.write(b"mine")
        fcntl.fcntl(file, fcntl.F_SETFD, fcntl.FD_CLOEXEC)
        fcntl.flock(file, fcntl.LOCK_EX)
        os.isatty(file.fileno())
        os.set_blocking(file.fileno(), True)
        os.set_inheritable(file.fileno(), True)
    with open("mine", "wb") as file:
        yield str(os.path.getsize("mine"))
    one, _ = socket.socketpair()
    one.setblocking(False)
    yield "a pair"
    thread = threading.Thread(target=lambda: None)
    thread.start()
    thread.join()
    yield "a thread"


def opened():
    """The flags with which each write would wait for the disk; that a file is written without them comes last."""
    usual = os.O_RDWR | os.O_CREAT
    flags = {"O_SYNC": os.O_SYNC, "O_DSYNC": os.O_DSYNC, "its half": INTERNAL_SYNC, "O_DIRECT": os.O_DIRECT}
    file = os.open("mine", usual)
    tries = {name: lambda flag=flag: os.open("mine", usual | flag) for name, flag in flags.items()}
    tries |= {f"{name} to read": lambda flag=flag: os.open("mine", flag) for name, flag in flags.items()}
    tries |= {f"{name} later": lambda flag=flag: fcntl.fcntl(file, fcntl.F_SETFL, flag) for name, flag in flags.items()}
    if os.uname().machine == "x86_64":  # Python knows the newer call alone
        tries["by the older call"] = lambda: system.syscall(seccomp.OPEN[0], b"mine", usual | os.O_SYNC)
    tries["of one write"] = lambda: os.pwritev(file, [b"x"], 0, os.RWF_DSYNC)
    tries["half of one write"] = lambda: os.pwritev(file, [b"x"], 0, os.RWF_SYNC)
    yield from let_through(tries, errno.EPERM, errno.ENOSYS, errno.ENOTSUP)
    fcntl.fcntl(file, fcntl.F_SETFL, os.O_APPEND | os.O_NONBLOCK)
    os.write(file, b"written")
    yield Path("mine").read_text()


@filters.needed
@pytest.mark.parametrize("options", [{}, {"own_user": False, "signals_bounded": False}])
def test_no_write_of_a_submission_waits_for_the_disk(tmp_path, monkeypatch, options):
    monkeypatch.chdir(tmp_path)
    assert filtered(opened, **options) == ["written"]


def asked():
    """That its files be on the disk, and more rules of Landlock."""
    with open("mine", "wb") as file:
        os.fsync(file.fileno())
    os.sync()
    yield "synced"
    try:
        if system.syscall(number_of("landlock_create_ruleset"), None, 0, 1) >= 0:
            yield "Landlock"
    except OSError as error:
        yield f"refused with {errno.errorcode[error.errno]}"


@filters.needed
def test_a_submission_keeps_no_disk_busy_and_makes_no_rules(tmp_path, monkeypatch):
    """Else every one of them waited for the whole machine's disks, and rules are memory that no count finds."""
    monkeypatch.chdir(tmp_path)
    assert filtered(asked) == ["synced", "refused with EPERM"]


@filters.needed
def test_a_submission_uses_its_own_files_and_pairs_as_ever(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert filtered(used, own_user=False, signals_bounded=False) == ["0", "a pair", "a thread"]


def noted():
    """What a submission finds out of what is noted on a file; that it can be copied comes last."""
    handle = os.open("theirs", os.O_RDONLY)
    tries = {
        "getxattr": lambda: os.getxattr("theirs", "user.secret"),
        "lgetxattr": lambda: os.getxattr("theirs", "user.secret", follow_symlinks=False),
        "fgetxattr": lambda: os.getxattr(handle, "user.secret"),
        "listxattr": lambda: os.listxattr("theirs"),
        "llistxattr": lambda: os.listxattr("theirs", follow_symlinks=False),
        "flistxattr": lambda: os.listxattr(handle),
        "getxattrat": lambda: at("getxattrat", b"user.secret", ctypes.create_string_buffer(16), 16),
        "listxattrat": lambda: at("listxattrat", ctypes.create_string_buffer(99), 99),
    }
    yield from let_through(tries, errno.ENOTSUP)
    shutil.copy("theirs", "copied")
    shutil.copy2("theirs", "copied2")
    shutil.copytree("folder", "copied-folder")
    yield Path("copied2").read_text()


def number_of(call):
    return (seccomp.UNSUPPORTED | seccomp.DENIED)[call][{"x86_64": 0, "aarch64": 1}[os.uname().machine]]


def at(call, *arguments):
    return system.syscall(number_of(call), -100, b"theirs", 0, *arguments)


@filters.needed
@pytest.mark.parametrize("options", [{}, {"own_user": False, "signals_bounded": False}])
def test_a_submission_reads_nothing_that_is_noted_on_a_file_and_copies_it(tmp_path, monkeypatch, options):
    monkeypatch.chdir(tmp_path)
    Path("theirs").write_text("content")
    Path("folder").mkdir()
    with contextlib.suppress(OSError):  # a file system without any: the two newest calls tell the filter all the same
        os.setxattr("theirs", "user.secret", b"a link with a key")
    assert filtered(noted, **options) == ["content"]


MADV_COLD, MADV_PAGEOUT = 20, 21


def looked_up():
    """What a submission finds out of, or does to, what the machine keeps of a file in memory; plain reading is last."""
    handle = os.open("read", os.O_RDONLY)
    mapped = mmap.mmap(handle, 4096, prot=mmap.PROT_READ, flags=mmap.MAP_PRIVATE)
    place = ctypes.c_void_p(ctypes.addressof(ctypes.c_char.from_buffer_copy(mapped)))
    tries = {
        "read what is in memory": lambda: os.preadv(handle, [bytearray(4096)], 0, os.RWF_NOWAIT),
        "mincore": lambda: system.syscall(number_of("mincore"), place, 0, ctypes.create_string_buffer(1)),
        "cachestat": lambda: system.syscall(number_of("cachestat"), handle, None, None, 0),
        "io_setup": lambda: system.syscall(number_of("io_setup"), 1, ctypes.byref(ctypes.c_ulong())),
        "cold": lambda: mapped.madvise(MADV_COLD),
        "page out": lambda: mapped.madvise(MADV_PAGEOUT),
    }
    yield from let_through(tries, errno.EPERM, errno.ENOSYS, errno.ENOTSUP)
    content = bytearray(4)
    os.preadv(handle, [content], 0)
    mapped.madvise(mmap.MADV_DONTNEED)  # a page stays where it is while it is mapped
    mapped.close()
    os.posix_fadvise(handle, 0, 4096, os.POSIX_FADV_DONTNEED)
    yield content.decode()


@filters.needed
def test_a_submission_puts_nothing_out_of_memory_and_does_not_see_what_is_in_it(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with open("read", "wb") as file:
        file.write(b"read" * 1024)
        file.flush()
        os.fsync(file.fileno())
    assert filtered(looked_up) == ["read"]
    with open("read", "rb") as file:  # no BlockingIOError
        assert os.preadv(file.fileno(), [bytearray(4096)], 0, os.RWF_NOWAIT) == 4096


HEADERS = ("/usr/include/x86_64-linux-gnu/asm/unistd_64.h", "/usr/include/asm-generic/unistd.h")


@pytest.mark.parametrize(("column", "header"), list(enumerate(HEADERS)))
def test_the_numbers_are_the_kernels(column, header):
    if not Path(header).exists():
        pytest.skip("the kernel's headers are not installed")
    known = dict(re.findall(r"#define __NR(?:3264)?_(\w+) (\d+)", Path(header).read_text()))
    numbers = seccomp.DENIED | seccomp.IDLE | seccomp.UNSUPPORTED | seccomp.SIGNALS
    numbers |= seccomp.LACKING | {"madvise": seccomp.MADVISE, "socketpair": seccomp.SOCKETPAIR}
    numbers |= {"tgkill": seccomp.TGKILL}
    numbers |= {"prlimit64": seccomp.PRLIMIT, "sendto": seccomp.SENDTO, "mmap": seccomp.MMAP, "prctl": seccomp.PRCTL}
    numbers |= {"open": seccomp.OPEN, "openat": seccomp.OPENAT, "ioctl": seccomp.IOCTL}
    numbers |= {"fcntl": seccomp.FCNTL}
    compared = {name: (pair[column], int(known[name])) for name, pair in numbers.items() if name in known}
    assert len(compared) > 80
    assert {name: pair for name, pair in compared.items() if pair[0] != pair[1]} == {}
