"""A worker's reply, read with suspicion: whatever the student's process wrote, an outcome or `MalformedFrame`."""

from __future__ import annotations

from typing import Any

from autograder.public import kind_in_words
from autograder.sandbox.outcomes import Compiled, NotAFunction, Outcome, Raised, Returned, Unreadable
from autograder.worker import wire

MAX_NAME_CHARACTERS = 80  # of a type
MAX_LINE_CHARACTERS = 400  # of a trace


def read_reply(header: dict[str, Any], data: bytes, *, call: int, compiling: bool = False) -> Outcome:
    """The outcome that a reply frame states; raises `MalformedFrame` for anything that is not one."""
    if header.get("call") != call or type(header.get("call")) is not int:
        raise wire.MalformedFrame("a reply to a call that was not made")
    if header.get("outcome") == "raised":
        kind, limit = _text(header.get("kind"), MAX_NAME_CHARACTERS), header.get("limit") is True
        return Raised(kind, _text(header.get("message")), _lines(header.get("trace")), limit)
    if compiling and header.get("outcome") == "compiled":
        return Compiled(data)
    if header.get("outcome") == "not a function" and isinstance(header.get("defined"), bool):
        return NotAFunction(header["defined"], _names(header.get("names", [])))
    changed = header.get("changed")
    if header.get("outcome") != "returned" or not isinstance(changed, list):
        raise wire.MalformedFrame("a reply without an outcome")
    if not all(type(index) is int and 0 <= index < 16 for index in changed):
        raise wire.MalformedFrame("a reply that names arguments which there are not")
    value, end = _read_value(header.get("value"), data, 0, depth=0)
    if end != len(data):
        raise wire.MalformedFrame("a reply with bytes left over")
    return Returned(value, tuple(changed))


def _read_value(value: object, data: bytes, offset: int, depth: int) -> tuple[Any, int]:
    if not isinstance(value, dict):
        raise wire.MalformedFrame("a value that is not described")
    if "array" in value:
        return wire.read_array(value, data, offset)
    if "too_large" in value:
        shape = wire.read_shape(value["too_large"])
        return Unreadable(f"an array of shape {shape}, which is far larger than any answer"), offset
    if "other" in value:
        return Unreadable(kind_in_words(_text(value["other"], MAX_NAME_CHARACTERS))), offset
    items = value.get("sequence")
    if depth > 0 or not isinstance(items, list) or len(items) > wire.MAX_SEQUENCE_ITEMS:
        raise wire.MalformedFrame("a sequence that is too long or too deep")
    read: list[Any] = []
    for item in items:
        array, offset = _read_value(item, data, offset, depth + 1)
        read.append(array)
    return tuple(read), offset


def _text(value: object, most: int = wire.MAX_TEXT_CHARACTERS) -> str:
    if not isinstance(value, str):
        raise wire.MalformedFrame("a text that is not a text")
    return "".join(c if c.isprintable() or c in "\n\t" else "�" for c in value[:most])


def _names(value: object) -> tuple[str, ...]:
    """Names in the student's file, or two with a dot between; those that Python could not read are left out."""
    if not isinstance(value, list):
        raise wire.MalformedFrame("names that are not a list")
    names = [_text(name, wire.MAX_NAME_CHARACTERS) for name in value[: wire.MAX_NAMES]]
    return tuple(name for name in names if name.isascii() and all(part.isidentifier() for part in name.split(".")))


def _lines(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise wire.MalformedFrame("a trace that is not a list")
    return tuple(_text(line, MAX_LINE_CHARACTERS) for line in value[: wire.MAX_TRACE_LINES])
