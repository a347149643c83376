"""Ways to be wrong that need no entry in the catalogue: a factor, a sign, a transpose, some rows, some cases.

Each `_find_*` looks at all cases of a test and returns a sentence that is true of every one of them, or "". They are
asked in the order of their precision. No sentence holds an expected value.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]
Triple = tuple[Any, Array, Array]  # the case, the expected array, the one that came
Answered = list[tuple[Any, tuple[Array, ...], tuple[Array, ...]]]

EXACT = 1e-6  # relative: a factor or a constant is named only when it holds this well
NOTHING = 1e-9
MOSTLY = 0.5  # of the rows, columns or entries


def find_pattern(answered: Answered, names: tuple[str, ...] = ()) -> str:
    """The first sentence that is true of all the answers of a test, or ""."""
    counts = {(len(want), len(got)) for _, want, got in answered}
    if len(counts) != 1 or len(set(*counts)) != 1:
        return ""
    (count, _) = counts.pop()
    parts = [[(case, _float(want[i]), _float(got[i])) for case, want, got in answered] for i in range(count)]
    with np.errstate(all="ignore"):
        if count == 1:
            return _of_one(parts[0])
        wrong = [i for i in range(count) if not _all_close(parts[i])]
        return _swapped(parts, names) or _of_parts(parts, wrong, names)


def _float(array: Array) -> Array:
    return np.asarray(array, dtype=np.float64)


def _of_one(triples: list[Triple]) -> str:
    finders = BY_SHAPE if any(want.shape != got.shape for _, want, got in triples) else BY_VALUE
    for finder in finders:
        sentence = finder(triples)
        if sentence:
            return sentence
    return ""


def _of_parts(parts: list[list[Triple]], wrong: list[int], names: tuple[str, ...]) -> str:
    """What is wrong with the first wrong part, and which parts are right."""
    if not wrong or len(names) != len(parts):
        return ""
    right = [names[i] for i in range(len(parts)) if i not in wrong]
    sentence = _of_one(parts[wrong[0]])
    said = [f"{' and '.join(right)} {'is' if len(right) == 1 else 'are'} right."] if right else []
    return " ".join([*said, *([f"In {names[wrong[0]]}: {sentence}"] if sentence else [])])


def _swapped(parts: list[list[Triple]], names: tuple[str, ...]) -> str:
    for i in range(len(parts)):
        for j in range(i):
            crossed = [(case, want, other) for (case, want, _), (_, _, other) in zip(parts[i], parts[j])]
            back = [(case, want, other) for (case, want, _), (_, _, other) in zip(parts[j], parts[i])]
            if _all_close(crossed) and _all_close(back) and len(names) == len(parts):
                return f"{names[j]} and {names[i]} are in each other's place."
    return ""


def _all_close(triples: list[Triple]) -> bool:
    return all(_close(want, got) for _, want, got in triples)


def _close(want: Array, got: Array) -> bool:
    if want.shape != got.shape:
        return False
    scale = float(np.abs(want).max(initial=0.0))
    return bool((np.abs(got - want) <= EXACT * scale + NOTHING).all())


# Shapes


def _find_transpose(triples: list[Triple]) -> str:
    if any(want.ndim < 2 for _, want, _ in triples) or not _all_close([(c, want, got.T) for c, want, got in triples]):
        return ""
    return "This is the transpose of the expected answer."


def _find_axis_of_length_one(triples: list[Triple]) -> str:
    if _all_close([(case, want.squeeze(), got.squeeze()) for case, want, got in triples]):
        return "The numbers are right, but an axis of length 1 is too many or missing."
    return ""


def _find_missing_reduction(triples: list[Triple]) -> str:
    for word, reduce in (("summed", np.sum), ("averaged", np.mean)):
        for axis in (0, 1):
            if all(
                got.ndim == want.ndim + 1 and got.ndim > axis and _close(want, np.asarray(reduce(got, axis=axis)))
                for _, want, got in triples
            ):
                return f"One axis is left that should have been {word} over: axis {axis} of your answer."
    return ""


def _find_reduction_too_many(triples: list[Triple]) -> str:
    for word, reduce in (("sum", np.sum), ("mean", np.mean)):
        if all(want.ndim > got.ndim == 0 and _close(np.asarray(reduce(want)), got) for _, want, got in triples):
            return f"This is the {word} of all expected entries: a reduction too many."
        for axis in (0, 1):
            if all(
                want.ndim == 2 and got.ndim == 1 and _close(np.asarray(reduce(want, axis=axis)), got)
                for _, want, got in triples
            ):
                return f"This is the {word} of the expected entries over axis {axis}: a reduction too many."
    return ""


# Values


def _find_factor(triples: list[Triple]) -> str:
    factors = [_factor(want, got) for _, want, got in triples if np.any(want) or np.any(got)]
    if not factors or any(factor is None for factor in factors):
        return ""
    values = np.array(factors, dtype=np.float64)
    if not values.any():
        return "The answer is all zeros."
    if np.allclose(values, values[0], rtol=EXACT, atol=0):
        if np.isclose(values[0], 1.0, rtol=EXACT):
            return ""
        if np.isclose(values[0], -1.0, rtol=EXACT):
            return "The sign is flipped: the answer is exactly minus the expected one."
        return f"The answer is exactly {_number(values[0])} times the expected one."
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
    return factor if np.isfinite(factor) and _close(factor * want, got) else None


def _quantities(cases: list[Any]) -> list[tuple[str, Array]]:
    """What a factor may be made of: the scalar inputs by name, and the sizes N and D of the first matrix."""
    found: dict[str, list[float]] = {}
    for case in cases:
        here = {name: float(value) for name, value in case.inputs.items() if isinstance(value, (int, float))}
        matrix = next((v for v in case.inputs.values() if isinstance(v, np.ndarray) and v.ndim == 2), None)
        if matrix is not None:
            here |= {"N (the number of rows)": float(matrix.shape[0]), "D (the number of columns)": matrix.shape[1]}
        for name, value in here.items():
            found.setdefault(name, []).append(value)
    named: list[tuple[str, Array]] = []
    for name, values in found.items():
        array = np.array(values)
        if len(values) == len(cases) and array.all():
            named += [(name, array), (f"1/{name}", 1 / array), (f"2·{name}", 2 * array), (f"{name} squared", array**2)]
            named += [(f"minus {name}", -array), (f"1 − {name}", 1 - array), (f"−1/{name}", -1 / array)]
    return named


def _number(value: float) -> str:
    simple = Fraction(value).limit_denominator(12)
    if abs(float(simple) - value) <= EXACT * abs(value):
        return str(simple)
    return f"{value:.4g}"


def _find_signs(triples: list[Triple]) -> str:
    if _all_close([(case, np.abs(want), np.abs(got)) for case, want, got in triples]):
        return "The sizes are right, the signs of some entries are not."
    return ""


def _find_added_constant(triples: list[Triple]) -> str:
    differences = np.concatenate([(got - want).ravel() for _, want, got in triples])
    constant = differences[0]
    if abs(constant) > 1e-3 and np.allclose(differences, constant, rtol=EXACT, atol=NOTHING):
        return f"The answer is the expected one plus exactly {_number(float(constant))}."
    return ""


def _find_an_input(triples: list[Triple]) -> str:
    for name in triples[0][0].inputs:
        if all(_close(np.asarray(case.inputs.get(name)), got) for case, _, got in triples):
            return f"This is the input {name}, unchanged."
    return ""


def _find_right_places(triples: list[Triple]) -> str:
    """Rows, columns, entries, or the diagonal, if it is the same ones that are right in every case that is wrong."""
    masks = [_right_entries(want, got) for _, want, got in triples if not _close(want, got)]
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


def _right_entries(want: Array, got: Array) -> Array:
    scale = float(np.abs(want).max(initial=0.0))
    return np.asarray(np.abs(got - want) <= EXACT * scale + NOTHING)


def _is_square(mask: Array) -> bool:
    return mask.ndim == 2 and mask.shape[0] == mask.shape[1]


def _listed(word: str, indices: tuple[int, ...]) -> str:
    many = {"entry": "entries"}.get(word, f"{word}s")
    return f"{word} {indices[0]}" if len(indices) == 1 else f"{many} {', '.join(map(str, indices))}"


def _find_right_cases(triples: list[Triple]) -> str:
    """Right at t = 1 alone, or in some kinds of case and not in others."""
    right = [_close(want, got) for _, want, got in triples]
    if not any(right):
        return ""
    steps = [case.inputs.get("t") for case, _, _ in triples]
    if None not in steps and all(ok == (t == 1) for ok, t in zip(right, steps)):
        return "Right at t = 1, wrong at every later t."
    kinds = {
        ok: dict.fromkeys(case.about for (case, _, _), r in zip(triples, right) if r == ok) for ok in (True, False)
    }
    if kinds[True].keys() & kinds[False].keys():
        return ""
    return f"Right here: {', '.join(kinds[True])}. Wrong here: {', '.join(kinds[False])}."


def _find_precision(triples: list[Triple]) -> str:
    halves = all(np.array_equal(got, got.astype(np.float16)) for _, _, got in triples)
    near = all((np.abs(got - want) <= 0.02 * np.abs(want).max(initial=0.0)).all() for _, want, got in triples)
    if halves and near:
        return "The entries have the precision of float16: compute in float64."
    if _all_close([(case, np.trunc(want), got) for case, want, got in triples]):
        return "The entries are the expected ones cut to whole numbers: look for integers where floats should be."
    for decimals in range(5):
        if all(np.array_equal(np.round(want, decimals), got) for _, want, got in triples):
            return f"The entries are the expected ones rounded to {decimals} decimals: do not round."
    return ""


def _find_another_order(triples: list[Triple]) -> str:
    if all(want.ndim > 0 for _, want, _ in triples) and _all_close(
        [(case, np.sort(want, axis=None), np.sort(got, axis=None)) for case, want, got in triples]
    ):
        return "The right numbers, in other places than expected."
    return ""


Finder = Callable[[list[Triple]], str]
BY_SHAPE: tuple[Finder, ...] = (
    _find_transpose, _find_axis_of_length_one, _find_missing_reduction, _find_reduction_too_many,
)  # fmt: skip
BY_VALUE: tuple[Finder, ...] = (
    _find_factor, _find_signs, _find_transpose, _find_an_input, _find_added_constant, _find_another_order,
    _find_right_places, _find_right_cases, _find_precision,
)  # fmt: skip
