"""One worker and the calls into it: send a frame, wait with a time limit, read whatever comes with suspicion."""

from __future__ import annotations

import os
import select
import time
from collections.abc import Callable
from typing import Any

from autograder import assignment
from autograder.public import ladder
from autograder.sandbox.outcomes import (
    Compiled,
    Died,
    NotAFunction,
    Outcome,
    OutOfMemory,
    Output,
    Raised,
    Returned,
    TimedOut,
    Unreadable,
)
from autograder.sandbox.warm_process import MemoryUsedUp, WarmProcess
from autograder.worker import answers, wire

CHUNK_BYTES = 1 << 16
MEMORY_WATCH_SECONDS = 0.25
MAX_NAME_CHARACTERS = 80  # of a type
MAX_LINE_CHARACTERS = 400  # of a trace


class Worker:
    """A fresh process that has loaded nothing yet. After `TimedOut` or `Died` it is gone."""

    def __init__(self, warm: WarmProcess, while_waiting: Callable[[], None] = lambda: None) -> None:
        self._warm = warm
        self._while_waiting = while_waiting
        self._handle = warm.start_worker()
        self._poll = select.poll()
        for descriptor in (self._handle.replies, self._handle.output, self._handle.ended):
            if descriptor is not None:
                self._poll.register(descriptor, select.POLLIN)
        self._replies = bytearray()
        self._calls = 0
        self._look = time.monotonic() + MEMORY_WATCH_SECONDS  # at its memory, however short its calls are
        self._output = Output(assignment.OUTPUT_KEPT_BYTES)
        self.alive = True

    def prove(self, seconds: float) -> Outcome:
        """Have it read what any submission needs, reckon with NumPy and write into its own folder."""
        return self._exchange({"do": "prove"}, b"", seconds)

    def compile(self, module: str, seconds: float) -> Outcome:
        """Compile the student's `module` without running any of it."""
        return self._exchange({"do": "compile", "module": module}, b"", seconds)

    def load(self, module: str, seconds: float) -> Outcome:
        """Import the student's `module`."""
        return self._exchange({"do": "load", "module": module}, b"", seconds)

    def call(self, module: str, function: str, args: tuple[Any, ...], seconds: float) -> Outcome:
        """Call `module.function(*args)` and wait at most `seconds`."""
        values, data = answers.encode_arguments(args)
        header = {"do": "call", "module": module, "function": function, "args": values}
        return self._exchange(header, data, seconds)

    def take_output(self) -> str:
        """What it has printed since the last time that this was asked."""
        if self.alive:
            self._drain_output()
        text = self._output.text()
        self._output = Output(assignment.OUTPUT_KEPT_BYTES)
        return text

    def stop(self, *, died: bool = False) -> dict[str, Any]:
        """Kill the process with all that it started, take in the last of its output, say how it `died`."""
        if not self.alive:
            return {}
        self.alive = False
        try:
            return self._warm.stop_worker(died=died)
        finally:
            self._drain_output()
            self._handle.close()

    def _exchange(self, header: dict[str, Any], data: bytes, seconds: float) -> Outcome:
        self._calls += 1
        frame = wire.pack(header | {"call": self._calls}, data)
        try:
            reply = self._wait(frame, time.monotonic() + seconds)
            if reply is not None:
                return read_reply(*reply, call=self._calls, compiling=header["do"] == "compile")
        except wire.MalformedFrame as error:
            self.stop()
            return Died(reason=str(error))
        except MemoryUsedUp:
            self.stop()
            return OutOfMemory()
        except (EOFError, BrokenPipeError):
            ending = self.stop(died=True)
            return Died(exit_code=ending.get("exit_code"), signal=ending.get("signal"))
        self.stop()
        return TimedOut(seconds)

    def _wait(self, frame: bytes, deadline: float) -> tuple[dict[str, Any], bytes] | None:
        """The next reply, or None at the deadline; the output is drained meanwhile, the memory watched."""
        unsent = self._send(memoryview(frame))
        if unsent:
            self._poll.register(self._handle.requests, select.POLLOUT)
        while (left := deadline - time.monotonic()) > 0:
            ready = {descriptor for descriptor, _ in self._poll.poll(min(left, MEMORY_WATCH_SECONDS) * 1000)}
            if time.monotonic() >= self._look:
                self._while_waiting()
                self._warm.check_memory()
                self._look = time.monotonic() + MEMORY_WATCH_SECONDS
            if self._handle.output in ready and not self._read_output():
                self._poll.unregister(self._handle.output)
            if self._handle.requests in ready:
                unsent = self._send(unsent)
                if not unsent:
                    self._poll.unregister(self._handle.requests)
            if self._handle.replies in ready or self._handle.ended in ready:
                reply = self._read_reply(ended=self._handle.ended in ready)
                if reply is not None:
                    return reply
        return None

    def _send(self, unsent: memoryview) -> memoryview:
        """Write what the pipe takes at once; the rest."""
        try:
            return unsent[os.write(self._handle.requests, unsent) :]
        except BlockingIOError:
            return unsent

    def _read_reply(self, *, ended: bool) -> tuple[dict[str, Any], bytes] | None:
        try:
            chunk = os.read(self._handle.replies, CHUNK_BYTES)
        except BlockingIOError:
            chunk = None
        if chunk:
            self._replies += chunk
        frame = wire.unpack(self._replies)
        if frame is not None:
            header, data, used = frame
            del self._replies[:used]
            return header, data
        if chunk == b"" or (ended and chunk is None):
            raise EOFError
        return None

    def _read_output(self) -> bool:
        """Take in what there is; False at the end of the stream."""
        try:
            chunk = os.read(self._handle.output, CHUNK_BYTES)
        except BlockingIOError:
            return True
        self._output.add(chunk)
        return bool(chunk)

    def _drain_output(self) -> None:
        for _ in range(64):
            try:
                chunk = os.read(self._handle.output, CHUNK_BYTES)
            except BlockingIOError:
                return
            if not chunk:
                return
            self._output.add(chunk)


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
        return Unreadable(ladder.kind_in_words(_text(value["other"], MAX_NAME_CHARACTERS))), offset
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
