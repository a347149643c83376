"""A zip of a stranger's, opened: its list of names is bounded, and whatever is wrong with it raises `BrokenZip`.

What `zipfile` and the modules that it calls raise for odd bytes is nowhere listed and changes with Python: BadZipFile,
NotImplementedError, LZMAError, MemoryError (an LZMA dictionary of 4 GB), struct.error and others were seen.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path


class BrokenZip(Exception):
    """The text says what Python found."""


class TooLong(BrokenZip):
    """Its list of names is."""


class _Bounded(io.BufferedReader):
    """A file of which no more than `most` bytes are read at once: `zipfile` reads the list of names in one piece."""

    most = 0

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > self.most:
            raise TooLong(f"its list of names takes more than {self.most >> 20} MB")
        return super().read(size)


class ZipFile(zipfile.ZipFile):
    """The zip at `path`, whose list of names takes `most` bytes; raises `BrokenZip`, or OSError where there is none.

    An entry has 46 bytes in that list and its name: a megabyte holds 23,000 at most, and some 10,000 as they come.
    """

    _file: _Bounded | None = None

    def __init__(self, path: Path, most: int) -> None:
        self._file = _Bounded(io.FileIO(path))
        self._file.most = most
        try:
            super().__init__(self._file)
        except BrokenZip:
            self.close()
            raise
        except Exception as error:
            self.close()
            raise BrokenZip(str(error) or type(error).__name__) from None

    def close(self) -> None:
        """Let go of the file, which `zipfile` leaves open to whoever opened it."""
        super().close()
        if self._file is not None:
            self._file.close()
