"""What a formula's nodes mean: arrays and numbers, NumPy's for numeric checks and SymPy's for symbolic ones."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np
import sympy
from reference.compare import TOLERANCE, same
from reference.latex import Node, Parser, Unreadable
from reference.statements import statements

DISTURBED = (1.37, 0.11)  # factor and offset for a leaf in the sensitivity test


@dataclass
class Setting:
    """Where a formula is to hold: what its names stand for, and over what its free indices run.

    A value is a number, an array whose indices count from 1, a dict by index (for times, which count from 0), or a
    function. `outcomes` are (probability, values): what an expectation averages over. `both_sides` is what the sides
    of an \\iff have to be.
    """

    values: dict[str, Any]
    ranges: dict[str, range] = field(default_factory=dict)
    outcomes: list[tuple[Any, dict[str, Any]]] = field(default_factory=list)
    both_sides: bool = True


class DoesNotHold(AssertionError):
    """Two members of a formula differ."""


def check(latex: str, setting: Setting, disturb: int = -1) -> list[str]:
    """Raise `DoesNotHold` unless every statement holds for every value of its free indices; the leaves, as written.

    `disturb` is the leaf whose value is falsified, counted over the whole formula.
    """
    leaves: list[str] = []
    callables = [name for name, value in setting.values.items() if callable(value)]
    for tokens in statements(latex):
        parser = Parser(tokens, callables)
        chains = parser.statement()
        for scope in _scopes(tokens, setting):
            evaluation = Evaluation(setting, scope, disturb - len(leaves))
            truths = [_holds(chain, evaluation) for chain in chains]
            for truth, values in truths:
                if truth != (setting.both_sides or len(chains) == 1):
                    raise DoesNotHold(f"{' '.join(tokens)}\nat {scope}: {values}")
        leaves += parser.leaves
    return leaves


def _scopes(tokens: list[str], setting: Setting) -> Iterator[dict[str, int]]:
    names = [name for name in setting.ranges if name in tokens]
    for combination in itertools.product(*(setting.ranges[name] for name in names)):
        yield dict(zip(names, combination))


def _holds(chain: tuple[list[Node], list[str]], evaluation: Evaluation) -> tuple[bool, str]:
    members, relations = chain
    values = [evaluation.of(member) for member in members]
    for left, relation, right in zip(values, relations, values[1:]):
        if same(left, right) != (relation == "="):
            return False, f"{left} {relation} {right}"
    return True, ""


class Evaluation:
    """One formula's values in one setting, for one choice of its free indices."""

    def __init__(self, setting: Setting, scope: dict[str, int], disturb: int = -1) -> None:
        self.setting, self.scope, self.disturb = setting, scope, disturb
        self.values = setting.values

    def of(self, node: Node) -> Any:
        """The value of a node: a number or an array."""
        return self.MEANINGS[node[0]](self, *node[1:])

    def number(self, text: str, leaf: int) -> Any:
        """A decimal; an exact one where it is an integer, so that SymPy stays exact."""
        return self._leaf(sympy.Integer(text) if self._is_symbolic() and text.isdigit() else float(text), leaf)

    def _is_symbolic(self) -> bool:
        return "symbolic" in self.values

    def _leaf(self, value: Any, leaf: int) -> Any:
        return value * DISTURBED[0] + DISTURBED[1] if leaf == self.disturb else value

    def symbol(self, name: str, subscript: list[str], leaf: int) -> Any:
        """What the name stands for, at its indices; an index on its own is its number."""
        if name in self.scope and not subscript:
            return self._leaf(self.scope[name], leaf)
        whole = f"{name}_{''.join(subscript)}"
        if whole in self.values:
            return self._leaf(self.values[whole], leaf)
        if name not in self.values:
            raise Unreadable(f"{whole if subscript else name} stands for nothing here")
        value = self.values[name]
        indices = self._indices(subscript)
        if isinstance(value, dict):
            if indices[0] not in value:
                raise DoesNotHold(f"{name} has no entry {indices[0]}")
            value, indices = value[indices[0]], indices[1:]
        for index in indices:
            if not 1 <= index <= len(value):
                raise DoesNotHold(f"{name} has no entry {index}")
            value = value[index - 1]
        return self._leaf(value, leaf)

    def _indices(self, subscript: list[str]) -> list[int]:
        if {"+", "-"} & set(subscript):
            return [int(Evaluation(self.setting, self.scope).of(Parser(subscript)._expression()))]
        return [index for token in subscript if token != "," for index in self._index(token)]

    def _index(self, token: str) -> list[int]:
        """One index, or several digits side by side."""
        return [int(digit) for digit in token] if token.isdigit() else [self.scope.get(token) or self._count(token)]

    def _count(self, token: str) -> int:
        if token not in self.values:
            raise Unreadable(f"the index {token} runs over nothing")
        return int(self.values[token])

    def call(self, name: str, argument: Node, leaf: int) -> Any:
        """A function's value."""
        return self._leaf(self.values[name](self.of(argument)), leaf)

    def times(self, left: Node, right: Node) -> Any:
        """A matrix product where both have axes, else a scaling; vectors times vectors are dot products."""
        a, b = self.of(left), self.of(right)
        return a @ b if np.ndim(a) and np.ndim(b) else a * b

    def power(self, base: Node, exponent: Node) -> Any:
        """A matrix power for a matrix, entry by entry for a vector."""
        value, by = self.of(base), self.of(exponent)
        if np.ndim(value) == 2:
            return np.linalg.matrix_power(value, int(by)) if by == int(by) else np.full_like(value, np.nan)
        with np.errstate(invalid="ignore"):
            return np.power(value, by) if isinstance(value, np.ndarray) else value**by

    def root(self, node: Node) -> Any:
        """The square root, entry by entry."""
        value = self.of(node)
        if np.asarray(value).dtype == object:
            return np.vectorize(sympy.sqrt, otypes=[object])(value) if np.ndim(value) else sympy.sqrt(value)
        with np.errstate(invalid="ignore"):
            return np.sqrt(value)

    def norm(self, node: Node) -> Any:
        """The length of a vector."""
        vector = self.of(node)
        if np.ndim(vector) != 1:
            raise Unreadable("the norm of something that is not a vector")
        squares = vector @ vector
        return sympy.sqrt(squares) if isinstance(squares, sympy.Basic) else math.sqrt(squares)

    def total(self, index: str, first: Node, last: Node, body: Node) -> Any:
        """A sum from the first to the last value of its index; a disturbed bound moves to the next whole number."""
        start, stop = (math.ceil(float(self.of(bound)) - TOLERANCE) for bound in (first, last))
        return self._sum(index, range(start, stop + 1), body)

    def all_but(self, index: str, left_out: str, body: Node) -> Any:
        """A sum over all values of its index but that of another one."""
        return self._sum(index, [k for k in self.setting.ranges[index] if k != self.scope[left_out]], body)

    def _sum(self, index: str, run: Iterable[int], body: Node) -> Any:
        terms = []
        for value in run:
            inner = Evaluation(self.setting, self.scope | {index: value}, self.disturb)
            inner.values = self.values
            terms.append(inner.of(body))
        return sum(terms[1:], start=terms[0]) if terms else 0

    def expectation(self, node: Node) -> Any:
        """The mean over all outcomes, each with its probability."""
        if not self.setting.outcomes:
            raise Unreadable("an expectation, and nothing here is random")
        total = []
        for probability, values in self.setting.outcomes:
            inner = Evaluation(self.setting, self.scope, self.disturb)
            inner.values = self.values | values
            total.append(inner.of(node) * probability)
        return sum(total[1:], start=total[0])

    def cases(self, rows: list[tuple[Node, str, str, str]]) -> Any:
        """The first row whose condition on the indices holds."""
        for value, left, relation, right in rows:
            if (self._indices([left]) == self._indices([right])) == (relation == "="):
                return self.of(value)
        raise DoesNotHold("no case applies")

    def differentiate(self, name: str, subscript: list[str], body: Node) -> Any:
        """SymPy's derivative of an expression by one of its symbols."""
        return sympy.diff(self.of(body), self.symbol(name, subscript, -2))

    MEANINGS: ClassVar[dict[str, Callable[..., Any]]] = {
        "number": number,
        "symbol": symbol,
        "call": call,
        "*": times,
        "elementwise": lambda self, a, b: self.of(a) * self.of(b),
        "/": lambda self, a, b: self.of(a) / self.of(b),
        "+": lambda self, a, b: self.of(a) + self.of(b),
        "-": lambda self, a, b: self.of(a) - self.of(b),
        "negative": lambda self, a: -self.of(a),
        "^": power,
        "transpose": lambda self, a: np.transpose(self.of(a)),
        "sqrt": root,
        "norm": norm,
        "abs": lambda self, a: abs(self.of(a)),
        "sum": total,
        "all but": all_but,
        "expectation": expectation,
        "cases": cases,
        "differentiate": differentiate,
    }
