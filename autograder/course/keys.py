"""What a result depends on, as a hash: the submission's files and all of the grader that can change a grade."""

from __future__ import annotations

import hashlib
import subprocess
from dataclasses import dataclass
from pathlib import Path

GRADES = ("autograder", "solutions", "student_template/tests")  # the folders whose code takes part in a grading
GRADES_NOTHING = "autograder/course"  # but for the two that run inside a grader process
TAKES_PART = {"grader_process.py", "fingerprints.py"}
ENVIRONMENT = "build/venv/pyvenv.cfg"


@dataclass(frozen=True)
class Version:
    """A version of the grader: its hash, and its commit where it is a clone."""

    digest: str
    commit: str

    def __str__(self) -> str:
        return f"{self.digest[:12]} (commit {self.commit})" if self.commit else self.digest[:12]


def version_of(root: Path) -> Version:
    """The version of the grader in the folder `root`, of its Python and of its NumPy."""
    digest = code_of(root)
    digest.update(python_of(root).encode())
    for found in sorted(root.glob("build/worker/packages/numpy-*.dist-info")):
        digest.update(found.name.encode())
    return Version(digest.hexdigest(), commit_of(root))


def code_of(root: Path) -> hashlib._Hash:
    """The hash of all files that can change a grade: of a version that is not set up, too."""
    digest = hashlib.sha256()
    for path in sorted(takes_part(root)):
        relative = path.relative_to(root).as_posix()
        digest.update(f"{relative}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest


def takes_part(root: Path) -> list[Path]:
    """All files that can change a grade."""
    files = [path for folder in GRADES for path in (root / folder).rglob("*.py")]
    files += [root / "requirements.txt"] * (root / "requirements.txt").is_file()
    return [path for path in files if path.parent != root / GRADES_NOTHING or path.name in TAKES_PART]


def python_of(root: Path) -> str:
    """The line of the virtual environment that has the version of Python; the others have paths."""
    path = root / ENVIRONMENT
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    return next((line for line in lines if line.startswith("version")), "")


def commit_of(root: Path) -> str:
    """The commit that a clone is at, marked where files were changed since; "" for what is no clone."""
    if not (root / ".git").exists():
        return ""
    command = ["git", "-C", str(root), "describe", "--always", "--dirty=, changed since"]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True, timeout=20).stdout.strip()
    except (OSError, subprocess.SubprocessError):
        return ""


def key_of(submission: str, version: Version) -> str:
    """The key under which a result is kept; `submission` is the hash of its files."""
    return hashlib.sha256(f"{submission} {version.digest}".encode()).hexdigest()
