"""Submissions that did not get as far as an answer: time-outs, crashes, uploads that needed advice, slow ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from autograder.course.graded import KINDS, OTHER, Graded

WORDS = {
    "unwritten": "is not written yet",
    "uncallable": "cannot be called: it is missing, or its file cannot be imported",
    "raised": "raises an exception",
    "time": "does not return in time",
    "crash": "ends its process, or takes too much memory",
    OTHER: "returns another shape or type than asked for",
    "grader": "met a fault of the grader",
}
ALL_FOUND = "**Found all 4 files.**"
SLOWEST = 10


@dataclass(frozen=True)
class Trouble:
    """One kind of it."""

    words: str
    submissions: int
    functions: list[tuple[str, int]]  # with how many submissions have it there, the most frequent first


def troubles(everyone: Sequence[Graded]) -> list[Trouble]:
    """Every kind that occurs."""
    found = []
    for kind in dict.fromkeys([*WORDS, *KINDS.values()]):
        counts = Counter(f for one in everyone for f, standing in one.functions.items() if standing.kind == kind)
        if kind in WORDS and counts:
            with_it = sum(1 for one in everyone if any(standing.kind == kind for standing in one.functions.values()))
            found.append(Trouble(WORDS[kind], with_it, counts.most_common()))
    return found


def advised(everyone: Sequence[Graded]) -> int:
    """Uploads whose results page does not begin with all four files found and nothing else to say."""
    return sum(1 for one in everyone if one.page and one.page.split("\n\n")[0].strip() != ALL_FOUND)


def slowest(everyone: Sequence[Graded]) -> list[tuple[str, float]]:
    """The submissions that took longest, with their seconds."""
    ordered = sorted(everyone, key=lambda one: -one.seconds)
    return [(one.shown, one.seconds) for one in ordered[:SLOWEST] if one.seconds > 0]
