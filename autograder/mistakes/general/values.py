"""Answers that are wrong in every entry alike: a factor, a sign, something added, too few digits."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from autograder.mistakes.general.closeness import EXACT, NOTHING, Array, Triple, accepted, all_close, close

MOST_TOLD = 1000  # a larger number is no slip in a formula
NEAR = 0.2  # of the largest entry: what a mean of some hundred masks is off by


def find_factor(triples: list[Triple]) -> str:
    """One factor, the same in all cases or the same input of each."""
    told = [triple for triple in triples if max(np.abs(triple[1]).max(), np.abs(triple[2]).max()) > NOTHING]
    factors = [_factor(want, got) for _, want, got in told]
    if not factors or any(factor is None for factor in factors):
        return ""
    values = np.array(factors, dtype=np.float64)
    if np.allclose(values, values[0], rtol=EXACT, atol=0):
        if np.isclose(values[0], 1.0, rtol=EXACT):
            return ""
        if np.isclose(values[0], -1.0, rtol=EXACT):
            return "The sign is flipped: the answer is exactly minus the expected one."
        factor = _simple(values[0])
        return f"The answer is {f'exactly {factor}' if factor else 'a constant'} times the expected one."
    for name, quantities in _quantities([case for case, _, _ in told]):
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
    """`value` as a fraction of small numbers or as one over a whole number; "" where it is neither.

    Any other factor is kept back: from it and their own answer, students could compute what a hidden test expects.
    """
    if not abs(value) <= MOST_TOLD:
        return ""
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
    constant = float(np.median(differences))
    if differences.size < 2 or not 1e-3 < abs(constant) < np.inf:
        return ""
    # Relative to what is expected: relative to a large constant anything would do.
    rounding = NOTHING + 4 * np.finfo(np.float64).eps * abs(constant)
    if all((np.abs(got - want - constant) <= EXACT * np.abs(want).max() + rounding).all() for _, want, got in triples):
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
    cut = all_close([(case, np.trunc(want), got) for case, want, got in triples])
    rounded = next((n for n in range(5) if all(np.array_equal(np.round(w, n), got) for _, w, got in triples)), None)
    if cut and rounded == 0:  # nothing lies above a half
        return "The answer is the expected one in whole numbers: do not round, and look for integers."
    if cut:
        return "The answer is the expected one cut to whole numbers: look for integers where floats should be."
    if rounded is not None:
        digits = {0: "whole numbers", 1: "1 decimal"}.get(rounded, f"{rounded} decimals")
        return f"The answer is the expected one rounded to {digits}: do not round."
    wanted, given = [want for _, want, _ in triples], [got for _, _, got in triples]
    near = all((np.abs(got - want) <= 0.02 * np.abs(want).max(initial=0.0)).all() for _, want, got in triples)
    if near and _fit(given, 11) and not _fit(given, 9) and not _fit(wanted, 11):
        return "The answer has the precision of float16: compute in float64."
    return ""


def _fit(arrays: list[Array], bits: int) -> bool:
    """Whether so many binary digits hold them all exactly; float16 has 11."""
    scaled = (np.ldexp(np.frexp(array)[0], bits) for array in arrays)
    return all(np.array_equal(each, np.trunc(each)) for each in scaled)


def find_direction(triples: list[Triple]) -> str:
    """What is left to say of single numbers: always too large, always too small."""
    if any(want.ndim for _, want, _ in triples):
        return ""
    wrong = [(float(want), float(got)) for _, want, got in triples if not accepted(want, got)]
    off = f"Off in {len(wrong)} of {len(triples)} cases"
    if len(wrong) == 1:
        return f"{off}: the answer is too {'large' if wrong[0][1] > wrong[0][0] else 'small'} there."
    for word, too in (("large", all(got > want for want, got in wrong)), ("small", all(g < w for w, g in wrong))):
        if too:
            return f"{off}, and too {word} in each of them."
    return f"{off}: too large in some of them and too small in others."


def find_sampling(answered: list[tuple[Any, tuple[Array, ...], tuple[Array, ...]]]) -> str:
    """Near in every case, and off by another part of the answer in each, as the mean of a sample is."""
    if len(answered) < 2 or any(want[0].shape != got[0].shape for _, want, got in answered):
        return ""
    off = np.array([np.abs(got[0] - want[0]).max() / np.abs(want[0]).max() for _, want, got in answered])
    if np.isfinite(off).all() and off.max() < NEAR and off.std() > off.mean() / 10:
        return "It is near, and off by another share in each case: is it sampled? The expectation is exact."
    return ""
