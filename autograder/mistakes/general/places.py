"""Answers that are right in some places or some cases and wrong in others."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.mistakes.general.closeness import Array, Triple, accepted, accepted_entries, all_close, mute
from autograder.public import ladder

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


# What the parts of an optimizer's answer do not depend on, by the words in which a kind of case says it.
NOT_OF = {"v": ("rate",), "s": ("rate", "weight decay"), "r": ("rate", "weight decay")}


def find_right_cases(triples: list[Triple], part: str = "") -> str:
    """Right at t = 1 alone, or in some kinds of case and not in others; `part` names a tuple's."""
    triples = [(case, want, got) for case, want, got in triples if not mute(want, got)]
    right = [accepted(want, got) for _, want, got in triples]
    before = [bool(np.any(case.inputs[part])) for case, _, _ in triples if part in case.inputs]
    if any(right) and before == [not ok for ok in right]:
        return f"Right where the {part} that comes in is zero, wrong elsewhere."
    return _which_cases("Right", "Wrong", right, [case for case, _, _ in triples], part)


def find_not_finite(triples: list[Triple], part: str = "") -> str:
    """In which cases an answer has NaN or infinity in it, and what to look for."""
    finite = [bool(np.isfinite(got).all()) for _, _, got in triples]
    where = _which_cases("Finite", "Not finite", finite, [case for case, _, _ in triples], part)
    return f"{where} {ladder.NOT_FINITE_HINT}".strip()


def _which_cases(good: str, bad: str, holds: list[bool], cases: list[Any], part: str) -> str:
    """In which kinds of case it `holds`, or in which it does not; "" where cases of one kind differ."""
    if not any(holds) or all(holds):
        return ""
    steps = [case.inputs.get("t") for case in cases]
    later = ", ".join(dict.fromkeys(f"{t}" for t in steps if t != 1))
    if None not in steps and all(ok == (t == 1) for ok, t in zip(holds, steps)):
        return f"{good} at t = 1, {bad.lower()} at t = {later}."
    if None not in steps and all(ok != (t == 1) for ok, t in zip(holds, steps)):
        return f"{bad} at t = 1, {good.lower()} at t = {later}."
    kinds = {ok: dict.fromkeys(_kind(case, part) for case, h in zip(cases, holds) if h == ok) for ok in (True, False)}
    if kinds[True].keys() & kinds[False].keys() or "" in kinds[True] | kinds[False]:
        return ""
    few = len(kinds[True]) < len(kinds[False])
    return f"{good if few else bad} only here: {'; '.join(kinds[few])}."


def _kind(case: Any, part: str) -> str:
    """The kind of `case` in words, without what the part does not depend on."""
    foreign = NOT_OF.get(part, ())
    words = {"decay": "weight decay" if "weight_decay" in case.inputs else "penalty"}
    said = case.about.split(", ")
    return ", ".join(each for each in said if words.get(each.split()[-1], each.split()[-1]) not in foreign)


def find_another_order(triples: list[Triple]) -> str:
    """The right numbers in other places."""
    if all(want.ndim > 0 for _, want, _ in triples) and all_close(
        [(case, np.sort(want, axis=None), np.sort(got, axis=None)) for case, want, got in triples]
    ):
        return "The right numbers, in other places than expected."
    return ""
