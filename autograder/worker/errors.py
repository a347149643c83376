"""What a student's error was, for the wire: its type and message, their own lines, and whether a limit was met."""

from __future__ import annotations

import dis
import os
import resource
import sys
import traceback
from types import FrameType
from typing import Any

from . import answers, wire

RAISE = dis.opmap["RAISE_VARARGS"]
PARSERS = ("<frozen importlib", __file__.replace("errors.py", "student.py"), os.sep + "ast.py")  # what calls it
MEMORY_OF_A_PARSER = 128 * 1024**2  # with Python and NumPy; where it gives up below that, no limit was met


def describe(error: BaseException, folder: str) -> dict[str, Any]:
    """The reply for an `error` that the code in `folder` raised."""
    found = {"kind": answers.type_name(error), "message": _text_of(error)}
    if isinstance(error, MemoryError):
        found |= _describe_memory_error(error)
        traceback.clear_frames(error.__traceback__)  # they still hold what filled the memory
    return {"outcome": "raised", **found, "trace": _student_lines(error, folder)}


def _describe_memory_error(error: MemoryError) -> dict[str, Any]:
    """Who raised it: a `raise` of the student's, Python's parser, or an allocation that the limit refused."""
    last = error.__traceback__
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    refused = {"kind": "MemoryError", "limit": True}  # NumPy has a class of its own
    if last is None or answers.type_name(error) == "_ArrayMemoryError":
        return refused
    if last.tb_frame.f_code.co_code[last.tb_lasti] == RAISE:
        return {}
    if _parses(last.tb_frame) and resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 < MEMORY_OF_A_PARSER:
        return {"message": "Python's parser gave up: an expression is nested too deeply"}
    return refused


def _parses(frame: FrameType) -> bool:
    name = frame.f_code.co_filename
    return any(each in name for each in PARSERS) or not {"compile", "eval", "exec"}.isdisjoint(frame.f_code.co_names)


def _text_of(error: BaseException) -> str:
    """`str(error)`, which is the student's code and may itself raise, or return a megabyte."""
    try:
        return "".join(str(error)[: wire.MAX_TEXT_CHARACTERS // 2])
    except BaseException:
        return "(its message cannot be printed)"


def _student_lines(error: BaseException, folder: str) -> list[str]:
    """The traceback with the student's own frames alone, a syntax error's line and caret included."""
    try:
        kept = [
            frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.startswith(folder + os.sep)
        ]
        lines = [
            f'File "{os.path.basename(frame.filename)}", line {frame.lineno}, in {frame.name}\n    {frame.line}'
            for frame in kept[-8:]
        ]
        if isinstance(error, SyntaxError) and str(error.filename).startswith(folder + os.sep):
            shown = traceback.format_exception_only(type(error), error)
            lines += [line.rstrip().replace(folder + os.sep, "") for line in shown[:-1]]
            lines.append(f"as Python {sys.version_info.major}.{sys.version_info.minor} reads it")
        return [line[:400] for line in lines[-wire.MAX_TRACE_LINES :]]
    except BaseException:
        return []
