# Tries each call that changes others of its user, or files unopened, or has a write wait; answers if none does.
# needs: filter
# loses: 0
# told: Found all 4 files.
import ctypes
import os
import resource
import socket

_right_g = g


def _reached():
    libc = ctypes.CDLL(None, use_errno=True)
    buffer = ctypes.create_string_buffer(64)
    path = os.path.abspath("mine")
    with open(path, "w") as file:
        file.write("mine")
    before = os.stat(path)
    one, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    tries = {
        "prlimit": lambda: resource.prlimit(os.getppid(), resource.RLIMIT_NOFILE, (8, 8)),
        "setpriority": lambda: os.setpriority(os.PRIO_PROCESS, os.getppid(), 19),
        "affinity": lambda: os.sched_setaffinity(os.getppid(), {0}),
        "scheduler": lambda: os.sched_setscheduler(os.getppid(), os.SCHED_IDLE, os.sched_param(0)),
        "owner": lambda: os.chown(path, os.getuid(), os.getgid()),
        "attribute": lambda: os.setxattr(path, "user.a", b"1"),
        "truncate": lambda: os.truncate("/proc/self/../../etc/hostname", 0) or os.truncate(path, 1),
        "sendto a path": lambda: one.sendto(b"1", "/run/socket"),
        "sendto an abstract one": lambda: one.sendto(b"1", "\0socket"),
        "sendmsg": lambda: one.sendmsg([b"1"]),
        "connect": lambda: one.connect("/run/socket"),
        "writes that wait": lambda: os.open(path, os.O_WRONLY | os.O_SYNC),
        "their data alone": lambda: os.open(path, os.O_WRONLY | os.O_DSYNC),
        "past the memory": lambda: os.open(path, os.O_WRONLY | os.O_DIRECT),
        "bind": lambda: socket.socketpair()[0].bind("\0mine"),
    }
    done = []
    for name, attempt in tries.items():
        try:
            attempt()
        except PermissionError:
            continue
        except OSError as error:
            name += f": {error}"
        done.append(name)
    calls = {  # each of them returns -1 where it is refused
        "shmget": (148, 4096, 0o1666), "semget": (148, 1, 0o1666), "msgget": (148, 0o1666), "inotify_init1": (0,),
        "msgsnd": (0, buffer, 8, 0o4000), "msgrcv": (0, buffer, 8, 0, 0o4000), "msgctl": (0, 0, None),
        "shmctl": (0, 0, None), "semctl": (0, 0, 0), "mq_unlink": (b"/mine",), "fanotify_init": (0, 0),
    }
    for name, arguments in calls.items():
        if getattr(libc, name)(*arguments) != -1 or ctypes.get_errno() not in (1, 13):
            done.append(name)
    os.chmod(path, 0o777)
    os.utime(path, (1, 1))
    after = os.stat(path)
    done += ["mode"] * (after.st_mode != before.st_mode) + ["times"] * (after.st_mtime_ns != before.st_mtime_ns)
    os.unlink(path)
    one.send(b"1")  # to the other end, as asyncio does
    return done if other.recv(1) else ["nothing came"]


def g(p):
    if done := _reached():
        raise ValueError(f"reached: {done}")
    return _right_g(p)
