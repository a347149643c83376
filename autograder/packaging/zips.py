"""Make `autograder.zip` for Gradescope and `student_template.zip` for students; standard library only."""

from __future__ import annotations

import hashlib
import os
import stat
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import IO

from autograder import assignment
from autograder.fitness import find_faults
from autograder.packaging.leaks import ANSWERS, find_leaks
from autograder.packaging.points import tests_written, told_at_home

EPOCH = (1980, 1, 1, 0, 0, 0)  # one date for every entry: the same files give the same bytes
UNIX = 3
STUDENT_FOLDER = "student_template"  # what the students' zip unpacks to
AUTOGRADER_PARTS = (
    "setup.sh", "run_autograder", "requirements.txt", "requirements-oracles.txt",
    "autograder", "solutions", "student_template",
)  # fmt: skip
AUTOGRADER_SUFFIXES = {".py", ".txt", ".md", ".svg", ".html", ".css"}
LEFT_OUT = {"__pycache__", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".DS_Store"}


def build(out: Path) -> int:
    """Write both zips into `out` and print what was packed; 1, with every reason, where it must not be."""
    parts = [path for name in AUTOGRADER_PARTS for path in files_below(assignment.ROOT / name)]
    autograder = {path.relative_to(assignment.ROOT).as_posix(): path.read_bytes() for path in parts}
    template = files_below(assignment.TEMPLATE)
    students = {path.relative_to(assignment.TEMPLATE).as_posix(): path.read_bytes() for path in template}
    written = tests_written()
    refusals = find_faults(written) or told_at_home(written)
    refusals += [f"student_template/{leak}" for leak in find_leaks(students)]
    refusals += [f"{name} is no file of the grader" for name in autograder if is_stray(name)]
    if refusals:
        for refusal in refusals:
            print(f"build refused: {refusal}", file=sys.stderr)
        return 1
    students = {f"{STUDENT_FOLDER}/{name}": content for name, content in students.items()}
    out.mkdir(parents=True, exist_ok=True)
    for name, files in (("autograder.zip", autograder), ("student_template.zip", students)):
        write(out / name, files)
    return 0


def files_below(path: Path) -> list[Path]:
    """The files of a folder, or the file itself, without caches; sorted by their names, whatever the system."""
    if path.is_file():
        return [path]
    found = (file for file in path.rglob("*") if not LEFT_OUT & set(file.parts) and file.suffix != ".pyc")
    return sorted((file for file in found if file.is_file()), key=lambda file: file.as_posix())


def is_stray(name: str) -> bool:
    """True for what an editor, a merge or a virtual environment leaves behind."""
    last = name.rpartition("/")[2]
    if name in AUTOGRADER_PARTS or name == f"{STUDENT_FOLDER}/{ANSWERS}":
        return False
    return last.startswith(".") or Path(last).suffix not in AUTOGRADER_SUFFIXES


def write(target: Path, files: dict[str, bytes]) -> None:
    """Put a zip of `files` in place in one step, and print its entries, size and checksum."""
    descriptor, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            pack(file, files)
        os.chmod(temporary, 0o644)
        os.replace(temporary, target)
    except BaseException:
        os.unlink(temporary)
        raise
    content = target.read_bytes()
    print(f"{target}: {len(files)} files, {len(content)} bytes, sha256 {hashlib.sha256(content).hexdigest()}")
    for name in files:
        print(f"  {name}")


def pack(file: IO[bytes], files: dict[str, bytes]) -> None:
    """A zip of `files` with the same bytes wherever it is made.

    Stored, since compressors differ from one zlib to the next; modes from the content, since a clone's depend on
    its umask: what begins with `#!` may run.
    """
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.create_system = UNIX
            entry.external_attr = (stat.S_IFREG | (0o755 if content.startswith(b"#!") else 0o644)) << 16
            archive.writestr(entry, content)
