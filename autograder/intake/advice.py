"""What to tell a student whose upload is not four Python files: what was found, and what to do about it.

Names in the upload are the student's: they are shown printable and short, and nothing is graded by guessing.
"""

from __future__ import annotations

import re

from autograder import assignment
from autograder.intake.upload import Parts, Upload

MAX_NAMES_SHOWN = 3
MAY_BE_CODE = re.compile(r"^[^.]+$|\.(py|ipynb|txt)$|\.py\b", re.IGNORECASE)  # not the picture of a network
CODING_COMMENT = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)", re.MULTILINE)
OTHER_FORMATS = (  # the first bytes of what is sometimes saved under a Python file's name
    (b"PK\x03\x04", "is a zip archive; hand in the Python file inside it"),
    (b"{\\rtf", "is a rich-text document; save it as plain text"),
    (b"%PDF", "is a PDF; hand in the Python file itself"),
    (b"<!DOCTYPE html", "is a web page; download the file itself (the raw file)"),
    (b"\xff\xfe", "is saved as UTF-16; save it as UTF-8"),
    (b"\xfe\xff", "is saved as UTF-16; save it as UTF-8"),
)


def text_problem(content: bytes) -> str:
    """Why these bytes are no Python source, as the rest of a sentence; "" where they may be."""
    if not content.strip(b"\xef\xbb\xbf \t\r\n"):
        return "is empty; save the file in your editor and hand it in again"
    for beginning, problem in OTHER_FORMATS:
        if content.startswith(beginning):
            return problem
    if content.lstrip().startswith(b"{") and b'"cells"' in content:
        return "is a notebook under another name; export the notebook as a Python script"
    if b"\0" in content:
        return "holds null bytes; save it as UTF-8 text"
    if _declares_another_encoding(content):
        return ""  # Python reads the declaration, in the worker
    for number, line in enumerate(content.split(b"\n"), 1):
        try:
            line.decode("utf-8")
        except UnicodeDecodeError as error:
            if b"#" not in line[: error.start]:  # in a comment some versions of Python allow it: the worker's decides
                return f"is not UTF-8 (byte 0x{line[error.start]:02x} in line {number}); save it as UTF-8"
    return ""


def _declares_another_encoding(content: bytes) -> bool:
    first_lines = b"\n".join(content.split(b"\n", 2)[:2])
    declared = CODING_COMMENT.search(first_lines)
    return declared is not None and declared[1].lower().replace(b"_", b"-") not in (b"utf-8", b"utf8")


def advise(name: str, upload: Upload) -> str:
    """Why the file `name` is missing, as the rest of a sentence: what looks like it, and what to do."""
    near = find_near(name, upload)
    if not near:
        return "is missing from the upload; hand in all four files, with exactly these names"
    notebooks = [other for other in near if other.endswith(".ipynb")]
    if len(notebooks) == len(near):
        return f"is missing; {listed(near)} is a notebook: export it as a Python script named {name}"
    if len(near) == 1:
        return f"is missing; the upload has {listed(near)}: rename it to {name}"
    return f"is missing; the upload has {listed(near)}: rename the right one to {name}"


def find_near(name: str, upload: Upload) -> list[str]:
    """Names in the upload that may be meant for `name`, the most alike first."""
    question, _, topic = name[:-3].partition("_")
    wanted = question + topic
    ranked = []
    names = [path[-1] for path in upload.python if path[-1] not in assignment.FILES]
    names += [other for other in upload.others if MAY_BE_CODE.search(other)]
    for other in sorted(set(names)):
        plain = re.sub(r"[^a-z0-9]", "", other.lower())
        if plain.startswith(wanted):
            ranked.append((0, other))
        elif plain.startswith(topic) or wanted in plain:
            ranked.append((1, other))
        elif re.match(rf"{question}(?![0-9])", plain) and not re.search(r"help|util|test", plain):
            ranked.append((2, other))
    best = min((rank for rank, _ in ranked), default=0)
    return [other for rank, other in ranked if rank == best]


def headline(usable: list[Parts], problems: dict[str, str], upload: Upload) -> list[str]:
    """The first lines of the page: how many of the four files were found, where, and what to do about the rest."""
    total = len(assignment.FILES)
    if not problems:
        return [f"Found all {total} files{where(usable)}"]
    missing = [name for name, problem in problems.items() if problem.startswith("is missing from")]
    if len(missing) == total:
        return [nothing_found(upload)]
    first, *rest = [f"{name} {problem}" for name, problem in problems.items()]
    return [f"Found {len(usable)} of the {total} files{where(usable)}. {first}", *rest]


def where(paths: list[Parts]) -> str:
    """The folders of `paths`, unless that is the upload's own."""
    folders = list(dict.fromkeys("/".join(path[:-1]) for path in paths))
    if folders in ([], [""]):
        return ""
    return " in " + listed([folder or "the upload's own folder" for folder in folders])


def nothing_found(upload: Upload) -> str:
    """The first line where none of the four files is there nor anything like them."""
    names = [path[-1] for path in upload.python] + upload.others
    count = len(upload.python) + upload.others_count
    advice = f"hand in {', '.join(assignment.FILES[:-1])} and {assignment.FILES[-1]}, with exactly these names"
    if not names:
        return f"The upload holds no files: {advice}"
    if any(name.endswith(".ipynb") for name in names):
        advice = f"export your notebooks as Python scripts, then {advice}"
    elif any(name.endswith((".zip", ".tar", ".gz", ".7z", ".rar")) for name in names):
        advice = f"an archive inside an upload is not unpacked, so {advice}"
    return f"Found none of the four files; the upload holds {listed(names, count)}: {advice}"


def listed(names: list[str], count: int = 0) -> str:
    """The first names in quotes, and how many more there are of `count`."""
    shown = [f"“{printable(name)}”" for name in names[:MAX_NAMES_SHOWN]]
    more = max(count, len(names)) - len(shown)
    if more:
        return f"{', '.join(shown)} and {more} more"
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)


def printable(name: str) -> str:
    """A file name on one line and at most 60 characters, without anything that a page or a terminal obeys."""
    safe = name.encode("utf-8", "backslashreplace").decode("utf-8")
    safe = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in safe)
    return safe if len(safe) <= 60 else f"{safe[:40]}…{safe[-19:]}"
