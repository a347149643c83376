"""The folder of `--out`: what is in it, what may be written to it, and what is done already.

course.json          which version of the grader filled it
results/NAME.json    byte for byte what a single run writes, but for times
records/NAME.json    under which key it was made, in how many seconds, or why there is none
pseudonyms.key       mode 0600
grades.csv, report.html, audit.json
scratch/             the submissions that are being graded now; emptied at the start
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import hashlib
import json
import os
import shutil
from pathlib import Path
from typing import Any

from autograder.course.keys import Version
from autograder.fitness import Refused
from autograder.report.whole_file import write_whole

FORMAT = 1
MAX_NAME_BYTES = 200  # with what is written first and then renamed, a file system takes 255
REPORT_ONLY = Version("report-only", "")  # stands for a folder in which nothing is graded
NO_LOCKS = {errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP}  # some disks of clusters have none


class Out:
    """A context: one run at a time fills a folder, or one for each shard."""

    def __init__(self, folder: Path, version: Version, shard: str = "") -> None:
        self.folder = folder
        self.version = version
        self.results = folder / "results"
        self.records = folder / "records"
        self.scratch = folder / "scratch" / (shard or "all")
        self._lock_name = f".lock{shard}"
        self._lock = -1

    def __enter__(self) -> Out:
        check_manifest(self.folder, self.version)
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # no student's code reads another's results
        for folder in (self.results, self.records, self.scratch.parent):
            folder.mkdir(parents=True, exist_ok=True)
        self._lock = os.open(self.folder / self._lock_name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(self._lock)
            raise Refused(f"another run fills {self.folder} now; wait for it, or give another --out") from None
        except OSError as error:
            if error.errno not in NO_LOCKS:
                raise
        manifest = {"format": FORMAT, "grader": self.version.digest, "commit": self.version.commit}
        write_whole(self.folder / "course.json", json.dumps(manifest, indent=1).encode(), durable=True)
        shutil.rmtree(self.scratch, ignore_errors=True)
        self.scratch.mkdir(mode=0o700)
        return self

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self.scratch, ignore_errors=True)
        with contextlib.suppress(OSError):  # another shard's is in it
            self.scratch.parent.rmdir()
        os.close(self._lock)

    def has(self, name: str, key: str) -> bool:
        """Whether the whole result of submission `name` is there, made under `key`."""
        record = self.record(name)
        if record.get("key") != key or record.get("failed"):
            return False
        try:
            return hashlib.sha256(self.results_of(name).read_bytes()).hexdigest() == record.get("sha256")
        except FileNotFoundError:
            return False

    def keep(self, name: str, key: str, results: bytes, facts: dict[str, Any]) -> None:
        """Store a result: it counts from the moment that its record is there."""
        write_whole(self.results_of(name), results, durable=True)
        self._write_record(name, {"key": key, "sha256": hashlib.sha256(results).hexdigest(), **facts})

    def keep_failure(self, name: str, key: str, reason: str) -> None:
        """Remember why there is no result; the next run tries again."""
        self.results_of(name).unlink(missing_ok=True)
        self._write_record(name, {"key": key, "failed": reason})

    def results_of(self, name: str) -> Path:
        """Where the results of submission `name` are."""
        return self.results / file_of(name)

    def record(self, name: str) -> dict[str, Any]:
        """What is known of how a result was made; {} where none was."""
        return read_json(self.records / file_of(name))

    def _write_record(self, name: str, record: dict[str, Any]) -> None:
        write_whole(self.records / file_of(name), json.dumps(record), durable=True)


def file_of(name: str) -> str:
    """The name of a file about submission `name`, a folder's, which may be as long as a name can be, or no text."""
    encoded = os.fsencode(name)
    if len(encoded) <= MAX_NAME_BYTES and name.isprintable():
        return f"{name}.json"
    start = "".join(letter if letter.isalnum() else "-" for letter in name[:40])
    return f"{start}-{hashlib.sha256(encoded).hexdigest()}.json"


def read_json(path: Path) -> dict[str, Any]:
    """The object in a file; {} where the file is missing or holds none."""
    try:
        loaded = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return loaded if isinstance(loaded, dict) else {}


def check_manifest(folder: Path, version: Version) -> None:
    """Raise `Refused` unless `folder` is new, empty, or was filled by this version."""
    if folder.exists() and not folder.is_dir():
        raise Refused(f"{folder} is a file; give a folder as --out")
    manifest = read_json(folder / "course.json")
    if not manifest:
        if folder.is_dir() and any(not entry.name.startswith(".") for entry in folder.iterdir()):
            raise Refused(f"{folder} holds something else; give a new or empty folder as --out")
        return
    if manifest.get("format") != FORMAT or manifest.get("grader") != version.digest:
        theirs = Version(str(manifest.get("grader")), str(manifest.get("commit") or ""))
        if REPORT_ONLY in (version, theirs):
            raise Refused(f"{folder} has both in it if this goes on, gradings and a report without; give another --out")
        raise Refused(
            f"{folder} holds results of another version of the grader, {theirs}, and this is {version}; "
            f"give another --out, and --against {folder} to compare"
        )
