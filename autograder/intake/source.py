"""Read one of the four files: its bytes where they may be Python source, else what they are."""

from __future__ import annotations

import re

from autograder.intake.faults import NotUtf8, Unfit
from autograder.intake.upload import Parts, Upload

CODING_COMMENT = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)", re.MULTILINE)
OTHER_FORMATS = (  # the first bytes of what is sometimes saved under a Python file's name
    (b"PK\x03\x04", Unfit.ZIP),
    (b"{\\rtf", Unfit.RICH_TEXT),
    (b"%PDF", Unfit.PDF),
    (b"<!DOCTYPE html", Unfit.WEB_PAGE),
    (b"\xff\xfe", Unfit.UTF_16),
    (b"\xfe\xff", Unfit.UTF_16),
)


def read_source(upload: Upload, path: Parts) -> bytes | Unfit | NotUtf8:
    """The bytes of a Python file, or why there are none."""
    content = upload.read(path)
    return content if isinstance(content, Unfit) else fault_of(content) or content


def fault_of(content: bytes) -> Unfit | NotUtf8 | None:
    """Why these bytes are no Python source; None where they may be."""
    if not content.strip(b"\xef\xbb\xbf \t\r\n"):
        return Unfit.EMPTY
    for beginning, other in OTHER_FORMATS:
        if content.startswith(beginning):
            return other
    if content.lstrip().startswith(b"{") and b'"cells"' in content:
        return Unfit.NOTEBOOK
    if b"\0" in content:
        return Unfit.NULL_BYTES
    if _declares_another_encoding(content):
        return None  # Python reads the declaration, in the worker
    for number, line in enumerate(content.split(b"\n"), 1):
        try:
            line.decode("utf-8")
        except UnicodeDecodeError as error:
            if b"#" not in line[: error.start]:  # in a comment some versions of Python allow it: the worker's decides
                return NotUtf8(line[error.start], number)
    return None


def _declares_another_encoding(content: bytes) -> bool:
    first_lines = b"\n".join(content.split(b"\n", 2)[:2])
    declared = CODING_COMMENT.search(first_lines)
    return declared is not None and declared[1].lower().replace(b"_", b"-") not in (b"utf-8", b"utf8")
