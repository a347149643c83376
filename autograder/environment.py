"""What a process has from its start, made usable: streams, signals, limits, the time limit, the collector.

What cannot be used is replaced by the default, and a sentence tells the staff.
"""

from __future__ import annotations

import contextlib
import gc
import math
import os
import resource
import signal
import sys
from collections.abc import Iterator

from autograder import assignment

STREAMS = ("standard input", "standard output", "standard error")
OPEN_FILES = 1024  # the usual limit; some shells and service managers give far less of it than they may


def make_usable() -> list[str]:
    """Put this process into a known state; what had to be replaced, a sentence each."""
    notes = [f"{name} was closed: /dev/null stands in for it" for name in _closed_streams()]
    os.umask(0o022)
    signal.pthread_sigmask(signal.SIG_SETMASK, [])  # a blocked alarm would be no deadline
    if signal.getsignal(signal.SIGCHLD) == signal.SIG_IGN:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        notes.append("SIGCHLD was ignored, which hides how a process ended: it no longer is")
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if most == resource.RLIM_INFINITY else min(OPEN_FILES, most)
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))
    return notes


def _closed_streams() -> list[str]:
    """Open /dev/null in place of each closed one of descriptors 0 to 2, before a file or a socket gets its number."""
    closed = []
    for descriptor, name in enumerate(STREAMS):
        try:
            os.fstat(descriptor)
        except OSError:
            nothing = os.open(os.devnull, os.O_RDWR)  # the lowest free number, which is this one
            os.set_inheritable(nothing, True)
            closed.append(name)
    for stream in ("stdin", "stdout", "stderr"):
        if getattr(sys, stream) is None:  # open as long as the process, as the stream it stands for
            setattr(sys, stream, open(os.devnull, "r" if stream == "stdin" else "w", encoding="utf-8"))  # noqa: SIM115
    return closed


def seconds_allowed() -> tuple[float, str]:
    """The platform's time limit from TIMEOUT_SECONDS, and a sentence where that is no number of seconds."""
    text = os.environ.get("TIMEOUT_SECONDS")
    default = assignment.PLATFORM_TIMEOUT_SECONDS
    if text is None:
        return default, ""
    with contextlib.suppress(ValueError):
        seconds = float(text)
        if math.isfinite(seconds) and seconds > 0:
            return seconds, ""
    return default, f"TIMEOUT_SECONDS is {text[:40]!r}, not a number of seconds above 0: {default:g} is taken"


@contextlib.contextmanager
def loading() -> Iterator[None]:
    """While it lasts no garbage is collected, and what it has loaded is never looked at: it stays to the end."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def say(text: str) -> None:
    """A line on standard error, where somebody reads it."""
    with contextlib.suppress(OSError, ValueError):
        print(f"autograder: {text}", file=sys.stderr, flush=True)


def let_go_of_output() -> None:
    """Flush both streams; what cannot be written is dropped, so that the interpreter does not fail on it at exit."""
    for stream, name in ((sys.stdout, "standard output"), (sys.stderr, "standard error")):
        try:
            stream.flush()
        except (OSError, ValueError) as error:
            with contextlib.suppress(OSError, ValueError):
                nothing = os.open(os.devnull, os.O_WRONLY)
                os.dup2(nothing, stream.fileno())
                os.close(nothing)
            say(f"{name} could not be written ({error}); results.json is not touched by that")
