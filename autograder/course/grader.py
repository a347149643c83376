"""Our end of a grader process: orders go in, answers come out, and its death is told apart from a submission's."""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any, Protocol

from autograder.course.own_python import isolated

PROCESS = "autograder/course/grader_process.py"
ANSWER_SECONDS = 300.0  # a grading's own deadline is 175: past this its process hangs
LEAVING_SECONDS = 1.0
ENDING_SECONDS = 10.0
SHOWN_CHARACTERS = 300


class GraderDied(Exception):
    """The grader process ended, or hangs, in the middle of a submission; the text says how."""


class Grader(Protocol):
    """Grades one submission after another."""

    def grade(self, folder: Path, results: Path) -> dict[str, Any]:
        """Write results.json for `folder` to `results`; `seconds` and `failed`. Raises `GraderDied`."""

    def close(self) -> None:
        """End it."""


def grader_for(root: Path) -> Grader:
    """A grader of the version in `root`: one process for many submissions, or one each where it has no better."""
    return GraderProcess(root) if (root / PROCESS).is_file() else SingleRuns(root)


class GraderProcess:
    """Started with the first order, and again after a death."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._process: subprocess.Popen[bytes] | None = None
        self._complaints = tempfile.TemporaryFile()  # its stderr  # noqa: SIM115

    def grade(self, folder: Path, results: Path) -> dict[str, Any]:
        """See `Grader`."""
        process = self._running()
        assert process.stdin is not None
        order = json.dumps({"folder": str(folder), "results": str(results)}) + "\n"
        with contextlib.suppress(BrokenPipeError):  # then there is no answer either
            process.stdin.write(order.encode())
            process.stdin.flush()
        answer = self._answer(process)
        if answer is None:
            raise GraderDied(self._epitaph(process))
        return answer

    def close(self) -> None:
        """See `Grader`."""
        if self._process is not None:
            end(self._process)
        self._process = None
        self._complaints.close()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            self._process = subprocess.Popen(
                isolated(self._root, "autograder.course.grader_process"),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._complaints,
                env=environment(),
                start_new_session=True,  # Ctrl-C is for us: we end it between two submissions
            )
        return self._process

    def _answer(self, process: subprocess.Popen[bytes]) -> dict[str, Any] | None:
        """The next line, or None where it ended or hangs."""
        assert process.stdout is not None
        deadline, line = time.monotonic() + ANSWER_SECONDS, b""
        while not line.endswith(b"\n"):
            ready, _, _ = select.select([process.stdout], [], [], max(0.0, deadline - time.monotonic()))
            chunk = os.read(process.stdout.fileno(), 1 << 16) if ready else b""
            if not chunk:
                return None
            line += chunk
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _epitaph(self, process: subprocess.Popen[bytes]) -> str:
        self._process = None
        try:
            status = process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            end(process)
            return f"its grader process gave no answer within {ANSWER_SECONDS:g} s"
        how = f"with {signal.Signals(-status).name}" if status < 0 else f"with status {status}"
        self._complaints.seek(0)
        said = self._complaints.read().decode(errors="replace").strip()[-SHOWN_CHARACTERS:]
        return f"its grader process ended {how}" + (f": {said.splitlines()[-1]}" if said else "")


class SingleRuns:
    """A version from before there were grader processes: its own `./run_autograder`, once a submission."""

    def __init__(self, root: Path) -> None:
        self._command = ["bash", str(root / "run_autograder")]

    def grade(self, folder: Path, results: Path) -> dict[str, Any]:
        """See `Grader`."""
        started = time.monotonic()
        command = [*self._command, "--submission", str(folder), "--results", str(results)]
        done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, env=environment())
        if done.returncode:
            raise GraderDied(
                f"its grader ended with status {done.returncode}: {done.stderr.strip()[-SHOWN_CHARACTERS:]}"
            )
        return {"seconds": round(time.monotonic() - started, 3), "failed": None}

    def close(self) -> None:
        """See `Grader`."""


def environment() -> dict[str, str]:
    """As `./run_autograder` has it: the arrays are small, a second thread of NumPy's would only wait."""
    return os.environ | {"OPENBLAS_NUM_THREADS": "1"}


def end(process: subprocess.Popen[bytes]) -> None:
    """Have a grader process end what it is doing, sweep its folder and go; kill it if it does not."""
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            with contextlib.suppress(OSError):
                stream.close()
    with contextlib.suppress(subprocess.TimeoutExpired):  # between two submissions that is enough
        process.wait(timeout=LEAVING_SECONDS)
    if process.poll() is None:
        process.terminate()
    try:
        process.wait(timeout=ENDING_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
