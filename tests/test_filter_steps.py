"""The steps of the system call filter, followed as the kernel does, for both machines and without installing it."""

import errno
import os
import struct
from types import SimpleNamespace

import pytest

from autograder.worker import bpf, seccomp, system

MACHINES = ("x86_64", "aarch64")
ALLOWED, REFUSED, KILLED = "allowed", errno.EPERM, "killed"


@pytest.fixture(params=MACHINES)
def machine(request, monkeypatch):
    """Its column in the tables."""
    monkeypatch.setattr(os, "uname", lambda: SimpleNamespace(machine=request.param))
    return MACHINES.index(request.param)


def verdict(code, number, arguments=(), architecture=None):
    """What becomes of a call: allowed, killed, or the error that it fails with."""
    data = struct.pack("=iIQ6Q", number, architecture, 0, *(list(arguments) + [0] * 6)[:6])
    program = list(struct.iter_unpack("=HBBI", code))
    place = loaded = 0
    while True:
        operation, holds, fails, operand = program[place]
        place += 1
        if operation == bpf.RETURN:
            return {bpf.ALLOW: ALLOWED, bpf.KILL_PROCESS: KILLED}.get(operand, operand & 0xFFFF)
        if operation == bpf.LOAD:
            (loaded,) = struct.unpack_from("=I", data, operand)
        elif operation == bpf.AND:
            loaded &= operand
        else:
            compared = {
                bpf.JUMP_EQUAL: loaded == operand,
                bpf.JUMP_AT_LEAST: loaded >= operand,
                bpf.JUMP_ANY_BIT: bool(loaded & operand),
            }
            place += holds if compared[operation] else fails


@pytest.mark.parametrize("options", [{}, {"own_user": False}, {"own_user": False, "signals_bounded": False}])
def test_every_call_has_the_verdict_of_its_table(machine, options):
    code, (architecture, _) = seccomp.program(**options), seccomp.ARCHITECTURES[MACHINES[machine]]
    tables = {0: seccomp.IDLE, errno.ENOSYS: seccomp.LACKING, errno.ENOTSUP: seccomp.UNSUPPORTED}
    denied = seccomp.DENIED | (seccomp.SIGNALS if len(options) == 2 else {})
    expected = {pair[machine]: error for error, table in tables.items() for pair in table.values()}
    expected |= {pair[machine]: REFUSED for pair in denied.values()}
    looked_into = {pair[machine] for pair in [*seccomp._looked_into(), seccomp.TGKILL]}
    for number in {*range(700)} - looked_into:
        assert verdict(code, number, (), architecture) == expected.get(number, ALLOWED), number
    assert looked_into & expected.keys() <= {seccomp.NONE}
    assert verdict(code, 1 | 0x40000000, (), architecture) == REFUSED
    assert verdict(code, 1, (), architecture ^ 1) == KILLED


def cases():
    """A call, its arguments, and what becomes of it."""
    file = (0, 0)  # what a descriptor or a path is nobody sees
    for flag in (os.O_SYNC, os.O_DSYNC, os.O_SYNC & ~os.O_DSYNC, os.O_DIRECT, 3, os.O_TRUNC):
        yield seccomp.OPENAT, (*file, flag), REFUSED
        yield seccomp.OPEN, (0, flag), REFUSED
    for flag in (os.O_RDONLY, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, os.O_RDWR | os.O_APPEND | os.O_CLOEXEC):
        yield seccomp.OPENAT, (*file, flag), ALLOWED
        yield seccomp.OPEN, (0, flag), ALLOWED
    yield seccomp.FCNTL, (0, seccomp.F_SETFL, os.O_NONBLOCK | os.O_APPEND), ALLOWED
    yield seccomp.FCNTL, (0, seccomp.F_SETFL, os.O_NONBLOCK | os.O_DIRECT), REFUSED
    yield seccomp.FCNTL, (0, 3, os.O_DIRECT), ALLOWED
    for command in (*range(20), *range(1024, 1040)):
        usual = command in (*seccomp.USUAL_FCNTLS, seccomp.F_SETFL)
        yield seccomp.FCNTL, (0, command), ALLOWED if usual else REFUSED
    for option in range(80):  # PR_SET_DUMPABLE and PR_SET_SECCOMP among them
        yield seccomp.PRCTL, (option, 1), ALLOWED if option in seccomp.USUAL_PRCTLS else REFUSED
    yield seccomp.IOCTL, (0, 0x5401), ALLOWED
    yield seccomp.IOCTL, (0, 0x40086602), REFUSED
    yield seccomp.MADVISE, (0, 0, 4), ALLOWED
    yield seccomp.MADVISE, (0, 0, 21), REFUSED
    yield seccomp.MMAP, (0, 0, 0, 0x22), ALLOWED
    yield seccomp.MMAP, (0, 0, 0, 0x21), REFUSED
    yield seccomp.CLONE, (0x003D0F00,), ALLOWED  # a thread
    yield seccomp.CLONE, (system.CLONE_NEWNS,), REFUSED
    yield seccomp.SOCKETPAIR, (1,), ALLOWED
    yield seccomp.SOCKETPAIR, (2,), REFUSED
    yield seccomp.PRLIMIT, (0,), ALLOWED
    yield seccomp.PRLIMIT, (1,), REFUSED
    yield seccomp.SENDTO, (0, 0, 0, 0, 0), ALLOWED
    yield seccomp.SENDTO, (0, 0, 0, 0, 1 << 32), REFUSED


def test_what_the_arguments_decide(machine):
    code, (architecture, _) = seccomp.program(), seccomp.ARCHITECTURES[MACHINES[machine]]
    for pair, arguments, expected in cases():
        if pair[machine] != seccomp.NONE:
            assert verdict(code, pair[machine], arguments, architecture) == expected, (pair, arguments)


def test_only_signals_to_itself_where_nothing_bounds_them(machine):
    code, (architecture, _) = (
        seccomp.program(own_user=False, signals_bounded=False),
        seccomp.ARCHITECTURES[MACHINES[machine]],
    )
    assert verdict(code, seccomp.TGKILL[machine], (os.getpid(), 1), architecture) == ALLOWED
    assert verdict(code, seccomp.TGKILL[machine], (os.getpid() + 1, 1), architecture) == REFUSED
