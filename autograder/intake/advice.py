"""What to tell a student of an upload: the words for the facts that were found, and what to do about them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from autograder import assignment
from autograder.intake.faults import Fault, Missing, NotUtf8, Unfit
from autograder.intake.names import listed
from autograder.intake.neighbours import Neighbours
from autograder.intake.upload import Parts, Unseen, Upload

UNFIT = {  # the rest of a sentence that begins with the file's name
    Unfit.LINK: "is a link or cannot be read; hand in the file itself",
    Unfit.FOLDER: "is a folder; hand in a Python file of this name",
    Unfit.NO_FILE: "is not a file; hand in a Python file of this name",
    Unfit.HARD_LINK: "is a hard link; hand in the file itself",
    Unfit.TOO_LARGE: f"is larger than {assignment.MAX_SUBMISSION_FILE_BYTES // 1024} KB",
    Unfit.EMPTY: "is empty; save the file in your editor and hand it in again",
    Unfit.ZIP: "is a zip archive; hand in the Python file inside it",
    Unfit.RICH_TEXT: "is a rich-text document; save it as plain text",
    Unfit.PDF: "is a PDF; hand in the Python file itself",
    Unfit.WEB_PAGE: "is a web page; download the file itself (the raw file)",
    Unfit.UTF_16: "is saved as UTF-16; save it as UTF-8",
    Unfit.NOTEBOOK: "is a notebook under another name; export the notebook as a Python script",
    Unfit.NULL_BYTES: "holds null bytes; save it as UTF-8 text",
}


def told(name: str, fault: Fault) -> str:
    """Why no function of the file `name` can be called, and what to do, as a sentence."""
    if isinstance(fault, Unfit):
        return f"{name} {UNFIT[fault]}"
    if isinstance(fault, NotUtf8):
        return f"{name} is not UTF-8 (byte 0x{fault.byte:02x} in line {fault.line}); save it as UTF-8"
    near = fault.near
    if not near:
        return f"{name} is missing from the upload; hand in all four files, with exactly these names"
    if all(other.endswith(".ipynb") for other in near):
        return f"{name} is missing; {listed(near)} is a notebook: export it as a Python script named {name}"
    which = "it" if len(near) == 1 else "the right one"
    return f"{name} is missing; the upload has {listed(near)}: rename {which} to {name}"


def remarks(
    upload: Upload, chosen: Mapping[str, Parts], faults: Mapping[str, Fault], neighbours: Neighbours
) -> Iterator[str]:
    """Plain sentences for the top of the results page, the first line first."""
    usable = [path for name, path in chosen.items() if name not in faults]
    yield from headline(usable, faults, upload)
    if neighbours.too_many:
        yield (
            f"The upload holds more than {assignment.MAX_SUBMISSION_FILES} Python files or "
            f"{assignment.MAX_SUBMISSION_BYTES // 1024**2} MB of them; those beyond were left out"
        )
    if neighbours.rivals:
        give = "cannot be imported; give each a name of its own"
        yield f"Two folders hold files of one name: {listed(neighbours.rivals)} {give}"
    yield from left_out(upload, chosen)
    if neighbours.too_late or upload.unseen is Unseen.TOO_LATE:
        yield not_to_the_end(f"that took longer than {assignment.UPLOAD_DEADLINE_SECONDS:g} s")
    elif upload.unseen is Unseen.TOO_MANY:
        yield not_to_the_end(f"it holds more than {assignment.MAX_UPLOAD_ENTRIES:,} files and folders")


def headline(usable: Sequence[Parts], faults: Mapping[str, Fault], upload: Upload) -> list[str]:
    """The first lines of the page: how many of the four files were found, where, and what to do about the rest."""
    total = len(assignment.FILES)
    if not faults:
        return [f"Found all {total} files{where(usable)}"]
    if len(faults) == total and all(isinstance(fault, Missing) and not fault.near for fault in faults.values()):
        return [nothing_found(upload)]
    first, *rest = [told(name, fault) for name, fault in faults.items()]
    return [f"Found {len(usable)} of the {total} files{where(usable)}. {first}", *rest]


def where(paths: Sequence[Parts]) -> str:
    """The folders of `paths`, unless that is the upload's own."""
    folders = list(dict.fromkeys("/".join(path[:-1]) for path in paths))
    if folders in ([], [""]):
        return ""
    return " in " + listed([folder or "the upload's own folder" for folder in folders])


def nothing_found(upload: Upload) -> str:
    """The first line where none of the four files is there nor anything like them."""
    names = [*(path[-1] for path in upload.python), *upload.others]
    count = len(upload.python) + upload.others_count
    advice = f"hand in {', '.join(assignment.FILES[:-1])} and {assignment.FILES[-1]}, with exactly these names"
    if not names:
        return f"The upload holds no files: {advice}"
    if any(name.endswith(".ipynb") for name in names):
        advice = f"export your notebooks as Python scripts, then {advice}"
    elif any(name.endswith((".zip", ".tar", ".gz", ".7z", ".rar")) for name in names):
        advice = f"an archive inside an upload is not unpacked, so {advice}"
    return f"Found none of the four files; the upload holds {listed(names, count)}: {advice}"


def left_out(upload: Upload, chosen: Mapping[str, Parts]) -> Iterator[str]:
    """A sentence for each of the four files that the upload holds more than once."""
    for name, path in chosen.items():
        more = ["/".join(other) for other in upload.python if other[-1] == name and other != path]
        if more:
            does_not = "does not" if len(more) == 1 else "do not"
            counts = f"{listed(['/'.join(path)])} counts, {listed(more[:1], len(more))} {does_not}"
            yield f"{name} was found {len(more) + 1} times: {counts}"


def not_to_the_end(reason: str) -> str:
    """What a student reads where a part of the upload was not seen."""
    return f"The upload was not looked through to the end: {reason}; hand in the files alone"
