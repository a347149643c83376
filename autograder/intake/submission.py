"""A submission: the files of an upload that count, found, read and, where they cannot be graded, told why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from autograder import assignment
from autograder.intake import advice
from autograder.intake.choice import choose, homes_in
from autograder.intake.faults import Missing
from autograder.intake.names import find_near
from autograder.intake.neighbours import read_neighbours
from autograder.intake.source import read_source
from autograder.intake.upload import Upload, look_through


@dataclass(frozen=True)
class Submission:
    """What was handed in: the bytes of its Python files, and what is wrong with it, in the student's terms."""

    files: Mapping[str, bytes]  # by the path that the worker imports them by
    problems: Mapping[str, str]  # module -> why none of its functions can be called
    remarks: tuple[str, ...]  # plain sentences for the first lines of the results page

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
    chosen = choose(upload)
    read = {name: read_source(upload, path) for name, path in chosen.items()}
    four = {name: content for name, content in read.items() if isinstance(content, bytes)}
    neighbours = read_neighbours(upload, homes_in(upload), four)
    answers = {name: read[name] if name in read else missing(name, upload) for name in assignment.FILES}
    faults = {name: answer for name, answer in answers.items() if not isinstance(answer, bytes)}
    problems = {name[:-3]: f"cannot be called: {advice.told(name, fault)}" for name, fault in faults.items()}
    remarks = advice.remarks(upload, chosen, faults, neighbours)
    return Submission(neighbours.files, problems, tuple(remarks))


def missing(name: str, upload: Upload) -> Missing:
    """That the file `name` is not in the upload, and what may be meant for it."""
    others = [path[-1] for path in upload.python if path[-1] not in assignment.FILES]
    return Missing(find_near(name, [*others, *upload.others]))
