"""The points by question on a terminal: progress while grading, a table at the end."""

from __future__ import annotations

import sys
import unittest
from collections.abc import Iterable
from typing import Any


class Progress:
    """Prints a question's name as its first test starts."""

    def __init__(self) -> None:
        self._question = ""

    def __call__(self, test: unittest.TestCase) -> None:
        """Announce the file that `test` belongs to, once."""
        question = getattr(test, "module", "")
        if question != self._question:
            self._question = question
            print(f"grading {question}.py …", flush=True)


def show(rows: Iterable[dict[str, Any]]) -> None:
    """Print points by question, public and hidden, and the total."""
    table: dict[tuple[str, str], list[float]] = {}
    for row in rows:
        key = (row["number"], row["extra_data"]["function"])
        points = table.setdefault(key, [0.0, 0.0])
        points[0] += row["score"]
        points[1] += row["max_score"]
    print(f"\n{'question':<10}{'function':<40}{'points':>14}")
    for (number, function), (score, most) in table.items():
        mark = "" if score == most else "  ✗"
        print(f"{number:<10}{function:<40}{score:>7g} of {most:g}{mark}")
    total, most = (sum(points[i] for points in table.values()) for i in (0, 1))
    print(f"{'total':<50}{total:>7g} of {most:g}", flush=True)
    sys.stdout.flush()
