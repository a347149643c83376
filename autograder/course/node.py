"""What runs on a node of a cluster: functions that are sent there, so that its Dask worker needs nothing of ours.

The grader itself is a clone in the same folder as here, set up, and a Dask worker that runs as root.
"""

from __future__ import annotations

import io
import os
import tarfile
import threading
from pathlib import Path
from typing import Any

from autograder import held
from autograder.course.content import MOST_PARTS
from autograder.course.grader import GraderDied, GraderProcess
from autograder.course.keys import version_of

GRADERS = "cs148a_graders"  # an attribute of the Dask worker: a grader process for each of its threads
FIT = "cs148a_fit"


def problem_of(root: str, digest: str) -> str:
    """Why this node cannot grade, as the end of a sentence about it; "" if it can."""
    if not (Path(root) / "build/ready").is_file():
        return f"has no grader in {root}; copy this clone there and run ./setup.sh in it"
    if os.geteuid() != 0:
        return "is not root, without which students' code is not kept apart; start its Dask worker as root"
    if version_of(Path(root)).digest != digest:
        return f"has another version of the grader, or of Python or NumPy, in {root}; copy this clone there again"
    return ""


def grade(name: str, packed: bytes, root: str, digest: str, dask_worker: Any) -> tuple[str, Any, bytes]:
    """Grade one submission: ("answer", what the grader process said, results.json), ("died", why) or ("unfit", why)."""
    if not hasattr(dask_worker, FIT):  # it may have come after all others were looked at
        setattr(dask_worker, FIT, problem_of(root, digest))
    if getattr(dask_worker, FIT):
        return "unfit", getattr(dask_worker, FIT), b""
    graders = dask_worker.__dict__.setdefault(GRADERS, {})
    grader = graders.setdefault(threading.get_ident(), None) or GraderProcess(Path(root))
    graders[threading.get_ident()] = grader
    with held.temporary("course") as place:
        folder, results = place / "files" / name, place / "results.json"
        unpack(packed, folder)
        try:
            answer = grader.grade(folder, results)
        except GraderDied as error:
            return "died", str(error), b""
        return "answer", answer, results.read_bytes() if results.exists() else b""


def close_graders(dask_worker: Any) -> None:
    """End the grader processes of this node."""
    for grader in dask_worker.__dict__.pop(GRADERS, {}).values():
        grader.close()
    dask_worker.__dict__.pop(FIT, None)


def pack(folder: Path) -> bytes:
    """The files, folders and links of a submission that a grading can see."""

    def plain(member: tarfile.TarInfo) -> tarfile.TarInfo | None:
        if member.name.count("/") > MOST_PARTS:
            return None
        member.mode = 0o755 if member.isdir() else 0o644  # a folder that is closed has `tempfile` change modes by links
        return member if member.isreg() or member.isdir() or member.issym() else None

    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        archive.add(folder, arcname=".", filter=plain)
    return packed.getvalue()


def unpack(packed: bytes, folder: Path) -> None:
    """What `pack` made, into a new folder."""
    folder.mkdir(parents=True)
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extraction_filter = lambda member, path: member  # as they are: no link is followed when it is graded
        archive.extractall(folder)  # noqa: S202  packed by us, and no member of it lies below a link
