"""Turn what a student function returned into plain arrays for the wire, and arguments back into arrays."""

from __future__ import annotations

import sys
from types import CoroutineType
from typing import Any

import numpy as np

from . import wire


def encode_arguments(args: tuple[Any, ...]) -> tuple[list[dict[str, Any]], bytes]:
    """The `args` values and the data of a call frame; the grader's own inputs, so nothing is refused."""
    values: list[dict[str, Any]] = []
    data = b""
    for arg in args:
        if isinstance(arg, np.ndarray):
            values.append({"array": arg.dtype.str, "shape": list(arg.shape)})
            data += arg.tobytes()
        else:
            values.append({"number": arg})
    return values, data


def decode_arguments(values: list[dict[str, Any]], data: bytes) -> list[Any]:
    """Fresh, writable, C-ordered arguments for one call."""
    args: list[Any] = []
    offset = 0
    for value in values:
        if "number" in value:
            args.append(value["number"])
        else:
            array, offset = wire.read_array(value, data, offset)
            args.append(array)
    return args


def encode_answer(answer: object) -> tuple[dict[str, Any], bytes]:
    """The value and the data of an answer frame: an array where NumPy can read one, else a description."""
    if type(answer) is CoroutineType:
        answer.close()  # or Python would warn of it
    array = as_numbers(answer)
    python = type_name(answer)
    if array is not None:
        if array.nbytes > wire.MAX_DATA_BYTES or array.ndim > wire.MAX_DIMENSIONS:
            return {"too_large": list(array.shape[: wire.MAX_DIMENSIONS])}, b""
        return {"array": array.dtype.str, "shape": list(array.shape), "python": python}, array.tobytes()
    if isinstance(answer, (tuple, list)) and len(answer) <= wire.MAX_SEQUENCE_ITEMS:
        return _encode_sequence(answer, python)
    return {"other": python}, b""


def _encode_sequence(answer: tuple[Any, ...] | list[Any], python: str) -> tuple[dict[str, Any], bytes]:
    values: list[dict[str, Any]] = []
    data = b""
    for item in answer:
        array = as_numbers(item)
        name = type_name(item)
        if array is None:
            values.append({"other": name})
        elif len(data) + array.nbytes > wire.MAX_DATA_BYTES or array.ndim > wire.MAX_DIMENSIONS:
            values.append({"too_large": list(array.shape[: wire.MAX_DIMENSIONS])})
        else:
            values.append({"array": array.dtype.str, "shape": list(array.shape), "python": name})
            data += array.tobytes()
    return {"sequence": values, "python": python}, data


def as_numbers(answer: Any) -> np.ndarray[Any, Any] | None:
    """`answer` as a little-endian array of numbers, or None where NumPy sees no numbers in it."""
    if answer is None or isinstance(answer, (str, bytes, dict, set)):
        return None
    try:
        if _hides_numbers(answer):
            return None
        array = np.asarray(answer)
    except Exception:  # ragged lists, and whatever an object's own __array__ raises
        return None
    if array.nbytes > wire.MAX_DATA_BYTES:  # perhaps a view that claims terabytes: never copied
        return array if array.dtype.kind in "biufc" else None
    if array.dtype.kind == "f" and array.dtype.itemsize > 8:
        array = array.astype(np.float64)
    array = array.astype(array.dtype.newbyteorder("<"), copy=False)
    return array if array.dtype.str in wire.ANSWER_DTYPES else None


def _hides_numbers(answer: Any) -> bool:
    """Whether `answer`, or what it lists, masks an entry. NumPy loads `ma` only for its users."""
    ma = sys.modules.get("numpy.ma")
    items = answer if isinstance(answer, (tuple, list)) else (answer,)
    return ma is not None and any(isinstance(item, ma.MaskedArray) and bool(ma.is_masked(item)) for item in items)


def type_name(answer: object) -> str:
    """The name of the type of `answer`, whatever its metaclass would make of the question."""
    name: str = type.__dict__["__name__"].__get__(type(answer))
    return name[:80]
