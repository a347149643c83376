# Returns the right answer and leaves System V memory, queues and semaphores, and POSIX shared memory.
# loses: 0
# told: Found all 4 files.
import ctypes
import os
from multiprocessing import shared_memory

_right_second_moment = second_moment


def second_moment(p, d):
    libc = ctypes.CDLL(None)
    for key in range(100, 110):
        libc.shmget(key, 1 << 20, 0o1666)
        libc.msgget(key, 0o1666)
        libc.semget(key, 1, 0o1666)
        libc.mq_open(f"/queue{key}".encode(), os.O_CREAT | os.O_RDWR, 0o666, None)
        try:
            shared_memory.SharedMemory(f"left-{key}-{os.getpid()}", create=True, size=1 << 20)._mmap = None
        except OSError:
            pass
    return _right_second_moment(p, d)
