"""A system call filter in classic BPF: its steps, and a short way through many of them.

Source of the format: Documentation/userspace-api/seccomp_filter.rst. A step is an operation, how many steps to pass
over where a comparison holds and where it does not, and an operand.
"""

from __future__ import annotations

import errno
import struct

LOAD, AND, JUMP_EQUAL, JUMP_AT_LEAST, JUMP_ANY_BIT, RETURN = 0x20, 0x54, 0x15, 0x35, 0x45, 0x06
ALLOW, KILL_PROCESS, FAIL = 0x7FFF0000, 0x80000000, 0x00050000
NUMBER_AT, ARCHITECTURE_AT = 0, 4
X32_CALLS = 0x40000000  # x86-64's second table of the same calls
MOST_IN_A_ROW = 16  # calls that are compared one after another

Step = tuple[int, int, int, int]
Steps = list[Step]
ALLOWED: Step = (RETURN, 0, 0, ALLOW)


def fail(error: int) -> Step:
    """The call is not made and fails with `error`; 0: it succeeds."""
    return (RETURN, 0, 0, FAIL | error)


REFUSE: Steps = [fail(errno.EPERM)]
REFUSE_UNLESS = [*REFUSE, ALLOWED]  # jumped into at its first step or its second


def program_of(architecture: int, cases: dict[int, Steps]) -> bytes:
    """The filter: for each call's number in `cases` the steps to a verdict; others are allowed."""
    steps: Steps = [
        (LOAD, 0, 0, ARCHITECTURE_AT),
        (JUMP_EQUAL, 1, 0, architecture),
        (RETURN, 0, 0, KILL_PROCESS),
        (LOAD, 0, 0, NUMBER_AT),
        (JUMP_AT_LEAST, 0, 1, X32_CALLS),
        *REFUSE,
        *_search(sorted(cases.items())),
    ]
    return b"".join(struct.pack("=HBBI", *step) for step in steps)


def load(index: int) -> Step:
    """Take the lower half of an argument."""
    return (LOAD, 0, 0, argument(index))


def argument(index: int) -> int:
    """Where the lower half of an argument lies in struct seccomp_data; both machines are little-endian."""
    return 16 + 8 * index


def one_of(values: tuple[int, ...]) -> Steps:
    """Go on with the step after the next where what is loaded is one of `values`, else with the next."""
    return [(JUMP_EQUAL, len(values) - place, 0, value) for place, value in enumerate(values)]


def _search(cases: list[tuple[int, Steps]]) -> Steps:
    """The verdict for the number that is loaded, among sorted `cases`.

    They are halved until few are left: where a filter is installed, the kernel follows it once for every call it has.
    """
    if len(cases) <= MOST_IN_A_ROW:
        return _compare(cases)
    middle = len(cases) // 2
    lower, upper = _search(cases[:middle]), _search(cases[middle:])
    return [(JUMP_AT_LEAST, len(lower), 0, cases[middle][0]), *lower, *upper]


def _compare(cases: list[tuple[int, Steps]]) -> Steps:
    """The same for few, one after another; equal verdicts stand once."""
    verdicts: Steps = [ALLOWED]
    jumps: Steps = []
    places: dict[tuple[Step, ...], int] = {}
    for left, (number, steps) in zip(range(len(cases) - 1, -1, -1), cases):
        if tuple(steps) not in places:
            places[tuple(steps)] = len(verdicts)
            verdicts += steps
        jumps.append((JUMP_EQUAL, left + places[tuple(steps)], 0, number))
    return [*jumps, *verdicts]
