"""The oracles' answers, computed by PyTorch once and read back: at home from `answers.npz`, on Gradescope from its own.

An entry's key hashes the source of `oracles.py`, the oracle's name and the exact inputs, so that an edit of
either can never meet a stale answer. What is not remembered is computed live, which needs PyTorch.
"""

from __future__ import annotations

import hashlib
import importlib
import os
import tempfile
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

TESTS = Path(__file__).resolve().parent
INSTALL_TORCH = "pip install torch==2.13.0"


class NoAnswer(Exception):
    """An answer that is not remembered, where PyTorch is not installed to compute it; the text says what to install."""


class RememberingOracles:
    """Answers from the file `path` where it has them, else from `oracles.py`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.computed = 0

    def compute(self, name: str, inputs: tuple[Any, ...]) -> Any:
        """What the oracle `name` answers to `inputs`: an array, or a tuple of arrays; raises `NoAnswer`."""
        key = self._key(name, inputs)
        if f"{key}/0" not in self._known:
            answer = _live(name, inputs)
            parts = answer if isinstance(answer, tuple) else (answer,)
            self.computed += 1
            self._known[f"{key}/parts"] = np.asarray(len(parts) if isinstance(answer, tuple) else 0)
            self._known.update({f"{key}/{i}": np.asarray(part) for i, part in enumerate(parts)})
        count = int(self._known[f"{key}/parts"])
        return tuple(self._known[f"{key}/{i}"] for i in range(count)) or self._known[f"{key}/0"]

    def save(self) -> None:
        """Write all that is known, in one step; the file is open to those who may read its folder."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=self._path.parent, suffix=".npz")
        with os.fdopen(descriptor, "wb") as file:
            np.savez(file, **self._known)
        os.chmod(name, 0o644)
        os.replace(name, self._path)

    @cached_property
    def _known(self) -> dict[str, Any]:
        if not self._path.exists():
            return {}
        with np.load(self._path, allow_pickle=False) as stored:
            return {name: stored[name] for name in stored.files}

    @cached_property
    def _source(self) -> bytes:
        return (TESTS / "oracles.py").read_bytes().replace(b"\r\n", b"\n")  # as Windows' editors save it

    def _key(self, name: str, inputs: tuple[Any, ...]) -> str:
        digest = hashlib.sha256(self._source)
        digest.update(name.encode())
        for value in inputs:
            array = np.asarray(value)
            digest.update(f"|{array.dtype.str}{array.shape}|".encode())
            digest.update(array.tobytes())
        return digest.hexdigest()


def _live(name: str, inputs: tuple[Any, ...]) -> Any:
    try:
        oracles = importlib.import_module("oracles")
    except ModuleNotFoundError as error:
        if error.name != "torch":
            raise
        raise NoAnswer(
            f"answers.npz has no answer of the oracle {name} to these inputs: was oracles.py or a test edited?\n"
            f"Then PyTorch has to compute it. Your code is not at fault here. Run: {INSTALL_TORCH}"
        ) from None
    return getattr(oracles, name)(*inputs)
