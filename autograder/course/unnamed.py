"""The queue of mistakes that have no name yet: wrong answers that are numerically the same, the most frequent first."""

from __future__ import annotations

import io
import tokenize
from collections.abc import Sequence
from dataclasses import dataclass, field

from autograder.course.graded import Graded

CLOSE = 1e-5  # of the largest number of the answer: as closely as a known mistake has to match


@dataclass
class Group:
    """Submissions whose function gives one wrong answer."""

    function: str
    values: list[float]
    members: list[str] = field(default_factory=list)
    code: str = ""  # the shortest function that gives it

    def has(self, values: list[float]) -> bool:
        """Whether these values are the group's."""
        if len(values) != len(self.values):
            return False
        scale = max(1e-9, *map(abs, self.values))
        return all(abs(a - b) <= CLOSE * scale for a, b in zip(values, self.values))


def queue(everyone: Sequence[Graded]) -> list[Group]:
    """All groups, largest first."""
    groups: list[Group] = []
    for one in everyone:
        for function, described in one.unnamed.items():
            values = described.get("values")
            if not values:
                continue
            group = next((group for group in groups if group.function == function and group.has(values)), None)
            if group is None:
                group = Group(function, values)
                groups.append(group)
            group.members.append(one.shown)
            code = bare(str(described.get("code") or ""))
            group.code = min(filter(None, (group.code, code)), key=len, default="")
    return sorted(groups, key=lambda group: (-len(group.members), group.function))


def broken(everyone: Sequence[Graded]) -> list[str]:
    """The functions whose answers could not be had again, with the reason."""
    return [
        f"{one.shown}, {function}: {described['broke']}"
        for one in everyone
        for function, described in one.unnamed.items()
        if "broke" in described
    ]


def bare(code: str) -> str:
    """A function's text without its docstring and its comments, which may say whose it is; "" if it is no Python."""
    lines = code.split("\n")  # as `tokenize` counts them: a form feed, say, ends none
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(code + "\n").readline))
    except (tokenize.TokenError, SyntaxError):
        return ""
    previous = tokenize.NEWLINE
    for token in tokens:
        docstring = token.type == tokenize.STRING and previous == tokenize.INDENT
        if token.type == tokenize.COMMENT or docstring:
            (first, start), (last, end) = token.start, token.end
            lines[first - 1] = lines[first - 1][:start] + (lines[last - 1][end:] if first == last else "")
            lines[first:last] = [""] * (last - first)
        if token.type not in (tokenize.COMMENT, tokenize.NL):
            previous = token.type
    return "\n".join(line.rstrip() for line in lines if line.strip())
