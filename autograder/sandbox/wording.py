"""How a call ended, in the student's terms."""

from __future__ import annotations

import signal

from autograder import assignment
from autograder.public import not_a_function_text, raised_text
from autograder.sandbox.outcomes import Died, NotAFunction, Outcome, OutOfMemory, Raised, TimedOut


def describe(outcome: Outcome, module: str, function: str = "") -> str:
    """What happened, in the student's terms."""
    if is_out_of_memory(outcome):
        return f"used more than {assignment.WORKER_MEMORY_BYTES // 1024**2} MB"
    if isinstance(outcome, Raised):
        return raised_text(outcome.kind, outcome.message, outcome.trace)
    if isinstance(outcome, NotAFunction):
        return not_a_function_text(module, function, defined=outcome.defined)
    if isinstance(outcome, TimedOut):
        return f"did not return within {outcome.seconds:.2g} s"
    assert isinstance(outcome, Died)
    if outcome.reason:
        return f"sent something other than an answer ({outcome.reason})"
    if outcome.signal is not None:
        return f"ended its process with signal {outcome.signal} ({signal_name(outcome.signal)})"
    code = "" if outcome.exit_code is None else f" with exit code {outcome.exit_code}"
    return f"ended its process{code}"


def is_out_of_memory(outcome: Outcome) -> bool:
    """Whether the call asked for more memory than there is, seen from outside or raised inside."""
    return isinstance(outcome, OutOfMemory) or (isinstance(outcome, Raised) and outcome.kind == "MemoryError")


def signal_name(number: int) -> str:
    """Such as SIGSEGV."""
    try:
        return signal.Signals(number).name
    except ValueError:
        return "no name"
