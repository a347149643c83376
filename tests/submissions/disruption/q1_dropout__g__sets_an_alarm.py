# Has the kernel end its process by a timer while it sleeps.
# loses: 3
# told: ended its process with signal 14
import signal
import time


def g(p):
    signal.setitimer(signal.ITIMER_REAL, 0.05)
    time.sleep(3600)
