"""How a call ended, in the student's terms."""

from __future__ import annotations

import signal

from autograder import assignment
from autograder.public import ErrorFacts, not_a_function_text, raised_text, told
from autograder.sandbox.outcomes import Died, NotAFunction, Outcome, OutOfMemory, OutOfRoom, Raised, TimedOut
from autograder.worker import wire


def describe(outcome: Outcome, module: str, function: str = "") -> str:
    """What happened, in the student's terms."""
    if isinstance(outcome, OutOfMemory):
        return f"used more than {assignment.WORKER_MEMORY_BYTES // 1024**2} MB"
    if isinstance(outcome, OutOfRoom):
        if outcome.by_bytes:
            return f"wrote more than {assignment.WORKER_DISK_BYTES >> 20} MB into files"
        return f"made more than {assignment.WORKER_NAMES} files and folders"
    if isinstance(outcome, Raised) and outcome.at_limit:
        message = f"used more than {assignment.WORKER_MEMORY_BYTES // 1024**2} MB, or asked for more"
        return told(f"{message}: {outcome.message}" if outcome.message else message, outcome.trace)
    if isinstance(outcome, Raised):
        return raised_text(outcome.kind, outcome.message, outcome.trace)
    if isinstance(outcome, NotAFunction):
        asked = assignment.FUNCTIONS[module]
        return not_a_function_text(module, function, defined=outcome.defined, names=outcome.names, asked=asked)
    if isinstance(outcome, TimedOut):
        return f"did not return within {outcome.seconds:.2g} s"
    assert isinstance(outcome, Died)
    if outcome.reason:
        return f"sent something other than an answer ({outcome.reason})"
    if outcome.signal is not None:
        return f"ended its process with signal {outcome.signal} ({signal_name(outcome.signal)})"
    if outcome.exit_code == wire.BROKEN:
        return f"ended its process with exit code {wire.BROKEN}, as where a builtin such as len has been replaced"
    code = "" if outcome.exit_code is None else f" with exit code {outcome.exit_code}"
    return f"ended its process{code}"


def facts_of(outcome: Outcome, *, importing: bool) -> ErrorFacts | None:
    """What advice is given on, where an exception ended the call."""
    return ErrorFacts(outcome.kind, outcome.message, importing) if isinstance(outcome, Raised) else None


def is_out_of_memory(outcome: Outcome) -> bool:
    """Whether the call asked for more memory than there is, seen from outside or raised inside."""
    return isinstance(outcome, OutOfMemory) or (isinstance(outcome, Raised) and outcome.at_limit)


def signal_name(number: int) -> str:
    """Such as SIGSEGV."""
    try:
        return signal.Signals(number).name
    except ValueError:
        return "no name"
