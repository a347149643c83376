"""What is wrong with one of the four files, as a fact; `advice.py` has the words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto


class Unfit(Enum):
    """What a file is in place of a Python file of this name that can be graded."""

    LINK = auto()  # or not to be opened
    FOLDER = auto()
    NO_FILE = auto()  # a pipe, say
    HARD_LINK = auto()
    TOO_LARGE = auto()
    EMPTY = auto()
    ZIP = auto()
    RICH_TEXT = auto()
    PDF = auto()
    WEB_PAGE = auto()
    UTF_16 = auto()
    NOTEBOOK = auto()
    NULL_BYTES = auto()


@dataclass(frozen=True)
class NotUtf8:
    """The first byte that is not UTF-8."""

    byte: int
    line: int


@dataclass(frozen=True)
class Missing:
    """No file of this name: `near` are names in the upload that may be meant for it, the most alike first."""

    near: tuple[str, ...]


Fault = Unfit | NotUtf8 | Missing
