"""The Python files beside and below the four: a submission may import them, so they go to the worker too."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from autograder import assignment
from autograder.intake.faults import Unfit
from autograder.intake.upload import Parts, Upload


class Neighbours(NamedTuple):
    """The four and what was read beside them, by the path that the worker imports each by."""

    files: dict[str, bytes]
    rivals: list[str]  # of a name that a file of another folder has already
    too_many: bool = False  # those beyond the limits of count and bytes are left out
    too_late: bool = False  # so are those that were not read before the upload's deadline


def read_neighbours(upload: Upload, homes: list[Parts], four: Mapping[str, bytes]) -> Neighbours:
    """Those of `homes`, the folders of `four`; what cannot be read is passed over.

    Each file is read once, and counts whether or not another has its name: it takes memory too.
    """
    found = Neighbours(dict(four), [])
    room = assignment.MAX_SUBMISSION_BYTES - sum(map(len, four.values()))
    folders = {folder for name in four for folder in _above(name)}
    contents: dict[Parts, bytes | None] = {}
    for home, path in _below(homes, upload.python):
        name = "/".join(path[len(home) :])
        if name in assignment.FILES:
            continue
        if time.monotonic() > upload.deadline:
            return found._replace(too_late=True)
        if room < 0:
            return found._replace(too_many=True)
        if path not in contents:
            contents[path] = _content(upload, path)
            room -= len(contents[path] or b"")
        content = contents[path]
        if content is None:
            continue
        if found.files.get(name, content) != content:
            found.rivals.append("/".join(path))
        crosses = name in folders or any(folder in found.files for folder in _above(name))  # a file that is a folder
        if name in found.files or crosses:
            continue
        if room < 0 or len(found.files) >= assignment.MAX_SUBMISSION_FILES:
            return found._replace(too_many=True)
        found.files[name] = content
        folders.update(_above(name))
    return found


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
    content = upload.read(path)
    return None if isinstance(content, Unfit) else content
