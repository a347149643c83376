"""All results, read one after another: those in the folder, or the export's own, with its history beside them."""

from __future__ import annotations

from collections.abc import Iterator

from autograder.course.export import Export
from autograder.course.graded import Graded, graded
from autograder.course.metadata import Record, records
from autograder.course.out import Out, read_json
from autograder.course.pseudonyms import Pseudonyms
from autograder.course.roster import Roster


def collect(export: Export, roster: Roster, out: Out, *, names: bool) -> Iterator[Graded]:
    """Every submission that has results in the folder."""
    pseudonyms = Pseudonyms(out.folder)
    for record in whole_records(export, roster):
        results = read_json(out.results_of(record.name))
        made = out.record(record.name)
        if results and not made.get("failed"):
            shown = roster.label(record.name) if names else pseudonyms.of(record.name)
            yield graded(record, results, shown, made.get("unnamed") or {})


def collect_own(export: Export, roster: Roster, out: Out, *, names: bool) -> Iterator[Graded]:
    """Every submission whose results the export has, as far as they are this grader's."""
    pseudonyms = Pseudonyms(out.folder)
    for record in whole_records(export, roster):
        results = record.attempts[-1].results if record.attempts else None
        if results:
            shown = roster.label(record.name) if names else pseudonyms.of(record.name)
            one = graded(record, results, shown, {})
            if one.rows:
                yield one


def whole_records(export: Export, roster: Roster) -> Iterator[Record]:
    """Each submission's record with its attempts; without metadata there are none."""
    metadata = export.open_metadata()
    seen: set[str] = set()
    if metadata is not None:
        with metadata:
            for record in records(metadata, whole=True):
                seen.add(record.name)
                yield record
    yield from (record for name, record in roster.records.items() if name not in seen)
