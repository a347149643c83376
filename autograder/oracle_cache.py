"""The oracles' answers, computed by PyTorch at image build and read back at grading.

An entry's key hashes the source of `oracles.py`, the oracle's name and the exact inputs, so that an edit of
either can never meet a stale answer. What is not remembered is computed live.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from autograder import assignment
from autograder.public import checks


class RememberingOracles(checks.Oracles):
    """Answers from `path` where it has them, else from `oracles.py`; takes the place of `checks.Oracles`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._source = (assignment.PUBLIC_TESTS / "oracles.py").read_bytes()
        self._known: dict[str, Any] = {}
        self.computed = 0
        if path.exists():
            with np.load(path, allow_pickle=False) as stored:
                self._known = {name: stored[name] for name in stored.files}

    def compute(self, name: str, inputs: tuple[Any, ...]) -> Any:
        """What the oracle `name` answers to `inputs`: an array, or a tuple of arrays."""
        key = self._key(name, inputs)
        if f"{key}/0" not in self._known:
            answer = super().compute(name, inputs)
            parts = answer if isinstance(answer, tuple) else (answer,)
            self.computed += 1
            self._known[f"{key}/parts"] = np.asarray(len(parts) if isinstance(answer, tuple) else 0)
            self._known.update({f"{key}/{i}": np.asarray(part) for i, part in enumerate(parts)})
        count = int(self._known[f"{key}/parts"])
        return tuple(self._known[f"{key}/{i}"] for i in range(count)) or self._known[f"{key}/0"]

    def save(self) -> None:
        """Write all that is known, in one step."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=self._path.parent, suffix=".npz")
        with os.fdopen(descriptor, "wb") as file:
            np.savez(file, **self._known)
        os.replace(name, self._path)

    def _key(self, name: str, inputs: tuple[Any, ...]) -> str:
        digest = hashlib.sha256(self._source)
        digest.update(name.encode())
        for value in inputs:
            array = np.asarray(value)
            digest.update(f"|{array.dtype.str}{array.shape}|".encode())
            digest.update(array.tobytes())
        return digest.hexdigest()
