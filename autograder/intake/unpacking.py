"""A zip, unpacked as far as a submission can be in it: bounded in bytes and names, and nothing outside its folder.

The zip is a stranger's, and the staff open it on a laptop. Files that are no Python are made empty: only their names
are told to the student.
"""

from __future__ import annotations

import stat
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

from autograder import assignment
from autograder.fitness import Refused
from autograder.intake.names import printable
from autograder.intake.strangers_zip import BrokenZip, TooLong, ZipFile
from autograder.intake.upload import IGNORED_FOLDERS, Parts

MAX_ZIP_BYTES = 128 * 1024**2  # Gradescope takes 100 MB
MAX_PYTHON_BYTES = 64 * 1024**2  # of all Python files, unpacked
MAX_LIST_BYTES = 8 * 1024**2  # of its list of names: some 80,000 files, those in folders that nobody looks into too
ADVICE = "zip the four files and what they import"
ENCRYPTED = 0x1  # a bit of an entry's flags


def unpack(archive: Path, folder: Path) -> None:
    """Write what counts of the zip into the empty `folder`; raises `Refused` with one sentence."""
    if archive.stat().st_size > MAX_ZIP_BYTES:
        raise Refused(f"{archive} is larger than {MAX_ZIP_BYTES >> 20} MB; {ADVICE}")
    try:
        opened = ZipFile(archive, MAX_LIST_BYTES)
    except TooLong:
        raise Refused(f"{archive} holds too many files; {ADVICE}") from None
    except (BrokenZip, OSError):
        raise Refused(f"{archive} is no zip, or a broken one; zip the folder again") from None
    with opened:
        left = MAX_PYTHON_BYTES
        for parts, entry in entries_of(opened, archive):
            content = content_of(opened, entry, archive) if parts[-1].endswith(".py") else b""
            left -= len(content)
            if left < 0:
                raise Refused(f"{archive} holds more than {MAX_PYTHON_BYTES >> 20} MB of Python files; {ADVICE}")
            write(folder.joinpath(*parts), content, parts, archive)


def entries_of(opened: zipfile.ZipFile, archive: Path) -> Iterator[tuple[Parts, zipfile.ZipInfo]]:
    """The files that an upload would be looked through for, by path; raises `Refused` for what may not be unpacked."""
    seen, deadline = 0, time.monotonic() + assignment.UPLOAD_DEADLINE_SECONDS
    for entry in opened.infolist():
        if time.monotonic() > deadline:
            seconds = assignment.UPLOAD_DEADLINE_SECONDS
            raise Refused(f"{archive} takes more than {seconds:g} seconds to unpack; {ADVICE}")
        name = entry.filename.replace("\\", "/")  # some Windows programs write these
        parts = tuple(part for part in name.split("/") if part not in ("", "."))
        shown = f"“{printable(entry.filename)}” in {archive}"
        if name.startswith("/") or ".." in parts or name[1:2] == ":":
            raise Refused(f"{shown} leads out of its folder; zip the folder again, and with another program")
        if not parts or name.endswith("/") or {*parts[:-1]} & IGNORED_FOLDERS:
            continue
        if len(parts) > assignment.MAX_UPLOAD_DEPTH + 1:
            continue
        kind = stat.S_IFMT(entry.external_attr >> 16)
        if kind not in (0, stat.S_IFREG) and parts[-1] in assignment.FILES:
            raise Refused(f"{shown} is a link or no file; zip the file itself")
        if entry.flag_bits & ENCRYPTED:
            raise Refused(f"{shown} is encrypted; unpack it with its password, and give the folder")
        seen += 1
        if seen > assignment.MAX_UPLOAD_ENTRIES:
            raise Refused(f"{archive} holds more than {assignment.MAX_UPLOAD_ENTRIES} files; {ADVICE}")
        yield parts, entry


def content_of(opened: zipfile.ZipFile, entry: zipfile.ZipInfo, archive: Path) -> bytes:
    """One file, cut where it is larger than any that is graded; a link's target is no content."""
    if stat.S_IFMT(entry.external_attr >> 16) not in (0, stat.S_IFREG):
        return b""
    shown = f"“{printable(entry.filename)}” in {archive}"
    try:
        with opened.open(entry) as file:
            return file.read(assignment.MAX_SUBMISSION_FILE_BYTES + 1)
    except (NotImplementedError, RuntimeError, MemoryError):
        raise Refused(f"{shown} is compressed in a way that Python cannot read; zip the folder again") from None
    except Exception:  # see strangers_zip.py
        raise Refused(f"{shown} is broken; zip the folder again") from None


def write(target: Path, content: bytes, parts: Parts, archive: Path) -> None:
    """Put one file into its place."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as file:
            file.write(content)
    except (FileExistsError, NotADirectoryError):
        raise Refused(f"{archive} holds “{printable('/'.join(parts))}” twice; zip the folder again") from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise Refused(f"“{printable('/'.join(parts))}” in {archive} cannot be unpacked here ({reason})") from None
