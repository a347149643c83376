"""A right answer as named steps; a known mistake changes one of them.

The steps are text, one `name = expression` a line, in the letters of `solutions/`, from whose derivations they are
taken; the project's tests hold them to the solutions' answers. An expression sees the inputs, the steps above it, and
the tools that the derivation was given.
"""

from __future__ import annotations

import copy
import functools
from collections.abc import Mapping, Sequence
from types import CodeType
from typing import Any

import numpy as np

Changes = Mapping[str, str]  # of steps or inputs: the expression that stands in its place
Values = dict[str, Any]  # inputs, steps and tools by name
TOOLS: dict[str, Any] = {
    name: getattr(np, name)
    for name in ("sqrt", "abs", "sign", "maximum", "diag", "eye", "ones", "full", "triu", "float64")
} | {"len": len}


class Derivation:
    """The right answer to `inputs`, a step a line of `text`; the last line names what is returned."""

    def __init__(self, inputs: str, text: str, tools: Mapping[str, Any] | None = None) -> None:
        *lines, last = (line.strip() for line in text.strip().splitlines())
        self.inputs = tuple(inputs.split(", "))
        self.steps = dict(line.split(" = ", 1) for line in lines)
        self.returns = tuple(last.removeprefix("return ").split(", "))
        self._tools = TOOLS | dict(tools or {})
        self._places = {name: place for place, name in enumerate((*self.inputs, *self.steps))}

    def with_tools(self, tools: Mapping[str, Any]) -> Derivation:
        """The same with more tools: functions that a change calls in place of a step."""
        other = copy.copy(self)
        other._tools = self._tools | dict(tools)
        return other

    def place(self, changes: Changes) -> int:
        """Where in the derivation the first of the changes stands."""
        return min(self._places[name] for name in changes)

    def values(self, args: Sequence[Any], changes: Changes) -> Values:
        """All inputs and steps for one call, some of them changed."""
        given = self._tools | dict(zip(self.inputs, args))
        values = given | {name: _evaluate(changes[name], given) for name in self.inputs if name in changes}
        for name, expression in self.steps.items():
            values[name] = _evaluate(changes.get(name, expression), values)
        return values

    def values_after(self, values: Values, args: Sequence[Any], first: Changes, second: Changes) -> Values:
        """`values(args, {**first, **second})` from those for `first`: only what `second` reaches is computed again."""
        changed = {name for name in self.inputs if name in second}
        values = values.copy()
        if changed:
            given = self._tools | dict(zip(self.inputs, args))
            values.update((name, _evaluate(second[name], given)) for name in changed)
        for name, expression in self.steps.items():
            code = _compiled(second.get(name) or first.get(name, expression))
            if name in second or not changed.isdisjoint(code.co_names):
                values[name] = eval(code, values)  # noqa: S307  the catalogue's own text
                changed.add(name)
        return values

    def answer(self, args: Sequence[Any], changes: Changes) -> Any:
        """What a function with these changes returns."""
        with np.errstate(all="ignore"):
            values = self.values(args, changes)
        parts = tuple(values[name] for name in self.returns)
        return parts if len(parts) > 1 else parts[0]


def read_changes(text: str) -> dict[str, str]:
    """`{"s": "r", "r": "s"}` of `s, r = r, s`: one change, or as many as there are names on the left."""
    names, _, values = text.partition(" = ")
    if "," not in names:
        return {names: values}
    return dict(zip(names.split(", "), _split(values)))


def _split(text: str) -> list[str]:
    """The expressions of a tuple: commas within brackets divide nothing."""
    depth, parts = 0, [""]
    for letter in text:
        depth += (letter in "([{") - (letter in ")]}")
        if letter == "," and not depth:
            parts.append("")
        else:
            parts[-1] += letter
    return [part.strip() for part in parts]


@functools.cache
def _compiled(expression: str) -> CodeType:
    return compile(expression, "<known mistake>", "eval")


def _evaluate(expression: str, values: Values) -> Any:
    return eval(_compiled(expression), values)  # noqa: S307  the catalogue's own text
