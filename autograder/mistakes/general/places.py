"""Answers that are right in some places or some cases and wrong in others."""

from __future__ import annotations

import numpy as np

from autograder.mistakes.general.closeness import Array, Triple, accepted, accepted_entries, all_close

MOSTLY = 0.5  # of the rows, columns or entries


def find_right_places(triples: list[Triple]) -> str:
    """Rows, columns, entries, or the diagonal, if it is the same ones that are right in every case."""
    masks = [accepted_entries(want, got) for _, want, got in triples]
    if not masks or any(mask.ndim not in (1, 2) for mask in masks):
        return ""
    if all(_is_square(mask) and np.array_equal(mask, ~np.eye(len(mask), dtype=bool)) for mask in masks):
        return "Right off the diagonal, wrong on it."
    if all(_is_square(mask) and np.array_equal(mask, np.eye(len(mask), dtype=bool)) for mask in masks):
        return "Right on the diagonal, wrong everywhere else."
    if all(mask.ndim == 1 for mask in masks):
        return _which("entry", masks)
    if all(mask.ndim == 2 for mask in masks):
        rows, columns = ([np.asarray(mask.all(axis=axis)) for mask in masks] for axis in (1, 0))
        return _which("row", rows) or _which("column", columns)
    return ""


def _which(word: str, lines: list[Array]) -> str:
    """Which are right, or which are wrong, counted from the front or from the back; "" unless always the same."""
    if any(line.all() or not line.any() for line in lines) or (len(lines) == 1 and lines[0].mean() < MOSTLY):
        return ""  # in a single case it may be chance which few are right
    for said, chosen in (("Wrong", [~line for line in lines]), ("Right", lines)):
        places = {tuple(np.flatnonzero(line).tolist()) for line in chosen}
        from_the_back = {tuple((np.flatnonzero(line) - len(line)).tolist()) for line in chosen}
        for indices in (places, from_the_back):
            if len(indices) == 1:
                return f"{said} in {_listed(word, next(iter(indices)))} only."
    return ""


def _is_square(mask: Array) -> bool:
    return mask.ndim == 2 and mask.shape[0] == mask.shape[1]


def _listed(word: str, indices: tuple[int, ...]) -> str:
    """The places in words; those below zero are counted from the end."""
    many = {"entry": "entries"}.get(word, f"{word}s")
    count = len(indices)
    if indices == tuple(range(-count, 0)):
        return f"the last {word}" if count == 1 else f"the last {count} {many}"
    named = f"{word} {indices[0]}" if count == 1 else f"{many} {', '.join(map(str, indices))}"
    return named if indices[0] >= 0 else f"{named} (counted from the end)"


def find_right_cases(triples: list[Triple]) -> str:
    """Right at t = 1 alone, or in some kinds of case and not in others."""
    right = [accepted(want, got) for _, want, got in triples]
    if not any(right):
        return ""
    steps = [case.inputs.get("t") for case, _, _ in triples]
    if None not in steps and all(ok == (t == 1) for ok, t in zip(right, steps)):
        later = dict.fromkeys(f"{t}" for t in steps if t != 1)
        return f"Right at t = 1, wrong at t = {', '.join(later)}."
    kinds = {
        ok: dict.fromkeys(case.about for (case, _, _), r in zip(triples, right) if r == ok) for ok in (True, False)
    }
    if kinds[True].keys() & kinds[False].keys():
        return ""
    few = len(kinds[True]) < len(kinds[False])
    return f"{'Right' if few else 'Wrong'} only here: {'; '.join(kinds[few])}."


def find_another_order(triples: list[Triple]) -> str:
    """The right numbers in other places."""
    if all(want.ndim > 0 for _, want, _ in triples) and all_close(
        [(case, np.sort(want, axis=None), np.sort(got, axis=None)) for case, want, got in triples]
    ):
        return "The right numbers, in other places than expected."
    return ""
