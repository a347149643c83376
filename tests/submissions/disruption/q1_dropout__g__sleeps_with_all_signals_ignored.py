# Sleeps for an hour with every signal ignored or blocked that can be.
# loses: 3
# told: did not return within {CALL_TIMEOUT_SECONDS:g} s
import signal
import time


def g(p):
    for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
        try:
            signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError):
            pass
    signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    while True:
        time.sleep(3600)
