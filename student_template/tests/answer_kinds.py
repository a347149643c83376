"""What a function returned: an array of numbers, a tuple of such, or something else, which has a name in words."""

from __future__ import annotations

from dataclasses import dataclass
from types import CoroutineType
from typing import Any

import numpy as np

NOT_CALLED = "a function in place of its answer: it was not called"
IN_WORDS = {
    "NoneType": "None",
    "ndarray": "an array of objects or text, not of numbers",
    "MaskedArray": "a masked array: what it masks is no number",
    "coroutine": "a coroutine: define the function with def, not with async def",
    "generator": "a generator: the function yields in place of returning",
    "int": "a whole number too large for 64 bits",
    "builtin_function_or_method": NOT_CALLED,
    "function": NOT_CALLED,
    "method": NOT_CALLED,
    "ellipsis": "an ellipsis (...)",
}


def as_answer(value: Any, *, parts: bool = True) -> Any:
    """`value` as an array of numbers, as a tuple of such, or as it is where NumPy sees no numbers in it."""
    if value is None or isinstance(value, (str, bytes, dict, set)):
        return value
    if isinstance(value, CoroutineType):
        value.close()  # or Python would warn of it
    if isinstance(value, np.ma.MaskedArray) and _hides_numbers(value):
        return NoNumbers(kind_in_words("MaskedArray"))
    try:
        array = np.asarray(None if _hides_numbers(value) else value)
    except Exception:  # ragged lists, and whatever an object's own __array__ raises
        array = np.asarray(None)
    if array.dtype.kind == "f" and array.dtype.itemsize > 8:
        array = array.astype(np.float64)
    if array.dtype.kind in "biufc":
        return array
    is_sequence = parts and isinstance(value, (tuple, list))
    return tuple(as_answer(item, parts=False) for item in value) if is_sequence else value


@dataclass(frozen=True)
class NoNumbers:
    """Stands for an answer of numbers and of something else: what it is, in words."""

    description: str


def _hides_numbers(value: Any) -> bool:
    items = value if isinstance(value, (tuple, list)) else (value,)
    return any(isinstance(item, np.ma.MaskedArray) and bool(np.ma.is_masked(item)) for item in items)


def kind_wanted(want: np.ndarray) -> str:
    """The right answer's kind, in words."""
    if want.ndim == 0:
        return "one whole number" if want.dtype.kind in "iu" else "one number"
    return f"an array of shape {want.shape}" + (" of True and False" if want.dtype.kind == "b" else "")


def kind_of(got: Any) -> str:
    """The kind of what was returned, in words."""
    if got is None:
        return "None"
    if hasattr(got, "description"):
        return str(got.description)
    if isinstance(got, np.ndarray) and got.dtype.kind not in "biufc":
        return "an array of objects or text, not of numbers"
    if isinstance(got, np.ndarray):
        return f"an array of shape {got.shape}" if got.ndim else f"one number of type {got.dtype}"
    if isinstance(got, (tuple, list)):
        numbers = all(isinstance(part, np.ndarray) and part.dtype.kind in "biufc" for part in got)
        return f"{len(got)} values " + ("of different shapes" if numbers else "that are not all numbers")
    return kind_in_words(type(got).__name__)


def kind_in_words(type_name: str) -> str:
    """What a value of this type is called in feedback, where it is not numbers."""
    return IN_WORDS.get(type_name, f"a value of type {type_name}")
