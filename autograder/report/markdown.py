"""Text that students' code has had a hand in, made fit for a Markdown page: nothing in it can act or break out."""

from __future__ import annotations

import re

from autograder.report.characters import visible

MAX_SHOWN_CHARACTERS = 6000
MAX_CLEANED_CHARACTERS = MAX_SHOWN_CHARACTERS + 100  # nothing below looks at more
# Each of these reads a text once: what one match has tried and left, no later one tries again.
ESCAPE_SEQUENCE = re.compile(r"[\x1b\ufffd](\[[0-9;:?]*[ -/]*[@-~]|\][^\x07\x1b\ufffd\n]{0,200}(\x07|\ufffd))")
PATH = re.compile(r"/[\w.+/-]*")
PRIVATE_FOLDER = re.compile(r"/cs148a-[a-z0-9_]{8}(/submission)?")
ADDRESS = re.compile(r"\bat 0x[0-9a-fA-F]+")


def harmless(text: str) -> str:
    """`text` without what a page or a terminal obeys, and without what differs from run to run.

    Escape sequences go, and what `characters.visible` says acts, is not seen or leaves its place; so do the names of
    folders that live for one grading, and addresses in memory. A text longer than is ever shown is cut.
    """
    text = text[:MAX_CLEANED_CHARACTERS]
    text = ESCAPE_SEQUENCE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return ADDRESS.sub("at 0x…", PATH.sub(_without_private_folder, visible(text)))


def _without_private_folder(path: re.Match[str]) -> str:
    ends = [folder.end() for folder in PRIVATE_FOLDER.finditer(path[0])]
    return f".{path[0][ends[-1] :]}" if ends else path[0]


def fenced(text: str) -> str:
    """`text` as a code block that nothing in it can end."""
    text = harmless(shortened(text.rstrip()))
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{text}\n{fence}"


def shortened(text: str) -> str:
    """The beginning of `text`, and how much was left out."""
    more = len(text) - MAX_SHOWN_CHARACTERS
    return text if more <= 0 else f"{text[:MAX_SHOWN_CHARACTERS]}\n… {more} characters left out"


def escaped(text: str) -> str:
    """`text` as one line of running text: what Markdown or HTML would read as a sign stands for itself."""
    line = " ".join(harmless(text).split())
    line = re.sub(r"([\\`*\[\]<>#&|~!$])", r"\\\1", line)
    return re.sub(r"(?<![^\W_])_|_(?![^\W_])", r"\\_", line)
