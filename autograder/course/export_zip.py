"""Gradescope's zip, of which one submission at a time is unpacked."""

from __future__ import annotations

import errno
import io
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Any

from autograder.course.content import (
    CHUNK_BYTES,
    FOLDER,
    METADATA,
    MOST_PARTS,
    Parts,
    Unreadable,
    digest_of,
    is_submission,
)
from autograder.fitness import Refused
from autograder.intake.strangers_zip import ZipFile

MAX_SUBMISSION_BYTES = 1 << 30  # unpacked; a homework has a millionth of it
MAX_LIST_BYTES = 1 << 28  # of its list of names: some two million files
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}


class ZipExport:
    """See `autograder.course.export.Export`."""

    def __init__(self, path: Path) -> None:
        self._archive = ZipFile(path, MAX_LIST_BYTES)
        entries = [(PurePosixPath(entry.filename).parts, entry) for entry in self._archive.infolist()]
        root = root_of([parts for parts, entry in entries if not entry.is_dir()])
        self._metadata = next((entry for parts, entry in entries if parts == (*root, METADATA)), None)
        self._members: dict[str, list[tuple[Parts, zipfile.ZipInfo]]] = {}
        for parts, entry in entries:
            below = parts[len(root) :]
            if parts[: len(root)] == root and below and is_submission(below[0]) and (below[1:] or entry.is_dir()):
                self._members.setdefault(below[0], []).append((below[1:], entry))
        self.names = sorted(self._members)

    def open_metadata(self) -> IO[str] | None:
        """See `Export`."""
        if self._metadata is None:
            return None
        member = io.BufferedReader(_Member(self._archive, self._metadata))
        return io.TextIOWrapper(member, encoding="utf-8", errors="replace")

    def digest(self, name: str) -> str:
        """See `Export`."""
        contents: dict[str, Iterator[bytes]] = {}
        room = _Room()
        for parts, entry in self._members.get(name, []):
            for depth in range(1, min(len(parts), MOST_PARTS + 1)):
                contents["/".join(parts[:depth])] = iter([FOLDER])
            if 0 < len(parts) <= MOST_PARTS:
                contents["/".join(parts)] = iter([FOLDER]) if entry.is_dir() else self._read(entry, room)
        return digest_of(contents.items())

    @contextmanager
    def unpacked(self, name: str, scratch: Path) -> Iterator[Path]:
        """See `Export`."""
        folder = scratch / name
        folder.mkdir(parents=True)
        try:
            self._unpack(name, folder)
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _unpack(self, name: str, folder: Path) -> None:
        room = _Room()
        for parts, entry in self._members.get(name, []):
            if ".." in parts:
                raise Unreadable("a file of it has a name that leads out of its folder")
            try:
                if len(parts) > MOST_PARTS:
                    folder.joinpath(*parts[:MOST_PARTS]).mkdir(parents=True, exist_ok=True)
                    continue
                self._unpack_member(entry, folder.joinpath(*parts), room)
            except (OSError, ValueError) as error:
                if getattr(error, "errno", None) in NO_ROOM:
                    raise
                raise Unreadable(f"a file of it cannot be unpacked ({error})") from None

    def _unpack_member(self, entry: zipfile.ZipInfo, target: Path, room: _Room) -> None:
        if entry.is_dir():
            target.mkdir(parents=True, exist_ok=True)
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as file:
            for chunk in self._read(entry, room):
                file.write(chunk)

    def _read(self, entry: zipfile.ZipInfo, room: _Room) -> Iterator[bytes]:
        """The member's content in pieces; raises `Unreadable` where the zip is broken there, or there is no room."""
        try:
            with self._archive.open(entry) as file:
                while chunk := file.read(CHUNK_BYTES):
                    room.take(len(chunk))
                    yield chunk
        except Unreadable:
            raise
        except Exception as error:  # see strangers_zip.py
            raise Unreadable(f"its part of the zip is broken ({str(error) or type(error).__name__})") from None

    def close(self) -> None:
        """See `Export`."""
        self._archive.close()


class _Room:
    """What all files of one submission may still take, unpacked."""

    def __init__(self) -> None:
        self._bytes = MAX_SUBMISSION_BYTES

    def take(self, count: int) -> None:
        """So much of it; raises `Unreadable` where that is more than is left."""
        self._bytes -= count
        if self._bytes < 0:
            raise Unreadable(f"its files take more than {MAX_SUBMISSION_BYTES / 2**30:g} GB")


class _Member(io.RawIOBase):
    """A file in the zip that the whole export rests on; raises `Refused` where it cannot be read."""

    def __init__(self, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
        self._archive, self._entry = archive, entry
        self._file: IO[bytes] | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        view = memoryview(buffer)
        try:
            self._file = self._file or self._archive.open(self._entry)
            content = self._file.read(len(view))
        except Exception as error:  # see strangers_zip.py
            reason = f"{self._entry.filename} in it cannot be read ({str(error) or type(error).__name__})"
            raise Refused(f"{reason}; download the export again") from None
        view[: len(content)] = content
        return len(content)


def root_of(files: list[Parts]) -> Parts:
    """The folder in the zip that holds the submissions' folders, from the paths of all files."""
    found = sorted((parts for parts in files if parts[-1:] == (METADATA,) and len(parts) <= 2), key=len)
    if found:
        return found[0][:-1]
    ours = [parts for parts in files if parts and is_submission(parts[0])]
    tops = {parts[0] for parts in ours}
    return (tops.pop(),) if len(tops) == 1 and all(len(parts) > 2 for parts in ours) else ()
