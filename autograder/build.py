"""Make `autograder.zip` for Gradescope and `student_template.zip` for students; standard library only."""

from __future__ import annotations

import os
import stat
import zipfile
from pathlib import Path

from autograder import assignment

EPOCH = (1980, 1, 1, 0, 0, 0)  # one date for every entry: the same files give the same bytes
AUTOGRADER_PARTS = (
    "setup.sh", "run_autograder", "requirements.txt", "requirements-oracles.txt",
    "autograder", "solutions", "student_template",
)  # fmt: skip
LEFT_OUT = {"__pycache__", ".pytest_cache", ".DS_Store"}


def build(out: Path) -> int:
    """Write both zips into `out` and print what was packed; 0."""
    out.mkdir(parents=True, exist_ok=True)
    parts = [path for name in AUTOGRADER_PARTS for path in files_below(assignment.ROOT / name)]
    pack(out / "autograder.zip", assignment.ROOT, parts)
    pack(out / "student_template.zip", assignment.TEMPLATE, files_below(assignment.TEMPLATE))
    return 0


def files_below(path: Path) -> list[Path]:
    """The files of a folder, or the file itself, without caches; sorted."""
    if path.is_file():
        return [path]
    return sorted(
        file for file in path.rglob("*") if file.is_file() and not LEFT_OUT & set(file.parts) and file.suffix != ".pyc"
    )


def pack(target: Path, base: Path, files: list[Path]) -> None:
    """One zip of `files`, named relative to `base`, the same bytes for the same content."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            entry = zipfile.ZipInfo(file.relative_to(base).as_posix(), EPOCH)
            executable = os.access(file, os.X_OK)
            entry.external_attr = (stat.S_IFREG | (0o755 if executable else 0o644)) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, file.read_bytes())
    print(f"{target}: {len(files)} files")
    for file in files:
        print(f"  {file.relative_to(base).as_posix()}")
