"""An unpacked export, or any folder of folders, read where it is."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from autograder.course.content import CHUNK_BYTES, FOLDER, METADATA, MOST_PARTS, Unreadable, digest_of, is_submission


class FolderExport:
    """See `autograder.course.export.Export`."""

    def __init__(self, path: Path) -> None:
        self._root = root_of(path)
        self.names = sorted(entry.name for entry in os.scandir(self._root) if _is_folder(entry))

    def open_metadata(self) -> IO[str] | None:
        """See `Export`."""
        path = self._root / METADATA
        return path.open(encoding="utf-8", errors="replace") if path.is_file() else None

    def digest(self, name: str) -> str:
        """See `Export`."""
        folder = self._root / name
        try:
            return digest_of((path.relative_to(folder).as_posix(), _content_of(path)) for path in _below(folder))
        except OSError as error:
            raise Unreadable(f"its folder cannot be read ({error})") from None

    @contextmanager
    def unpacked(self, name: str, scratch: Path) -> Iterator[Path]:
        """See `Export`."""
        folder = self._root / name
        if folder.is_dir():
            yield folder
            return
        empty = scratch / name  # known from the metadata alone
        empty.mkdir(parents=True)
        try:
            yield empty
        finally:
            empty.rmdir()

    def close(self) -> None:
        """See `Export`."""


def root_of(path: Path) -> Path:
    """The folder that holds the submissions' folders: `path`, or the one folder in it."""
    if (path / METADATA).is_file():
        return path
    folders = [entry for entry in os.scandir(path) if _is_folder(entry)]
    if len(folders) == 1:
        inner = Path(folders[0].path)
        entries = [entry for entry in os.scandir(inner) if is_submission(entry.name)]
        if (inner / METADATA).is_file() or (entries and all(_is_folder(entry) for entry in entries)):
            return inner
    return path


def _is_folder(entry: os.DirEntry[str]) -> bool:
    return is_submission(entry.name) and entry.is_dir(follow_symlinks=False)


def _below(folder: Path) -> Iterator[Path]:
    """Every file and folder below that a grading can see, no link followed."""
    waiting = [(folder, 1)]
    while waiting:
        above, parts = waiting.pop()
        with contextlib.suppress(FileNotFoundError), os.scandir(above) as entries:
            for entry in entries:
                yield Path(entry.path)
                if parts < MOST_PARTS and entry.is_dir(follow_symlinks=False):
                    waiting.append((Path(entry.path), parts + 1))


def _content_of(path: Path) -> Iterator[bytes]:
    mode = path.lstat().st_mode
    if stat.S_ISREG(mode):
        with path.open("rb") as file:
            yield from iter(lambda: file.read(CHUNK_BYTES), b"")
    elif stat.S_ISLNK(mode):
        yield b"link to " + os.fsencode(os.readlink(path))
    else:
        yield FOLDER if stat.S_ISDIR(mode) else b"device"
