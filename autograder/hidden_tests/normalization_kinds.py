"""The kinds of case that hidden tests of batch norm and layer norm draw: the same ones, along the other axis."""

from __future__ import annotations

from typing import Any, NamedTuple

from autograder.public import Case, Draw, Normalization


class Kind(NamedTuple):
    """A kind of case, and how it is made."""

    about: str
    options: dict[str, Any]  # of `Normalization`
    matters_to: set[str]  # functions that take one of these


ANY = {"dY", "X", "var"}

SHAPES: tuple[Kind, ...] = (
    Kind("a tall input", {"n": 40, "d": 3}, ANY),
    Kind("a wide input", {"n": 3, "d": 40}, ANY),
    Kind("a square input", {"n": 4, "d": 4}, ANY),
    Kind("another square input", {"n": 4, "d": 4}, ANY),  # one shape twice: for what a function keeps of a call
    Kind("two rows", {"n": 2, "d": 3}, ANY),
    Kind("two features", {"n": 3, "d": 2}, ANY),
    Kind("large numbers", {"n": 5, "d": 4, "size": 50.0}, ANY),
)


def edges(axis: int) -> tuple[Kind, ...]:
    """What can go wrong in a column (`axis` 0) or a row (1) of any shape."""
    line = ("column", "row")[axis]
    few = ({"n": 3, "d": 4}, {"n": 4, "d": 3})[axis]  # terms in each mean: there N and N − 1 differ most
    return (
        Kind(f"a constant {line}", {"n": 5, "d": 4, "second": "constant"}, {"X", "X_hat", "var"}),
        Kind(f"{line}s far from zero", {"n": 5, "d": 4, "shift": 6.0}, {"X"}),
        Kind("a larger eps", {"n": 4, "d": 5, "eps": 4.0}, {"eps"}),
        Kind("a smaller eps", few | {"eps": 0.01}, {"eps"}),
        Kind(f"a {line} of small numbers, a tiny eps", {"n": 5, "d": 4, "second": "small", "eps": 1e-6}, {"eps"}),
        Kind("a zero in γ", {"n": 4, "d": 5, "zero": True}, {"gamma"}),
    )


def cases(label: str, axis: int, kinds: tuple[Kind, ...], names: tuple[str, ...]) -> list[Case]:
    """One case of each kind that matters, with the inputs of these names; `label` makes them the test's own."""
    draw = Draw(label)
    return [
        Case(kind.about, **Normalization(draw, axis=axis, **kind.options).pick(*names))
        for kind in kinds
        if kind.matters_to & set(names)
    ]
