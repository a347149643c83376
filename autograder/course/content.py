"""What the files of a submission are, as one hash; and which entries of an export are submissions."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator

from autograder import assignment

METADATA = "submission_metadata.yml"
CHUNK_BYTES = 1 << 20
FOLDER = b"folder"  # stands for the content of one
Parts = tuple[str, ...]  # a path, name by name
MOST_PARTS = assignment.MAX_UPLOAD_DEPTH + 1  # of a path that a grading sees; what lies deeper may be no path at all


class Unreadable(Exception):
    """One submission cannot be read; the text says why, and the others go on."""


def is_submission(name: str) -> bool:
    """False for what operating systems leave beside the submissions."""
    return not name.startswith((".", "__MACOSX"))


def digest_of(contents: Iterable[tuple[str, Iterator[bytes]]]) -> str:
    """A hash of paths and contents, as deep as a grading looks, the same in whatever order they come."""
    lines = []
    for path, chunks in contents:
        content = hashlib.sha256()
        for chunk in chunks:
            content.update(chunk)
        lines.append(os.fsencode(path) + b"\0" + content.digest())
    return hashlib.sha256(b"".join(sorted(lines))).hexdigest()
