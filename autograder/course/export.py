"""The submissions of an export, one at a time."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import IO, Protocol

from autograder.course.export_folder import FolderExport
from autograder.course.export_zip import ZipExport
from autograder.fitness import Refused
from autograder.intake.strangers_zip import BrokenZip


class Export(Protocol):
    """A submission is called by the name of its folder; the order of `names` is always the same."""

    names: list[str]

    def open_metadata(self) -> IO[str] | None:
        """Gradescope's list of submitters and results, or None where there is none."""

    def digest(self, name: str) -> str:
        """A hash of the submission's files, the same for a zip and its unpacked folder; raises `Unreadable`."""

    def unpacked(self, name: str, scratch: Path) -> AbstractContextManager[Path]:
        """The submission's folder while the context lasts, below `scratch` if need be; raises `Unreadable`."""

    def close(self) -> None:
        """Let go of the files."""


def open_export(path: Path) -> Export:
    """The export at `path`, a zip or a folder; raises `Refused` where there is none."""
    try:
        return FolderExport(path) if path.is_dir() else ZipExport(path)
    except FileNotFoundError:
        raise Refused(
            f"there is no export {path}; give the zip of Gradescope's Export Submissions, or its folder"
        ) from None
    except (BrokenZip, OSError) as error:
        raise Refused(f"{path} is no zip that can be read ({error}); download the export again") from None
