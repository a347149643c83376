"""The Python files beside and below the four: a submission may import them, so they go to the worker too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from autograder import assignment
from autograder.intake.advice import listed
from autograder.intake.upload import Parts, Unusable, Upload

LEFT_OUT = (
    f"The upload holds more than {assignment.MAX_SUBMISSION_FILES} Python files or "
    f"{assignment.MAX_SUBMISSION_BYTES // 1024**2} MB of them; those beyond were left out"
)


def take_neighbours(upload: Upload, homes: list[Parts], files: dict[str, bytes]) -> list[str]:
    """Add those of `homes`, the folders of the four, to `files`, within the limits; what the student is to know of it.

    What cannot be read is passed over. Each file is read once, and counts whether or not another has its name.
    """
    room = assignment.MAX_SUBMISSION_BYTES - sum(map(len, files.values()))
    folders = {folder for name in files for folder in _above(name)}
    contents: dict[Parts, bytes | None] = {}
    others: list[str] = []  # of a name that a file of another folder has already
    too_many: list[str] = []
    for home, path in _below(homes, upload.python):
        name = "/".join(path[len(home) :])
        if name in assignment.FILES:
            continue
        if upload.is_late():
            break
        if room < 0:  # nor is anything read that counts nowhere: it would take memory too
            too_many.append(LEFT_OUT)
            break
        if path not in contents:
            contents[path] = _content(upload, path)
            room -= len(contents[path] or b"")
        content = contents[path]
        if content is None:
            continue
        if files.get(name, content) != content:
            others.append("/".join(path))
        crosses = name in folders or any(folder in files for folder in _above(name))  # a file that is a folder, too
        if name in files or crosses:
            continue
        if room < 0 or len(files) >= assignment.MAX_SUBMISSION_FILES:
            too_many.append(LEFT_OUT)
            break
        files[name] = content
        folders.update(_above(name))
    if others:
        give = "cannot be imported; give each a name of its own"
        too_many.append(f"Two folders hold files of one name: {listed(others)} {give}")
    return too_many


def _below(homes: list[Parts], python: Iterable[Parts]) -> Iterator[tuple[Parts, Parts]]:
    """Each of `homes` with each file below it, found in one pass over the files."""
    below: dict[Parts, list[Parts]] = {home: [] for home in homes}
    for path in python:
        for depth in range(len(path)):
            if path[:depth] in below:
                below[path[:depth]].append(path)
    return ((home, path) for home in homes for path in below[home])


def _above(name: str) -> list[str]:
    """The folders that the file `name` lies in."""
    parts = name.split("/")
    return ["/".join(parts[:depth]) for depth in range(1, len(parts))]


def _content(upload: Upload, path: Parts) -> bytes | None:
    try:
        return upload.read(path)
    except Unusable:
        return None
