"""The other side of an audit: an earlier folder of results, or another version of the grader, set up and run."""

from __future__ import annotations

import hashlib
import os
import subprocess
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.course.keys import code_of
from autograder.course.out import file_of, read_json
from autograder.fitness import Refused
from autograder.intake.strangers_zip import ZipFile

WHAT = "give an earlier --out folder, another version's autograder.zip, or its clone"
MARK = "autograder/grade.py"  # every version of the grader has it
MAX_ZIP_BYTES = 1 << 28


@dataclass(frozen=True)
class EarlierResults:
    """A folder that an earlier run filled."""

    folder: Path
    grader: str
    commit: str

    def results_of(self, name: str) -> dict[str, Any]:
        """results.json of one submission; {} where there is none."""
        return read_json(self.folder / "results" / file_of(name))


@dataclass(frozen=True)
class OtherVersion:
    """A grader that is to grade the same submissions; its results go below `folder`."""

    root: Path
    folder: Path


def find_other(path: Path, below: Path) -> EarlierResults | OtherVersion:
    """What `--against` names; a zip is unpacked into the folder `below`, which nobody else may read."""
    manifest = read_json(path / "course.json") if path.is_dir() else {}
    if manifest:
        return EarlierResults(path, str(manifest.get("grader") or ""), str(manifest.get("commit") or ""))
    below.mkdir(mode=0o700, exist_ok=True)
    if (path / MARK).is_file():
        root, code = path.resolve(), code_of(path)
        code.update(os.fsencode(root))
        return OtherVersion(root, below / code.hexdigest()[:12])  # where it is edited, another one
    if path.is_file() and zipfile.is_zipfile(path):
        try:
            return unpack(path, below)
        except (Refused, OSError):
            raise
        except Exception as error:  # see strangers_zip.py
            raise Refused(f"{path} is a broken zip ({error}); {WHAT}") from None
    raise Refused(f"{path} is nothing to compare with; {WHAT}")


def unpack(path: Path, below: Path) -> OtherVersion:
    """The version in a zip, unpacked once."""
    folder = below / hashlib.sha256(path.read_bytes()).hexdigest()[:12]
    root = folder / "grader"
    if not (root / MARK).is_file():
        with ZipFile(path, MAX_ZIP_BYTES) as archive:
            if MARK not in archive.namelist():
                raise Refused(f"{path} has no {MARK}, so it is no version of this grader; {WHAT}")
            if sum(entry.file_size for entry in archive.infolist()) > MAX_ZIP_BYTES:
                raise Refused(f"{path} unpacks to more than {MAX_ZIP_BYTES >> 20} MB; {WHAT}")
            root.mkdir(parents=True, mode=0o700, exist_ok=True)
            archive.extractall(root)
    return OtherVersion(root, folder)


def set_up(version: OtherVersion) -> None:
    """Have the other version install what it needs; raises `Refused` where it cannot."""
    done = subprocess.run(["bash", str(version.root / "setup.sh")], stdin=subprocess.DEVNULL, check=False)
    if done.returncode:
        raise Refused(f"the grader in {version.root} could not be set up, see above; mend that, or {WHAT}")
