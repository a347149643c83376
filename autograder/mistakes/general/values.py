"""Answers that are wrong in every entry alike: a factor, a sign, a constant, too few digits."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from autograder.mistakes.general.closeness import EXACT, NOTHING, Array, Triple, accepted, all_close, close


def find_factor(triples: list[Triple]) -> str:
    """One factor, the same in all cases or the same input of each."""
    factors = [_factor(want, got) for _, want, got in triples if np.any(want) or np.any(got)]
    if not factors or any(factor is None for factor in factors):
        return ""
    values = np.array(factors, dtype=np.float64)
    if np.abs(values).max() < NOTHING:
        return "The answer is all zeros." if any(want.ndim for _, want, _ in triples) else "The answer is zero."
    if np.allclose(values, values[0], rtol=EXACT, atol=0):
        if np.isclose(values[0], 1.0, rtol=EXACT):
            return ""
        if np.isclose(values[0], -1.0, rtol=EXACT):
            return "The sign is flipped: the answer is exactly minus the expected one."
        factor = _simple(values[0])
        return f"The answer is {f'exactly {factor}' if factor else 'a constant'} times the expected one."
    cases = [case for case, want, got in triples if np.any(want) or np.any(got)]
    for name, quantities in _quantities(cases):
        if np.allclose(values, quantities, rtol=EXACT, atol=0) and not np.allclose(quantities, quantities[0]):
            return f"The answer is exactly {name} times the expected one."
    return ""


def _factor(want: Array, got: Array) -> float | None:
    """The one number c with got = c · want, or None."""
    at = np.unravel_index(np.argmax(np.abs(want)), want.shape)
    if not want[at]:
        return None
    factor = float(got[at] / want[at])
    return factor if np.isfinite(factor) and close(factor * want, got) else None


def _quantities(cases: list[Any]) -> list[tuple[str, Array]]:
    """What a factor may be made of: the scalar inputs by name, and the sizes N and D of the first matrix."""
    found: dict[str, list[float]] = {}
    for case in cases:
        here = {name: float(value) for name, value in case.inputs.items() if _is_number(value)}
        matrix = next((v for v in case.inputs.values() if isinstance(v, np.ndarray) and v.ndim == 2), None)
        if matrix is not None:
            here |= {"N (the number of rows)": float(matrix.shape[0]), "D (the number of columns)": matrix.shape[1]}
        for name, value in here.items():
            found.setdefault(name, []).append(value)
    named: list[tuple[str, Array]] = []
    for name, values in found.items():
        array = np.array(values)
        if len(values) < len(cases):  # not every case has it
            continue
        if array.all():
            named += [(name, array), (f"1/{name}", 1 / array), (f"2·{name}", 2 * array), (f"{name} squared", array**2)]
            named += [(f"minus {name}", -array), (f"1 − {name}", 1 - array), (f"−1/{name}", -1 / array)]
        if name[1:].startswith(" (") and array.min() > 1:  # a size: what counting one less does
            named += [(f"{name[0]}/({name[0]} − 1)", array / (array - 1)), (f"1 − 1/{name[0]}", 1 - 1 / array)]
    return named


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _simple(value: float) -> str:
    """`value` as a fraction of small numbers or one over a whole number, if it is that.

    Any other is not told: with the answer of their own, students could tell the expected one of a hidden test from it.
    """
    simple = Fraction(value).limit_denominator(12)
    if abs(value) < 1 / 12 and abs(1 / value) < 1000:  # beyond, a whole number is near to anything
        simple = Fraction(1, round(1 / value))
    near = abs(float(simple) - value) <= EXACT * min(1.0, abs(value))
    return str(simple) if near else ""


def find_signs(triples: list[Triple]) -> str:
    """Right but for signs."""
    if all_close([(case, np.abs(want), np.abs(got)) for case, want, got in triples]):
        some = "of some entries" if any(want.ndim for _, want, _ in triples) else "in some cases"
        return f"The sizes are right, the signs {some} are not."
    return ""


def find_added_constant(triples: list[Triple]) -> str:
    """One constant added to every entry."""
    differences = np.concatenate([(got - want).ravel() for _, want, got in triples])
    constant = differences[0]
    if abs(constant) > 1e-3 and np.allclose(differences, constant, rtol=EXACT, atol=NOTHING):
        simple = _simple(float(constant))
        return f"The answer is the expected one plus {f'exactly {simple}' if simple else 'a constant'}."
    return ""


def find_added_input(triples: list[Triple]) -> str:
    """An argument added to every answer, or taken off it."""
    for name in _names_of_numbers(triples):
        added = [np.asarray(case.inputs.get(name), dtype=np.float64) for case, _, _ in triples]
        fits = all(each.shape == want.shape for each, (_, want, _) in zip(added, triples))
        for sign, word in ((1, "plus"), (-1, "minus")):
            if fits and all(close(want + sign * each, got) for each, (_, want, got) in zip(added, triples)):
                return f"The answer is the expected one {word} the input {name}."
    return ""


def _names_of_numbers(triples: list[Triple]) -> list[str]:
    return [name for name, value in triples[0][0].inputs.items() if not isinstance(value, bool)]


def find_an_input(triples: list[Triple]) -> str:
    """An argument given back."""
    for name in _names_of_numbers(triples):
        if all(close(np.asarray(case.inputs.get(name)), got) for case, _, got in triples):
            return f"This is the input {name}, unchanged."
    return ""


def find_precision(triples: list[Triple]) -> str:
    """Computed or rounded too coarsely."""
    halves = _are_halves([got for _, _, got in triples]) and not _are_halves([want for _, want, _ in triples])
    near = all((np.abs(got - want) <= 0.02 * np.abs(want).max(initial=0.0)).all() for _, want, got in triples)
    if halves and near:
        return "The answer has the precision of float16: compute in float64."
    cut = [(case, np.trunc(want), got) for case, want, got in triples]
    if all_close(cut) and any(whole.any() for _, whole, _ in cut):
        return "The answer is the expected one cut to whole numbers: look for integers where floats should be."
    for decimals in range(5):
        if all(np.array_equal(np.round(want, decimals), got) for _, want, got in triples):
            digits = {0: "whole numbers", 1: "1 decimal"}.get(decimals, f"{decimals} decimals")
            return f"The answer is the expected one rounded to {digits}: do not round."
    return ""


def _are_halves(arrays: list[Array]) -> bool:
    """Whether float16 holds them all exactly, as it does small whole numbers."""
    return all(np.array_equal(array, array.astype(np.float16)) for array in arrays)


def find_direction(triples: list[Triple]) -> str:
    """What is left to say of single numbers: the same in every case, always too large, always too small."""
    if any(want.ndim for _, want, _ in triples):
        return ""
    wrong = [(float(want), float(got)) for _, want, got in triples if not accepted(want, got)]
    counted = f"Off in {len(wrong)} of {len(triples)} cases"
    if len(wrong) == 1:
        return f"{counted}: the answer is too {'large' if wrong[0][1] > wrong[0][0] else 'small'} there."
    if len(triples) > 1 and len({float(got) for _, _, got in triples}) == 1 < len({float(w) for _, w, _ in triples}):
        return f"{counted}: the answer is the same in every case, whatever the arguments."
    for word, too in (("large", all(got > want for want, got in wrong)), ("small", all(g < w for w, g in wrong))):
        if too:
            return f"{counted}, and too {word} in each of them."
    return f"{counted}: too large in some of them and too small in others."
