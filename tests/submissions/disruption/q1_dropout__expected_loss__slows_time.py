# Makes the clock of its process say that no time has passed, and loops.
# loses: 4
# told: did not return within {CALL_TIMEOUT_SECONDS:g} s
import time


def expected_loss(X, y, w, p):
    time.monotonic = time.time = time.perf_counter = lambda: 0.0
    while time.monotonic() < 3600:
        pass
