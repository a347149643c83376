"""One worker and the calls into it: send a frame, wait for the reply with a time limit, keep what is printed."""

from __future__ import annotations

import os
import select
import time
from collections.abc import Callable
from typing import Any

from autograder import assignment
from autograder.sandbox import usage
from autograder.sandbox.outcomes import Died, Outcome, OutOfMemory, OutOfRoom, Output, TimedOut
from autograder.sandbox.replies import read_reply
from autograder.sandbox.warm_process import WarmProcess
from autograder.sandbox.watch import MemoryUsedUp, RoomUsedUp
from autograder.worker import answers, wire

CHUNK_BYTES = 1 << 16
MEMORY_WATCH_SECONDS = 0.25


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

    def load(self, module: str, seconds: float, most: float) -> Outcome:
        """Import the student's `module`; times as in `call`."""
        return self._exchange({"do": "load", "module": module}, b"", seconds, most)

    def call(self, module: str, function: str, args: tuple[Any, ...], seconds: float, most: float) -> Outcome:
        """Call `module.function(*args)`, which may take `seconds`.

        While others have the processors that it waits for, its time stands still; but after `most` it is over.
        """
        values, data = answers.encode_arguments(args)
        header = {"do": "call", "module": module, "function": function, "args": values}
        return self._exchange(header, data, seconds, most)

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

    def _exchange(self, header: dict[str, Any], data: bytes, seconds: float, most: float = 0.0) -> Outcome:
        self._calls += 1
        frame = wire.pack(header | {"call": self._calls}, data)
        try:
            reply = self._wait(frame, seconds, max(seconds, most))
            if reply is not None:
                return read_reply(*reply, call=self._calls, compiling=header["do"] == "compile")
        except wire.MalformedFrame as error:
            self.stop()
            return Died(reason=str(error))
        except MemoryUsedUp:
            self.stop()
            return OutOfMemory()
        except RoomUsedUp as error:
            self.stop()
            return OutOfRoom(error.by_bytes)
        except (EOFError, BrokenPipeError):
            ending = self.stop(died=True)
            return Died(exit_code=ending.get("exit_code"), signal=ending.get("signal"))
        self.stop()
        return TimedOut(seconds)

    def _wait(self, frame: bytes, seconds: float, most: float) -> tuple[dict[str, Any], bytes] | None:
        """The next reply, or None when time is up; the output is drained meanwhile, the memory watched."""
        started, allowed = time.monotonic(), seconds
        waited_before: float | None = None  # for a processor; a call that ends before the first look needs no figure
        unsent = self._send(memoryview(frame))
        if unsent:
            self._poll.register(self._handle.requests, select.POLLOUT)
        while (left := started + allowed - time.monotonic()) > 0:
            ready = {descriptor for descriptor, _ in self._poll.poll(min(left, MEMORY_WATCH_SECONDS) * 1000)}
            if time.monotonic() >= self._look:
                self._while_waiting()
                self._warm.check_use()
                waited = usage.waited_seconds(self._handle.ended)
                waited_before = waited if waited_before is None else waited_before
                allowed = min(most, seconds + max(0.0, waited - waited_before))
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
