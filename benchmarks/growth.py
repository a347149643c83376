"""How cost grows with the number of submissions, and where the time of one goes.

    python -I benchmarks/growth.py SUBMISSION NUMBER

grades the submission so many times in one grader process and prints a JSON list: the seconds of each, by part.
"""

from __future__ import annotations

import contextlib
import io
import json
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PARTS = ("start", "worker", "calls", "comparison", "results")


def measure(submission: Path, numbers: list[int], times_of: Callable[[list[str]], Any]) -> list[dict[str, Any]]:
    """For each of `numbers`: seconds a submission, one `./run_autograder` each and in one process, by part."""
    command = [str(ROOT / "run_autograder"), "--submission", str(submission)]
    with tempfile.TemporaryDirectory() as folder:
        command += ["--results", str(Path(folder) / "results.json")]
        separate = [times_of(command).wall_seconds for _ in range(max(numbers))]
    loop = [sys.executable, "-I", __file__, str(submission), str(max(numbers))]
    together = json.loads(subprocess.run(loop, check=True, capture_output=True, text=True).stdout)
    return [
        {
            "submissions": number,
            "separate": sum(separate[:number]) / number,
            "together": sum(sum(each.values()) for each in together[:number]) / number,
            "parts": {part: sum(each[part] for each in together[:number]) / number for part in PARTS},
        }
        for number in numbers
    ]


class Clock:
    """Adds up the seconds spent in chosen functions, each without those of the others that it calls."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self._in_others = 0.0

    def watch(self, owner: Any, name: str, part: str) -> None:
        """Count the time in `owner.name` as `part`."""
        function = getattr(owner, name)

        def timed(*args: Any, **named: Any) -> Any:
            outer, self._in_others = self._in_others, 0.0
            started = time.perf_counter()
            try:
                return function(*args, **named)
            finally:
                spent = time.perf_counter() - started
                self.seconds[part] += spent - self._in_others
                self._in_others = outer + spent

        setattr(owner, name, timed)


def watched() -> Clock:
    """A clock on the parts of a grading; what none of them covers is the tests' own work, the comparison."""
    from autograder import grade
    from autograder.report.results import Results
    from autograder.sandbox.warm_process import WarmProcess
    from autograder.sandbox.worker import Worker
    from autograder.suite import Exercises

    clock = Clock()
    for owner, names, part in (
        (grade, ("find_submission",), "start"),
        (Exercises, ("tests", "ask"), "start"),
        (WarmProcess, ("__enter__", "__exit__", "start_worker", "stop_worker"), "worker"),
        (Worker, ("compile", "load"), "worker"),
        (Worker, ("call",), "calls"),
        (Results, ("record", "write"), "results"),
    ):
        for name in names:
            clock.watch(owner, name, part)
    return clock


def grade_again_and_again(submission: Path, number: int) -> list[dict[str, float]]:
    """The parts of each grading's time; the first one's start includes the loading of all modules."""
    started = time.perf_counter()
    sys.path.insert(0, str(ROOT))
    clock = watched()
    from autograder.grade import grade
    from autograder.sandbox.nursery import Nursery
    from autograder.suite import Exercises

    clock.seconds["start"] = time.perf_counter() - started
    gradings, exercises = [], Exercises()
    with tempfile.TemporaryDirectory() as folder, Nursery() as nursery:
        for _ in range(number):
            with contextlib.redirect_stdout(io.StringIO()):
                results = Path(folder) / "results.json"
                grade(submission, results, nursery, deadline_seconds=175.0, exercises=exercises)
            total, started = time.perf_counter() - started, time.perf_counter()
            parts = {part: clock.seconds.pop(part, 0.0) for part in PARTS}
            gradings.append(parts | {"comparison": total - sum(parts.values())})
    return gradings


if __name__ == "__main__":
    print(json.dumps(grade_again_and_again(Path(sys.argv[1]), int(sys.argv[2]))))
