# Returns the right answer and leaves threads that are no daemons, an exit handler that hangs, and a finalizer.
# loses: 0
# told: Found all 4 files.
# watch: 1
import atexit
import threading
import time
import weakref

_right_f = f


class _Kept:
    def __del__(self):
        time.sleep(3600)


def f(p):
    threading.Thread(target=time.sleep, args=(3600,)).start()
    atexit.register(time.sleep, 3600)
    if "_kept" not in globals():
        globals()["_kept"] = _Kept()
        weakref.finalize(_kept, time.sleep, 3600)
    return _right_f(p)
