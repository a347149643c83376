"""Landlock: the files, connections and signals that this process and its children may still reach.

Works without privileges, from Linux 5.13 on; source: Documentation/userspace-api/landlock.rst.
"""

from __future__ import annotations

import os
import struct
import sys

from . import system

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446  # the same on every architecture
ASK_VERSION = 1
PATH_BENEATH = 1

EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
READ = READ_FILE | READ_DIR
ALL_BY_VERSION = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 4: (1 << 15) - 1, 5: (1 << 16) - 1}
REFER = 1 << 13  # renaming across folders: denied everywhere where it is known
NETWORK = 0b11  # TCP bind and connect
SCOPES = 0b11  # abstract Unix sockets, signals to processes outside


def version() -> int:
    """The kernel's Landlock version; 0 where there is none."""
    if sys.platform != "linux":
        return 0
    try:
        return system.syscall(CREATE_RULESET, None, 0, ASK_VERSION)
    except OSError:
        return 0


def ruleset(readable: list[str], writable: list[str], abi: int) -> int:
    """A descriptor of the rules: `readable` for reading, `writable` for everything."""
    everything = ALL_BY_VERSION[min(abi, max(ALL_BY_VERSION))]
    fields = [everything, NETWORK if abi >= 4 else 0, SCOPES if abi >= 6 else 0]
    used = 3 if abi >= 6 else 2 if abi >= 4 else 1
    attributes = struct.pack(f"={used}Q", *fields[:used])
    rules = system.syscall(CREATE_RULESET, attributes, len(attributes), 0)
    for path in readable:
        _allow(rules, path, READ)
    _allow(rules, os.devnull, READ_FILE | WRITE_FILE)
    for path in writable:
        _allow(rules, path, everything)
    return rules


def restrict(rules: int) -> None:
    """Deny this process and its children for good whatever the ruleset `rules` does not allow."""
    system.syscall(RESTRICT_SELF, rules, 0)


def _allow(rules: int, path: str, access: int) -> None:
    try:
        handle = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    if not os.path.isdir(path):
        access &= EXECUTE | READ_FILE | WRITE_FILE
    try:
        system.syscall(ADD_RULE, rules, PATH_BENEATH, struct.pack("=Qi", access, handle), 0)
    finally:
        os.close(handle)
