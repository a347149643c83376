"""Who handed in what: the export's folders and its metadata side by side, and what does not fit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from autograder.course.export import Export
from autograder.course.metadata import Record, records
from autograder.fitness import Refused


@dataclass(frozen=True)
class Roster:
    """All submissions by name, in the order in which they are graded."""

    records: dict[str, Record]
    remarks: tuple[str, ...]  # for the staff's terminal: they have names in them
    has_metadata: bool

    @property
    def names(self) -> list[str]:
        """The submissions."""
        return list(self.records)

    def label(self, name: str) -> str:
        """The submission with its students, for those who asked for names."""
        students = ", ".join(student.name or student.key for student in self.records[name].students)
        return f"{name} ({students})" if students else name


def read_roster(export: Export) -> Roster:
    """Everybody; raises `Refused` where nobody is."""
    metadata = export.open_metadata()
    known: dict[str, Record] = {}
    if metadata is not None:
        with metadata:
            known = {record.name: record for record in records(metadata)}
    names = sorted({*export.names, *known}, key=_by_number)
    if not names:
        raise Refused("the export holds no submissions; give Gradescope's export, or a folder with a folder for each")
    everyone = {name: known.get(name, Record(name)) for name in names}
    return Roster(everyone, tuple(remarks_on(everyone, export.names, known)), metadata is not None)


def remarks_on(everyone: Mapping[str, Record], folders: list[str], known: Mapping[str, Record]) -> Iterator[str]:
    """What does not fit, a sentence each."""
    for name, record in everyone.items():
        if record.problem:
            yield f"{name}: {record.problem}"
        if name not in folders:
            yield f"{name}: has no files in the export; it is graded as empty"
        if known and name not in known:
            yield f"{name}: is not in submission_metadata.yml, so nobody knows whose it is"
        if record.status not in ("", "processed"):
            yield f"{name}: Gradescope calls it {record.status}"
    for names in duplicates(everyone):
        yield f"{', '.join(names)}: are of one student; the last stands in grades.csv"


def duplicates(everyone: Mapping[str, Record]) -> list[list[str]]:
    """The submissions of each student who has several, the one that counts last."""
    by_student: dict[str, list[str]] = {}
    for name, record in sorted(everyone.items(), key=lambda item: item[1].created_at):
        for student in record.students:
            by_student.setdefault(student.key, []).append(name)
    return [names for key, names in by_student.items() if key and len(names) > 1]


def _by_number(name: str) -> tuple[str, int, str]:
    """submission_9 comes before submission_10."""
    stem = name.rstrip("0123456789")
    return stem, int(name[len(stem) :] or 0), name
