"""Which inputs a submission meets: of `SETS` sets one for its public tests and another for its hidden ones.

All comes from `SEED` by a keyed hash, HMAC-SHA256: the inputs of a set, even its key, tell nothing about `SEED`, about
another set, or about which files lead where. The two sets are chosen apart, so that what public rows show of theirs
tells nothing about the hidden one.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass

from autograder import assignment


@dataclass(frozen=True)
class InputSet:
    """One set of inputs: `name` is what staff read and tells nothing; `key` takes the place of `inputs.SEED`."""

    name: str
    key: str


def _keyed_hash(message: bytes) -> bytes:
    return hmac.digest(bytes.fromhex(assignment.SEED), message, "sha256")


ALL_SETS = tuple(
    InputSet(name=_keyed_hash(f"name {number}".encode())[:6].hex(), key=_keyed_hash(f"inputs {number}".encode()).hex())
    for number in range(assignment.SETS)
)


@dataclass(frozen=True)
class Sets:
    """The two sets that one submission meets."""

    public: InputSet
    hidden: InputSet

    def names(self) -> dict[str, str]:
        """What staff are told of them."""
        return {"public": self.public.name, "hidden": self.hidden.name}


def sets_for(files: Mapping[str, bytes]) -> Sets:
    """The same for the same files by their paths, mostly others once a letter changes."""
    parts = [
        f"|{name}|{len(content)}|".encode(errors="surrogateescape") + content for name, content in sorted(files.items())
    ]
    digest = _keyed_hash(b"files" + b"".join(parts))
    public, hidden = (int.from_bytes(half, "big") % len(ALL_SETS) for half in (digest[:16], digest[16:]))
    return Sets(ALL_SETS[public], ALL_SETS[hidden])
