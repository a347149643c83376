"""A filter on system calls: no sockets, no tracing, no new namespaces, no memory that no limit counts.

A denied call fails with EPERM, as it would for lack of a right; what a student's code makes of that is its own.
Source of the numbers: the kernel's syscall tables; of the format: Documentation/userspace-api/seccomp_filter.rst.
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct

from . import system

LOAD, AND, JUMP_EQUAL, JUMP_AT_LEAST, JUMP_ANY_BIT, RETURN = 0x20, 0x54, 0x15, 0x35, 0x45, 0x06
ALLOW, KILL_PROCESS, FAIL = 0x7FFF0000, 0x80000000, 0x00050000
NUMBER_AT, ARCHITECTURE_AT, FIRST_ARGUMENT_AT, FOURTH_ARGUMENT_AT = 0, 4, 16, 40
FILTER_MODE = 2
X32_CALLS = 0x40000000  # x86-64's second table of the same calls
NEW_NAMESPACES = 0x7E020080  # every CLONE_NEW* flag
SHARED_ANONYMOUS = 0x21  # of mmap's flags: such memory stays while one page of it is mapped, and counts as that page

# name: (x86-64, AArch64)
DENIED = {
    "socket": (41, 198),
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271),
    "pidfd_getfd": (438, 438), "kcmp": (312, 272), "process_madvise": (440, 440),
    "perf_event_open": (298, 241), "bpf": (321, 280), "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425), "io_uring_enter": (426, 426), "io_uring_register": (427, 427),
    "unshare": (272, 97), "setns": (308, 268), "chroot": (161, 51), "pivot_root": (155, 41),
    "mount": (165, 40), "umount2": (166, 39), "open_tree": (428, 428), "move_mount": (429, 429),
    "fsopen": (430, 430), "fsconfig": (431, 431), "fsmount": (432, 432), "mount_setattr": (442, 442),
    "name_to_handle_at": (303, 264), "open_by_handle_at": (304, 265), "fanotify_init": (300, 262),
    "add_key": (248, 217), "request_key": (249, 218), "keyctl": (250, 219),
    "memfd_create": (319, 279), "memfd_secret": (447, 447), "shmget": (29, 194), "shmat": (30, 196),
    # A page in a pipe is no process's: one byte keeps 2 MB of a mapping or a file that is gone from every count.
    "vmsplice": (278, 75), "splice": (275, 76), "tee": (276, 77), "sendfile": (40, 71),
    # Another program begins dumpable: its oom_score_adj is its own again, and with it who dies for lack of memory.
    "execve": (59, 221), "execveat": (322, 281),
    "semget": (64, 190), "msgget": (68, 186), "mq_open": (240, 180),
    "init_module": (175, 105), "finit_module": (313, 273), "kexec_load": (246, 104),
    "swapon": (167, 224), "reboot": (169, 142), "acct": (163, 89), "personality": (135, 92),
}  # fmt: skip
MMAP = (9, 222)
PRCTL = (157, 167)
CLONE, CLONE3 = (56, 220), (435, 435)
ARCHITECTURES = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1)}


def program() -> bytes | None:
    """The filter for this machine, or None for an architecture without a table above."""
    machine = os.uname().machine
    if machine not in ARCHITECTURES:
        return None
    architecture, column = ARCHITECTURES[machine]
    steps = [
        (LOAD, 0, 0, ARCHITECTURE_AT),
        (JUMP_EQUAL, 1, 0, architecture),
        (RETURN, 0, 0, KILL_PROCESS),
        (LOAD, 0, 0, NUMBER_AT),
        (JUMP_AT_LEAST, 0, 1, X32_CALLS),
        (RETURN, 0, 0, FAIL | errno.EPERM),
        (JUMP_EQUAL, 0, 1, CLONE3[column]),  # its flags lie in memory, out of a filter's sight: glibc then
        (RETURN, 0, 0, FAIL | errno.ENOSYS),  # takes clone
    ]
    for numbers in DENIED.values():
        steps += [(JUMP_EQUAL, 0, 1, numbers[column]), (RETURN, 0, 0, FAIL | errno.EPERM)]
    steps += [
        (JUMP_EQUAL, 0, 4, PRCTL[column]),
        (LOAD, 0, 0, FIRST_ARGUMENT_AT),
        (JUMP_EQUAL, 0, 1, system.PR_SET_DUMPABLE),
        (RETURN, 0, 0, FAIL | errno.EPERM),
        (RETURN, 0, 0, ALLOW),
        (JUMP_EQUAL, 0, 5, MMAP[column]),
        (LOAD, 0, 0, FOURTH_ARGUMENT_AT),
        (AND, 0, 0, SHARED_ANONYMOUS),
        (JUMP_EQUAL, 0, 1, SHARED_ANONYMOUS),
        (RETURN, 0, 0, FAIL | errno.EPERM),
        (RETURN, 0, 0, ALLOW),
        (JUMP_EQUAL, 0, 3, CLONE[column]),
        (LOAD, 0, 0, FIRST_ARGUMENT_AT),
        (JUMP_ANY_BIT, 0, 1, NEW_NAMESPACES),
        (RETURN, 0, 0, FAIL | errno.EPERM),
        (RETURN, 0, 0, ALLOW),
    ]
    return b"".join(struct.pack("=HBBI", *step) for step in steps)


def install(code: bytes) -> None:
    """Filter this process and its children for good; they must have no_new_privs already."""
    buffer = ctypes.create_string_buffer(code, len(code))
    count_and_address = ctypes.create_string_buffer(struct.pack("@HP", len(code) // 8, ctypes.addressof(buffer)))
    system.prctl(system.PR_SET_SECCOMP, FILTER_MODE, ctypes.byref(count_and_address))
