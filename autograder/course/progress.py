"""How far it is: a bar with rate and remaining time on a terminal, a line now and then in a pipe."""

from __future__ import annotations

import sys
import time
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

LINE_SECONDS = 15.0  # between two lines in a pipe


class Course:
    """A context around the grading of `total` submissions."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._done = 0
        self._started = self._said = time.monotonic()
        console = Console(stderr=True)
        columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"), TimeRemainingColumn())
        self._bar = Progress(*columns, console=console) if console.is_terminal else None
        self._task = self._bar.add_task("", total=total, rate="") if self._bar is not None else None

    def __enter__(self) -> Course:
        if self._bar is not None:
            self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._bar is not None:
            self._bar.stop()

    def step(self, remark: str = "") -> None:
        """One more is done; `remark` is what the staff should know of it."""
        self._done += 1
        if remark:
            self.say(remark)
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, advance=1, rate=self._rate())
        elif self._done == self._total or time.monotonic() - self._said >= LINE_SECONDS:
            self._said = time.monotonic()
            self.say(f"{self._done} of {self._total} graded, {self._rate()}, {self._remaining()}")

    def say(self, text: str) -> None:
        """A line above the bar."""
        if self._bar is not None:
            self._bar.console.print(text, markup=False, highlight=False)
        else:
            print(text, file=sys.stderr, flush=True)

    def _rate(self) -> str:
        return f"{60 * self._done / max(time.monotonic() - self._started, 1e-3):.0f} a minute"

    def _remaining(self) -> str:
        seconds = (self._total - self._done) * (time.monotonic() - self._started) / self._done
        return f"{int(seconds) // 60}:{int(seconds) % 60:02d} left"
