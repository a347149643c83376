"""The wire between the grader and the worker: every byte that may cross the wall.

A frame is an 8-byte prefix, a JSON header and raw array bytes:

    uint32 header length | uint32 data length | header (UTF-8 JSON object) | data

The grader asks for three things and reads four kinds of reply; no verdict is among them.

    grader -> worker   {"call": 1, "do": "compile", "module": "q1_dropout"}     nothing of the student's runs
                       {"call": 2, "do": "load", "module": "q1_dropout"}
                       {"call": 7, "do": "call", "module": "q1_dropout", "function": "f", "args": [value, ...]}
    worker -> grader   {"call": 1, "outcome": "compiled"}     the data is a .pyc, which the grader never opens
                       {"call": 7, "outcome": "returned", "value": value, "changed": [0]}
                       {"call": 7, "outcome": "raised", "kind": "TypeError", "message": "...", "trace": ["..."]}
                       {"call": 7, "outcome": "not a function", "defined": false, "names": ["grad_xhat"]}

`changed` lists the arguments that the call changed in place; a MemoryError that a limit caused has `"limit": true`.
A value is one of

    {"number": 0.5}                                        a Python number (arguments only)
    {"array": "<f8", "shape": [2, 3], "python": "list"}    its bytes follow in the data, in order, row by row
    {"sequence": [value, ...], "python": "tuple"}          answers only, one level deep
    {"other": "generator"}                                 anything else: the name of its type, not the thing
    {"too_large": [4000, 4000]}                            an array over the limit: its shape alone

That a call timed out or that the process died is never reported here: the grader sees it from outside.
Whatever arrives is checked against the limits below before it is used; `MalformedFrame` is the one error.
"""

from __future__ import annotations

import json
import json.scanner
import math
import struct
from typing import Any

import numpy as np

# What json.loads calls in the end: the way there is 50 pages more for a fork to copy.
SCAN = json.scanner.make_scanner(json.JSONDecoder())  # type: ignore[arg-type]
PREFIX = struct.Struct("!II")
MAX_HEADER_BYTES = 64 * 1024
MAX_DATA_BYTES = 4 * 1024 * 1024
MAX_DIMENSIONS = 8
MAX_SEQUENCE_ITEMS = 64
MAX_HEADER_DEPTH = 8
MAX_TEXT_CHARACTERS = 4000
MAX_TRACE_LINES = 40
MAX_NAMES = 50  # of functions that a file defines
MAX_NAME_CHARACTERS = 60
BROKEN = 70  # the exit status of a worker in which Python no longer works

ANSWER_DTYPES = frozenset(
    ["|b1", "|i1", "|u1", "<i2", "<u2", "<i4", "<u4", "<i8", "<u8", "<f2", "<f4", "<f8", "<c8", "<c16"]
)


class MalformedFrame(Exception):
    """The bytes that arrived are not a frame as the module docstring defines it."""


def pack(header: dict[str, Any], data: bytes = b"") -> bytes:
    """One frame; raises `MalformedFrame` where a side would send more than the other accepts."""
    text = json.dumps(header, allow_nan=True).encode()
    if len(text) > MAX_HEADER_BYTES or len(data) > MAX_DATA_BYTES:
        raise MalformedFrame(f"a frame of {len(text)} + {len(data)} bytes is over the limit")
    return PREFIX.pack(len(text), len(data)) + text + data


def unpack(buffer: bytes | bytearray) -> tuple[dict[str, Any], bytes, int] | None:
    """`(header, data, bytes used)` of the first frame in `buffer`, or None while it is incomplete."""
    if len(buffer) < PREFIX.size:
        return None
    header_bytes, data_bytes = PREFIX.unpack_from(buffer)
    if header_bytes > MAX_HEADER_BYTES or data_bytes > MAX_DATA_BYTES:
        raise MalformedFrame(f"a frame announces {header_bytes} + {data_bytes} bytes")
    end = PREFIX.size + header_bytes + data_bytes
    if len(buffer) < end:
        return None
    text = bytes(buffer[PREFIX.size : PREFIX.size + header_bytes])
    return _parse_header(text), bytes(buffer[PREFIX.size + header_bytes : end]), end


def _parse_header(text: bytes) -> dict[str, Any]:
    _check_depth(text)
    try:
        decoded = text.decode("utf-8")
        header, end = SCAN(decoded, 0)
    except (ValueError, RecursionError, StopIteration) as error:
        raise MalformedFrame("the header is not JSON") from error
    if end != len(decoded):
        raise MalformedFrame("the header is followed by something")
    if not isinstance(header, dict):
        raise MalformedFrame("the header is not an object")
    return header


def _check_depth(text: bytes) -> None:
    """Refuse deep nesting before the parser meets it: it recurses, and its limit is the interpreter's."""
    if text.count(b"[") + text.count(b"{") <= MAX_HEADER_DEPTH:
        return
    depth = 0
    in_string = escaped = False
    for byte in text:
        if escaped:
            escaped = False
        elif in_string:
            escaped = byte == 0x5C
            in_string = byte != 0x22
        elif byte == 0x22:
            in_string = True
        elif byte in b"[{":
            depth += 1
            if depth > MAX_HEADER_DEPTH:
                raise MalformedFrame("the header is nested too deeply")
        elif byte in b"]}":
            depth -= 1


def read_array(value: dict[str, Any], data: bytes, offset: int) -> tuple[np.ndarray[Any, Any], int]:
    """The array that `value` describes, copied from `data` at `offset`, and the offset behind it."""
    dtype, shape = value.get("array"), value.get("shape")
    if not isinstance(dtype, str) or dtype not in ANSWER_DTYPES:
        raise MalformedFrame("an array of a type that is not a number")
    shape = read_shape(shape)
    if math.prod(size or 1 for size in shape) > MAX_DATA_BYTES:  # NumPy refuses such shapes even when empty
        raise MalformedFrame("an array larger than any frame")
    count = math.prod(shape)
    end = offset + count * np.dtype(dtype).itemsize
    if end > len(data):
        raise MalformedFrame("an array is longer than its data")
    array = np.empty(shape, dtype)
    array.reshape(-1).view(np.uint8)[:] = np.frombuffer(data[offset:end], np.uint8)
    return array, end


def read_shape(shape: object) -> tuple[int, ...]:
    """`shape` as a tuple of at most `MAX_DIMENSIONS` sizes."""
    if not isinstance(shape, list) or len(shape) > MAX_DIMENSIONS:
        raise MalformedFrame("a shape is not a short list")
    for size in shape:
        if type(size) is not int or not 0 <= size <= 2**40:
            raise MalformedFrame("a shape holds something other than sizes")
    return tuple(shape)
