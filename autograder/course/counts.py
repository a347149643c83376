"""Counts that may be shown: below three, a count would point at somebody."""

from __future__ import annotations

FEWEST = 3


class Shown:
    """Says counts and shares in words that a report may use; with `names` it says all of them."""

    def __init__(self, *, names: bool) -> None:
        self.names = names

    def hides(self, count: int) -> bool:
        """Whether this count may not be shown."""
        return not self.names and 0 < count < FEWEST

    def count(self, count: int) -> str:
        """The number, or that it is a small one."""
        return "1 or 2" if self.hides(count) else str(count)

    def share(self, part: int, whole: int) -> str:
        """`part` of `whole` in percent, without telling a small part or a small rest."""
        if whole == 0:
            return "–"
        if self.hides(part):
            return "nearly none"
        if self.hides(whole - part):
            return "nearly all"
        return f"{100 * part / whole:.0f} %"
