"""Find the student's files in an upload, check them, and copy them to where the worker may read them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from autograder import assignment
from autograder.intake.advice import advise, headline, listed, text_problem
from autograder.intake.neighbours import take_neighbours
from autograder.intake.upload import Parts, Unusable, Upload, look_through


@dataclass
class Submission:
    """What was handed in: the bytes of its Python files, and what is wrong with it, in the student's terms."""

    files: dict[str, bytes] = field(default_factory=dict)  # by the path that the worker imports them by
    problems: dict[str, str] = field(default_factory=dict)  # module -> why none of its functions can be called
    remarks: list[str] = field(default_factory=list)  # plain sentences for the first lines of the results page

    def modules(self) -> list[str]:
        """Those of the four whose file is there and can be read."""
        return [name[:-3] for name in assignment.FILES if name in self.files]

    def copy_to(self, folder: Path) -> None:
        """Write the files into a new `folder` that anyone may read and only the grader may change."""
        folder.mkdir()
        for name, content in self.files.items():
            target = folder / name
            for above in reversed(target.relative_to(folder).parents):
                (folder / above).mkdir(exist_ok=True)
            target.write_bytes(content)
            target.chmod(0o644)
        for made in {folder, *(above for name in self.files for above in (folder / name).parents)}:
            if made.is_relative_to(folder):
                made.chmod(0o755)  # whatever the umask

    def is_whole_in(self, folder: Path) -> bool:
        """Whether every file that `copy_to` wrote into `folder` is still there, at its length."""
        try:
            return all((folder / name).lstat().st_size == len(content) for name, content in self.files.items())
        except OSError:
            return False


def find_submission(folder: Path) -> Submission:
    """Read the submission in `folder`; raises no error for its content.

    The four files may lie in folders of any depth. Where a name occurs more than once, the folder with most of the
    four counts, then the one nearest to the top, then the first by name. Beside each of them its other Python files
    are taken too, folders included, since it may import them; a `conftest.py` among them harms nobody.
    """
    upload = look_through(folder)
    found = Submission()
    chosen = choose(upload)
    reasons = {name: _take(upload, path, name, found.files) for name, path in chosen.items()}
    reasons |= {name: advise(name, upload) for name in assignment.FILES if name not in chosen}
    for name in assignment.FILES:
        if reasons[name]:
            found.problems[name[:-3]] = f"cannot be called: {name} {reasons[name]}"
    found.remarks += take_neighbours(upload, homes_in(upload), found.files)
    usable = [path for name, path in chosen.items() if not reasons[name]]
    found.remarks[:0] = headline(usable, {name: reasons[name] for name in assignment.FILES if reasons[name]}, upload)
    found.remarks += _left_out(upload, chosen)
    if upload.unseen:
        found.remarks.append(f"The upload was not looked through to the end: {upload.unseen}; hand in the files alone")
    return found


def homes_in(upload: Upload) -> list[Parts]:
    """The folders that hold some of the four files, the one that counts first."""
    held = Counter(path[:-1] for path in upload.python if path[-1] in assignment.FILES)
    return sorted(held, key=lambda folder: (-held[folder], len(folder), folder))


def choose(upload: Upload) -> dict[str, Parts]:
    """For each of the four files that there is, the path that counts."""
    present = set(upload.python)
    chosen: dict[str, Parts] = {}
    homes = homes_in(upload)
    for name in assignment.FILES:
        place = next(((*home, name) for home in homes if (*home, name) in present), None)
        if place is not None:
            chosen[name] = place
    return chosen


def _take(upload: Upload, path: Parts, name: str, files: dict[str, bytes]) -> str:
    """Read one of the four into `files`; otherwise the reason why not."""
    try:
        content = upload.read(path)
    except Unusable as error:
        return str(error)
    problem = text_problem(content)
    if not problem:
        files[name] = content
    return problem


def _left_out(upload: Upload, chosen: dict[str, Parts]) -> list[str]:
    """A sentence for each of the four files that the upload holds more than once."""
    sentences = []
    for name, path in chosen.items():
        more = ["/".join(other) for other in upload.python if other[-1] == name and other != path]
        if more:
            does_not = "does not" if len(more) == 1 else "do not"
            counts = f"{listed(['/'.join(path)])} counts, {listed(more[:1], len(more))} {does_not}"
            sentences.append(f"{name} was found {len(more) + 1} times: {counts}")
    return sentences
