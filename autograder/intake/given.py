"""What the command line was given for a submission: a folder or a zip, of one student and no more."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from autograder import assignment, held
from autograder.fitness import Refused
from autograder.intake.choice import homes_in
from autograder.intake.names import listed
from autograder.intake.unpacking import unpack
from autograder.intake.upload import Parts, Upload, look_through


@contextmanager
def submission_folder(given: Path) -> Iterator[Path]:
    """The folder of the submission while it lasts; raises `Refused` for what is not that of one student.

    On Gradescope an upload gets a grade whatever it holds, and the page's first line says which files count.
    """
    if given.is_dir():
        if not assignment.ON_GRADESCOPE:
            check_is_one(look_through(given), given)
        yield given
        return
    check_may_be_a_zip(given)
    with held.temporary("zip") as folder:
        unpack(given, folder)
        check_is_one(look_through(folder), given)
        yield folder


def check_may_be_a_zip(given: Path) -> None:
    """Raise `Refused` with the next step for what is neither a folder nor a zip."""
    if not given.exists():
        raise Refused(f"there is no folder {given}; give one with the four files, or a zip of it")
    if given.suffix == ".py":
        raise Refused(f"{given} is one file; give the folder that holds all four")
    if not given.is_file() or given.suffix in {".gz", ".tar", ".tgz", ".7z", ".rar", ".ipynb", ".pdf"}:
        raise Refused(f"{given} is neither a folder nor a zip; give the folder with the four files")


def check_is_one(upload: Upload, given: Path) -> None:
    """Raise `Refused` where folders side by side hold files of one name, as those of several students do."""
    rivals = rivals_in(upload)
    if rivals:
        names = sorted("/".join(home) for home in rivals)
        raise Refused(
            f"{given} holds {len(names)} submissions side by side, {listed(names)}; give the folder of one, or grade "
            "all with python3 -m autograder course"
        )


def rivals_in(upload: Upload) -> list[Parts]:
    """The folders that might each be the submission; none where it is plain which one is.

    A copy inside the folder that counts, or around it, is a backup; a folder for each question is one submission.
    """
    held: dict[Parts, set[str]] = {}
    for path in upload.python:
        if path[-1] in assignment.FILES:
            held.setdefault(path[:-1], set()).add(path[-1])
    best, *others = homes_in(upload) or [()]
    rivals = [
        home for home in others
        if held[home] & held[best] and home[: len(best)] != best and best[: len(home)] != home
    ]  # fmt: skip
    return [best, *rivals] if rivals else []
