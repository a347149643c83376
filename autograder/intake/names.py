"""Names in an upload, which are the student's: shown printable and short, and likened to those that are asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

MAX_NAMES_SHOWN = 3
MAY_BE_CODE = re.compile(r"^[^.]+$|\.(py|ipynb|txt)$|\.py\b", re.IGNORECASE)  # not the picture of a network


def find_near(wanted: str, names: Iterable[str]) -> tuple[str, ...]:
    """Those of `names` that may be meant for the file `wanted`, the most alike alone; nothing is graded by guessing."""
    question, _, topic = wanted[:-3].partition("_")
    ranked = []
    for name in sorted(filter(MAY_BE_CODE.search, set(names))):
        plain = re.sub(r"[^a-z0-9]", "", name.lower())
        if plain.startswith(question + topic):
            ranked.append((0, name))
        elif plain.startswith(topic) or question + topic in plain:
            ranked.append((1, name))
        elif re.match(rf"{question}(?![0-9])", plain) and not re.search(r"help|util|test", plain):
            ranked.append((2, name))
    best = min((rank for rank, _ in ranked), default=0)
    return tuple(name for rank, name in ranked if rank == best)


def listed(names: Sequence[str], count: int = 0) -> str:
    """The first names in quotes, and how many more there are of `count`."""
    shown = [f"“{printable(name)}”" for name in names[:MAX_NAMES_SHOWN]]
    more = max(count, len(names)) - len(shown)
    if more:
        return f"{', '.join(shown)} and {more} more"
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)


def printable(name: str) -> str:
    """A file name on one line and at most 60 characters, without anything that a page or a terminal obeys."""
    safe = name.encode("utf-8", "backslashreplace").decode("utf-8")
    safe = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in safe)
    return safe if len(safe) <= 60 else f"{safe[:40]}…{safe[-19:]}"
