"""Which known mistakes, one or two of them, give all the answers that a student's function gave in a test.

Each is tried on one case first, the smallest that went wrong, and on the others only where it holds there. A pair
starts from what its first mistake made of that case, and computes again only what comes after its second.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from autograder.mistakes.comparison import MATCH_TOLERANCE, Answered, Array, Parts, as_parts, same
from autograder.mistakes.known import KnownMistake, derivation_of, mistakes_of
from autograder.mistakes.known.derivation import Changes, Values


class Slip(NamedTuple):
    """A known mistake, and its change with the number that the student has in it, where it has one."""

    mistake: KnownMistake
    changes: Changes


Slips = tuple[Slip, ...]  # one, or two in the order of the derivation


class Search:
    """The known mistakes of `function`, held against answers to the cases of a test."""

    def __init__(self, function: str, answered: Answered) -> None:
        self._derivation = derivation_of(function)
        place = self._derivation.place
        slips = [Slip(mistake, changes) for mistake in mistakes_of(function) for changes in mistake.variants]
        self._slips = sorted(slips, key=lambda slip: place(slip.changes))
        self._args = [case.args for case, _, _ in answered]
        wrong = [i for i, (_, want, got) in enumerate(answered) if not same(want, got)] or range(len(answered))
        self._first = min(wrong, key=lambda i: sum(np.size(value) for value in self._args[i]))
        right = self._derivation.values(self._args[self._first], {})
        self._values = [self._after(right, {}, slip.changes) for slip in self._slips]

    def singles(self, answers: list[Parts], tolerance: float = MATCH_TOLERANCE) -> list[Slips]:
        """The mistakes that give the answers by themselves, each once."""
        first, found = _Probe(answers[self._first], tolerance), {}
        for slip, values in zip(self._slips, self._values):
            if values is not None and first.fits(self._parts(values)) and self._holds(slip.changes, answers, tolerance):
                found[slip.mistake.name] = (slip,)
        return list(found.values())

    def pairs(self, answers: list[Parts]) -> list[Slips]:
        """The pairs of mistakes in different steps that give the answers together, each once."""
        first, found = _Probe(answers[self._first], MATCH_TOLERANCE), {}
        for one, other, values in self._pairs():
            changes = {**one.changes, **other.changes}
            if first.fits(self._parts(values)) and self._holds(changes, answers, MATCH_TOLERANCE):
                found[one.mistake.name, other.mistake.name] = (one, other)
        return list(found.values())

    def _pairs(self) -> Iterator[tuple[Slip, Slip, Values]]:
        """Every two mistakes that change no step in common, with what they make of the first case."""
        for (one, values), (other, _) in itertools.combinations(zip(self._slips, self._values), 2):
            if values is not None and one.changes.keys().isdisjoint(other.changes):
                both = self._after(values, one.changes, other.changes)
                if both is not None:
                    yield one, other, both

    def _after(self, values: Values, first: Changes, second: Changes) -> Values | None:
        """What both changes make of the first case, from what one made of it; None where they do not fit together."""
        try:
            return self._derivation.values_after(values, self._args[self._first], first, second)
        except Exception:  # then they are not what the student did
            return None

    def _holds(self, changes: Changes, answers: list[Parts], tolerance: float) -> bool:
        """True if the changes give every answer, right ones included."""
        for i, answer in enumerate(answers):
            try:
                values = self._derivation.values(self._args[i], changes)
            except Exception:  # a change need not fit every case; then it is not what the student did
                return False
            if not same(as_parts(self._parts(values)), answer, tolerance):
                return False
        return True

    def _parts(self, values: Values) -> tuple[Any, ...]:
        return tuple(values[name] for name in self._derivation.returns)


class _Probe:
    """One answer, compared first by the entry of each part that tells most: most candidates fail there."""

    def __init__(self, answer: Parts, tolerance: float) -> None:
        self._answer, self._tolerance = answer, tolerance
        self._entries = [_entry(part, tolerance) for part in answer]

    def fits(self, candidate: tuple[Any, ...]) -> bool:
        """Whether the candidate is the answer, as `same` has it."""
        for part, (shape, index, value, allowed) in zip(candidate, self._entries):
            if getattr(part, "shape", ()) != shape:
                return False
            entry = part.item(index) if shape else float(part)
            if abs(entry - value) > allowed or (entry != entry) != (value != value):
                return False
        return same(as_parts(candidate), self._answer, self._tolerance)


def _entry(part: Array, tolerance: float) -> tuple[tuple[int, ...], int, float, float]:
    """Shape, the place and value of the largest entry, and what it may be off by."""
    sizes = np.where(np.isfinite(part), np.abs(part), 0.0).ravel()
    index = int(np.argmax(sizes)) if sizes.size else 0
    return part.shape, index, float(part.item(index)) if part.size else 0.0, tolerance * (sizes.max(initial=0.0) + 1e-3)
