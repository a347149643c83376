"""Gradescope's submission_metadata.json: read once as a file that may be anything, and what it says of earlier ones."""

from __future__ import annotations

import json
import os
import re
import stat
from datetime import datetime
from pathlib import Path
from typing import Any

UNREADABLE = (OSError, ValueError, TypeError, LookupError, AttributeError, RecursionError, OverflowError)
MAX_METADATA_BYTES = 32 * 1024**2


def read_metadata(metadata: Path | None) -> Any:
    """What Gradescope says of the submission; raises one of `UNREADABLE`."""
    if metadata is None:
        raise ValueError("no metadata is given; outside of Gradescope --metadata FILE names it")
    descriptor = os.open(metadata, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with open(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode) or status.st_size > MAX_METADATA_BYTES:
            raise ValueError(f"{metadata.name} is not a regular file of at most {MAX_METADATA_BYTES >> 20} MB")
        return json.loads(file.read(MAX_METADATA_BYTES))


def parse_time(text: str) -> datetime:
    """A moment from ISO 8601 with its offset from UTC, such as 2026-05-06T21:30:00.000000-07:00."""
    shape = r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:[.,](\d+))?\s*(?:(Z)|([+-]\d\d):?(\d\d))"
    found = re.fullmatch(shape, text)
    if found is None:
        raise ValueError(f"not a time with an offset from UTC: {text!r}")
    day, clock, fraction, utc, hours, minutes = found.groups()
    microseconds = (fraction or "0")[:6].ljust(6, "0")  # Python 3.10 reads three digits or six
    return datetime.fromisoformat(f"{day}T{clock}.{microseconds}" + ("+00:00" if utc else f"{hours}:{minutes}"))


def rows_of_the_last(metadata: Path | None) -> list[Any]:
    """The rows of the student's latest submission, as Gradescope hands them on; none where there are none to read."""
    try:
        earlier = read_metadata(metadata)["previous_submissions"]
        rows = max(earlier, key=lambda one: parse_time(one["submission_time"]))["results"]["tests"]
        return rows if isinstance(rows, list) else []
    except UNREADABLE:
        return []
