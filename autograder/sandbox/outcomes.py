"""How a call into the worker can end. The first four are reported by it, the others seen from outside."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Returned:
    """The function returned: plain arrays, or `Unreadable` where it gave something else."""

    value: Any
    changed_arguments: tuple[int, ...]


@dataclass(frozen=True)
class Raised:
    """The function raised; `trace` has the student's own frames alone."""

    kind: str
    message: str
    trace: tuple[str, ...]
    at_limit: bool = False  # a MemoryError of an allocation that was refused


@dataclass(frozen=True)
class NotAFunction:
    """The student's file has no such function: it defines nothing of that name, or something else."""

    defined: bool
    names: tuple[str, ...] = ()  # of the functions that it does define


@dataclass(frozen=True)
class Compiled:
    """The bytecode of a file, from a worker and so for workers' eyes alone."""

    bytecode: bytes


@dataclass(frozen=True)
class TimedOut:
    """No answer came within the time allowed."""

    seconds: float


@dataclass(frozen=True)
class Died:
    """The process ended, or wrote something that is not an answer (`reason`)."""

    exit_code: int | None = None
    signal: int | None = None
    reason: str = ""


@dataclass(frozen=True)
class OutOfMemory:
    """All processes of the worker together took more than `WORKER_MEMORY_BYTES`."""


@dataclass(frozen=True)
class OutOfRoom:
    """The worker made more than `WORKER_NAMES` files and folders, or they took more than `WORKER_DISK_BYTES`."""

    by_bytes: bool


@dataclass(frozen=True)
class Unreadable:
    """Stands in the grader for an answer that is not numbers: what it was, in words."""

    description: str


Outcome = Returned | Raised | Compiled | NotAFunction | TimedOut | Died | OutOfMemory | OutOfRoom


@dataclass
class Output:
    """What student code printed: the beginning and the end, bounded, however much it was."""

    kept_bytes: int
    head: bytes = b""
    tail: bytes = b""
    total_bytes: int = field(default=0)

    def add(self, chunk: bytes) -> None:
        """Take in the next bytes."""
        self.total_bytes += len(chunk)
        room = self.kept_bytes - len(self.head)
        self.head += chunk[:room]
        self.tail = (self.tail + chunk[room:])[-self.kept_bytes :] if len(chunk) > room else self.tail

    def text(self) -> str:
        """The kept text, control characters made harmless, with a line for what was left out."""
        left_out = self.total_bytes - len(self.head) - len(self.tail)
        middle = f"\n… {left_out} bytes left out …\n" if left_out > 0 else ""
        joined = self.head.decode("utf-8", "replace") + middle + self.tail.decode("utf-8", "replace")
        return "".join(c if c.isprintable() or c in "\n\t" else "�" for c in joined)
