"""A filter on system calls: nothing that reaches others, no tracing, no new namespaces, no memory that no limit counts.

A denied call fails with EPERM, as it would for lack of a right, unless it is said otherwise; what a student's code
makes of that is its own.
Source of the numbers: the kernel's syscall tables. The steps of a filter are in `steps.py`.
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct
from typing import Any

from . import system
from .bpf import (
    ALLOWED,
    AND,
    JUMP_ANY_BIT,
    JUMP_EQUAL,
    LOAD,
    REFUSE,
    REFUSE_UNLESS,
    Steps,
    argument,
    fail,
    load,
    one_of,
    program_of,
)

FILTER_MODE = 2
NEW_NAMESPACES = 0x7E020080  # every CLONE_NEW* flag
SHARED_ANONYMOUS = 0x21  # of mmap's flags: such memory stays while one page of it is mapped, and counts as that page

NONE = -1  # AArch64 has only the newer one of two such calls
# name: (x86-64, AArch64)
DENIED = {
    # A pair of AF_UNIX sockets stays, which asyncio and multiprocessing need: nothing names another with it.
    "socket": (41, 198), "connect": (42, 203), "bind": (49, 200), "listen": (50, 201), "accept": (43, 202),
    "accept4": (288, 242), "sendmsg": (46, 211), "sendmmsg": (307, 269),
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271),
    "pidfd_getfd": (438, 438), "kcmp": (312, 272), "process_madvise": (440, 440),
    "perf_event_open": (298, 241), "bpf": (321, 280), "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425), "io_uring_enter": (426, 426), "io_uring_register": (427, 427),
    "unshare": (272, 97), "setns": (308, 268), "chroot": (161, 51), "pivot_root": (155, 41),
    "mount": (165, 40), "umount2": (166, 39), "open_tree": (428, 428), "move_mount": (429, 429),
    "statmount": (457, 457), "listmount": (458, 458),
    "fsopen": (430, 430), "fsconfig": (431, 431), "fsmount": (432, 432), "mount_setattr": (442, 442),
    "name_to_handle_at": (303, 264), "open_by_handle_at": (304, 265),
    # Watching what others do with files.
    "inotify_init": (253, NONE), "inotify_init1": (294, 26), "inotify_add_watch": (254, 27),
    "fanotify_init": (300, 262), "fanotify_mark": (301, 263),
    # What the machine has read from the disk lately, which outlives a worker: see also `madvise` below.
    "mincore": (27, 232), "cachestat": (451, 451), "io_setup": (206, 0), "io_submit": (209, 2),
    "syslog": (103, 116),
    "add_key": (248, 217), "request_key": (249, 218), "keyctl": (250, 219),
    "memfd_create": (319, 279), "memfd_secret": (447, 447),
    # A page in a pipe is no process's: one byte keeps 2 MB of a mapping or a file that is gone from every count.
    "vmsplice": (278, 75), "splice": (275, 76), "tee": (276, 77), "sendfile": (40, 71),
    # It makes a socket's buffer larger, which is no process's either.
    "setsockopt": (54, 208),
    # Its own rules stand by now; more of them are memory that no count finds.
    "landlock_create_ruleset": (444, 444), "landlock_add_rule": (445, 445), "landlock_restrict_self": (446, 446),
    # A filter of its own is memory of the machine's that one limit bounds for all; many of them, freed at once, lock up
    # Linux 6.18 for good (see USUAL_PRCTLS for the other way to it).
    "seccomp": (317, 277),
    # Another program begins dumpable: its oom_score_adj is its own again, and with it who dies for lack of memory.
    "execve": (59, 221), "execveat": (322, 281),
    # System V's and POSIX' memory, semaphores and queues: whoever guesses a number reaches those of others.
    "shmget": (29, 194), "shmat": (30, 196), "shmctl": (31, 195), "semget": (64, 190), "semctl": (66, 191),
    "semop": (65, 193), "semtimedop": (220, 192), "msgget": (68, 186), "msgctl": (71, 187), "msgsnd": (69, 189),
    "msgrcv": (70, 188), "mq_open": (240, 180), "mq_unlink": (241, 181),
    # Who owns a file and what is noted on it; Landlock knows nothing of these, nor of `truncate` before Linux 6.2.
    "chown": (92, NONE), "lchown": (94, NONE), "fchown": (93, 55), "fchownat": (260, 54), "truncate": (76, 45),
    "setxattr": (188, 5), "lsetxattr": (189, 6), "fsetxattr": (190, 7), "setxattrat": (463, 463),
    "removexattr": (197, 14), "lremovexattr": (198, 15), "fremovexattr": (199, 16), "removexattrat": (466, 466),
    "file_getattr": (468, 468), "file_setattr": (469, 469),
    # How other processes of the same user run.
    "setpriority": (141, 140), "ioprio_set": (251, 30), "sched_setparam": (142, 118), "sched_setscheduler": (144, 119),
    "sched_setaffinity": (203, 122), "sched_setattr": (314, 274), "migrate_pages": (256, 238), "move_pages": (279, 239),
    # A session is killed whole, and many a kernel gives each of them a share of the processors of its own.
    "setsid": (112, 157), "setpgid": (109, 154),
    "init_module": (175, 105), "finit_module": (313, 273), "kexec_load": (246, 104),
    "swapon": (167, 224), "reboot": (169, 142), "acct": (163, 89), "personality": (135, 92),
}  # fmt: skip
# These do nothing and succeed, since the standard library calls them on the way (shutil.copy, dbm): a file keeps its
# mode and its times, whosever it is.
IDLE = {
    "chmod": (90, NONE), "fchmod": (91, 52), "fchmodat": (268, 53), "fchmodat2": (452, 452),
    "utime": (132, NONE), "utimes": (235, NONE), "futimesat": (261, NONE), "utimensat": (280, 88),
    "fadvise64": (221, 223), "readahead": (187, 213),  # only ever advice
    # Nothing that it writes need outlive the machine; the disk is everybody's.
    "sync": (162, 81), "syncfs": (306, 267), "fsync": (74, 82), "fdatasync": (75, 83), "msync": (26, 227),
    "sync_file_range": (277, 84), "quotactl": (179, 60), "quotactl_fd": (443, 443),
}  # fmt: skip
# What is noted on a file, of which Landlock knows nothing: as on a file system that has none, which shutil.copy2 and
# copytree pass over, and no other refusal.
UNSUPPORTED = {
    "getxattr": (191, 8), "lgetxattr": (192, 9), "fgetxattr": (193, 10), "getxattrat": (464, 464),
    "listxattr": (194, 11), "llistxattr": (195, 12), "flistxattr": (196, 13), "listxattrat": (465, 465),
}  # fmt: skip
# As on a kernel that has none: glibc then takes older ones. Flags in memory are out of a filter's sight; the last two
# can read what is in memory already, and nothing else.
LACKING = {"clone3": (435, 435), "openat2": (437, 437), "preadv2": (327, 286), "pwritev2": (328, 287)}
# What reaches the user's other processes where the worker has no user of its own and no Landlock that bounds signals.
SIGNALS = {
    "kill": (62, 129), "tkill": (200, 130), "rt_sigqueueinfo": (129, 138), "rt_tgsigqueueinfo": (297, 240),
    "pidfd_send_signal": (424, 424),
}  # fmt: skip
TGKILL = (234, 131)  # abort() and raise() use it for the process itself
MMAP, PRCTL, PRLIMIT, SENDTO = (9, 222), (157, 167), (302, 261), (44, 206)
CLONE, SOCKETPAIR, AF_UNIX = (56, 220), (53, 199), 1  # asked for another family, the kernel loads modules
OPEN, OPENAT = (2, NONE), (257, 56)
FCNTL, IOCTL, MADVISE = (72, 25), (16, 29), (28, 233)
OUT_OF_MEMORY = (20, 21)  # MADV_COLD, MADV_PAGEOUT: also of a file that others read
# Open for neither reading nor writing, but for ioctl, or empty a file and read it: Landlock asks no right for the one,
# and before Linux 6.2 only that of reading for the other.
ACCESS_AND_TRUNCATE = 0x203
ODD_WAYS_TO_OPEN = (0x003, 0x203, 0x200)
# Each write waits for the disk; of these `fcntl` sets the last alone.
WAITING = os.O_SYNC | os.O_DSYNC | getattr(os, "O_DIRECT", 0)
F_SETFL = 4
# What Python asks of a descriptor: another number for it, its flags, whether it stays in a new program. The others set
# whom it signals, tell of who opens a file, leave a note on it, or make records that no limit counts.
USUAL_FCNTLS = (0, 1, 2, 3, 1030)  # F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_DUPFD_CLOEXEC
# Is it a terminal and how wide, what is there to read, do not block, close or keep it in a new program: what Python
# asks. File systems have dozens more, some of which change a file that is open for reading alone.
USUAL_IOCTLS = (0x5401, 0x802C542A, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)
# Its name, and what it has; the others set what a confined process has no use for, PR_SET_SECCOMP above all.
USUAL_PRCTLS = (2, 3, 15, 16, 21, 23, 30, 39)
ARCHITECTURES = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1)}


def program(*, own_user: bool = True, signals_bounded: bool = True) -> bytes | None:
    """The filter for a worker of this process, or None for an architecture without a table above.

    Without its `own_user`, unless its `signals_bounded` by Landlock, a worker signals none but itself.
    """
    machine = os.uname().machine
    if machine not in ARCHITECTURES:
        return None
    architecture, column = ARCHITECTURES[machine]
    denied = DENIED | (SIGNALS if not (own_user or signals_bounded) else {})
    cases = _looked_into()
    for calls, error in ((LACKING, errno.ENOSYS), (denied, errno.EPERM), (IDLE, 0), (UNSUPPORTED, errno.ENOTSUP)):
        cases |= {numbers: [fail(error)] for numbers in calls.values()}
    if "kill" in denied:
        cases[TGKILL] = [load(0), (JUMP_EQUAL, 1, 0, os.getpid()), *REFUSE_UNLESS]
    return program_of(architecture, {pair[column]: steps for pair, steps in cases.items() if pair[column] != NONE})


def _looked_into() -> dict[tuple[int, int], Steps]:
    """The calls whose arguments decide, and the steps to a verdict."""
    oddly = [(AND, 0, 0, ACCESS_AND_TRUNCATE), *one_of(ODD_WAYS_TO_OPEN), ALLOWED, *REFUSE]
    oddly = [(JUMP_ANY_BIT, len(oddly) - 1, 0, WAITING), *oddly]
    usual = [*one_of(USUAL_FCNTLS), *REFUSE_UNLESS]
    flags = [load(2), (JUMP_ANY_BIT, len(usual) - 2, len(usual) - 1, WAITING)]
    shared = [load(3), (AND, 0, 0, SHARED_ANONYMOUS), (JUMP_EQUAL, 0, 1, SHARED_ANONYMOUS)]
    address = [load(4), (JUMP_EQUAL, 0, 2, 0), (LOAD, 0, 0, argument(4) + 4), (JUMP_EQUAL, 1, 0, 0)]
    return {
        PRCTL: [load(0), *one_of(USUAL_PRCTLS), *REFUSE_UNLESS],
        OPEN: [load(1), *oddly],
        OPENAT: [load(2), *oddly],
        FCNTL: [load(1), (JUMP_EQUAL, 0, len(flags), F_SETFL), *flags, *usual],
        IOCTL: [load(1), *one_of(USUAL_IOCTLS), *REFUSE_UNLESS],
        MADVISE: [load(2), *one_of(OUT_OF_MEMORY), ALLOWED, *REFUSE],
        MMAP: [*shared, *REFUSE_UNLESS],
        CLONE: [load(0), (JUMP_ANY_BIT, 0, 1, NEW_NAMESPACES), *REFUSE_UNLESS],
        SOCKETPAIR: [load(0), (JUMP_EQUAL, 1, 0, AF_UNIX), *REFUSE_UNLESS],
        PRLIMIT: [load(0), (JUMP_EQUAL, 1, 0, 0), *REFUSE_UNLESS],
        SENDTO: [*address, *REFUSE_UNLESS],  # none: to the other end of a pair
    }


def ready(code: bytes) -> Any:
    """`code` as the kernel takes it; made before the fork, since each page that a fork touches is copied for it."""
    buffer = ctypes.create_string_buffer(code, len(code))
    filter_program = ctypes.create_string_buffer(struct.pack("@HP", len(code) // 8, ctypes.addressof(buffer)))
    filter_program.code = buffer  # type: ignore[attr-defined]  # lives as long
    return filter_program


def install(filter_program: Any) -> None:
    """Filter this process and its children for good by what `ready` gave; they must have no_new_privs already."""
    system.prctl(system.PR_SET_SECCOMP, FILTER_MODE, ctypes.byref(filter_program))
