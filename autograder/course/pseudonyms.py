"""Names that say nothing without the key: the same student has the same one in every report of one folder."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import hmac
import os
import secrets
from pathlib import Path

KEY_FILE = "pseudonyms.key"
LETTERS = 8  # five bytes: among a thousand students two meet once in two million courses


class Pseudonyms:
    """Keyed by the file `pseudonyms.key` in `folder`, which nobody but its owner can read."""

    def __init__(self, folder: Path) -> None:
        path = folder / KEY_FILE
        with contextlib.suppress(FileExistsError):
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as file:
                os.fchmod(descriptor, 0o600)
                file.write(secrets.token_hex(32) + "\n")
        self._key = path.read_bytes()

    def of(self, name: str) -> str:
        """Such as student-k3vq7ada."""
        digest = hmac.new(self._key, os.fsencode(name), hashlib.sha256).digest()
        return "student-" + base64.b32encode(digest[:5]).decode().lower()[:LETTERS]
