"""Find the student's files, check them, and copy them to where the worker may read them."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field
from pathlib import Path

from autograder import assignment


@dataclass
class Submission:
    """What was handed in: the bytes of its Python files, and what is wrong with it, in the student's terms."""

    files: dict[str, bytes] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)  # module -> why none of its functions can be called
    remarks: list[str] = field(default_factory=list)  # for the first lines of the results page

    def copy_to(self, folder: Path) -> None:
        """Write the files into a new `folder` that anyone may read and only the grader may change."""
        folder.mkdir(mode=0o755)
        for name, content in self.files.items():
            target = folder / name
            target.write_bytes(content)
            target.chmod(0o644)


def find_submission(folder: Path) -> Submission:
    """Read the submission in `folder`. Links, devices and pipes are not followed; raises no error for content."""
    found = Submission()
    names = sorted(entry.name for entry in os.scandir(folder) if entry.name.endswith(".py"))
    for name in names[: assignment.MAX_SUBMISSION_FILES]:
        reason = _read(folder / name, found.files)
        if reason and name in assignment.FILES:
            found.problems[name[:-3]] = f"cannot be called: {name} {reason}"
    for name in assignment.FILES:
        module = name[:-3]
        if module not in found.problems and name not in found.files:
            found.problems[module] = (
                f"cannot be called: {name} is missing from the submission; "
                "hand in all four files, with exactly these names"
            )
    for name in assignment.FILES:
        if name[:-3] in found.problems:
            found.remarks.append(found.problems[name[:-3]].removeprefix("cannot be called: "))
    return found


def _read(path: Path, files: dict[str, bytes]) -> str:
    """Read one regular file into `files`; otherwise the reason why not."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return "is a link or cannot be read; hand in the file itself"
    with os.fdopen(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            return "is not a file; hand in a Python file of this name"
        if status.st_nlink > 1:
            return "is a hard link; hand in the file itself"
        if status.st_size > assignment.MAX_SUBMISSION_FILE_BYTES:
            return f"is larger than {assignment.MAX_SUBMISSION_FILE_BYTES // 1024} KB"
        files[path.name] = file.read()
    return ""
