"""Read a displayed formula of the reference as what it says: chains of expressions with relations between them.

The dialect is what the pages use and no more; anything else raises `Unreadable`, so that a formula the checks cannot
follow cannot stand on a page. Nodes are tuples `(kind, ...)`; `evaluate.py` gives each kind its meaning.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

Node = tuple
RELATIONS = {"=": "=", "\\ne": "!="}
ACCENTS = {"\\hat", "\\bar", "\\tilde", "\\check", "\\mathcal", "\\mathrm", "\\mathbb"}
CLOSING = {"(": ")", "[": "]", "\\lVert": "\\rVert", "\\lvert": "\\rvert"}
PRODUCTS = {"\\odot": "elementwise", "/": "/"}
HEADS = {"\\frac", "\\sqrt", "\\sum", "\\cases"}
GREEK = re.compile(r"\\(beta|gamma|Gamma|delta|eta|lambda|mu|sigma|varepsilon)$")


class Unreadable(ValueError):
    """The formula uses something that the dialect does not have."""


class Parser:
    """Recursive descent over one statement's tokens. `callables` are the names that parentheses apply to."""

    def __init__(self, tokens: list[str], callables: Collection[str] = ()) -> None:
        self.tokens, self.position, self.callables = tokens, 0, callables
        self.leaves: list[str] = []  # numbers and symbols as read: what the sensitivity test disturbs one by one

    def statement(self) -> list[tuple[list[Node], list[str]]]:
        """Chains `(members, relations)`, one for each side of an \\iff."""
        chains = [self._chain()]
        while self._take("\\iff"):
            chains.append(self._chain())
        if self.position != len(self.tokens):
            raise Unreadable(f"cannot read on at {' '.join(self.tokens[self.position :])}")
        return chains

    def _chain(self) -> tuple[list[Node], list[str]]:
        members, relations = [self._expression()], []
        while self._peek() in RELATIONS:
            relations.append(RELATIONS[self._next()])
            members.append(self._expression())
        if not relations:
            raise Unreadable("a displayed formula has to state something: no relation found")
        return members, relations

    def _peek(self) -> str:
        return self.tokens[self.position] if self.position < len(self.tokens) else ""

    def _next(self) -> str:
        self.position += 1
        return self.tokens[self.position - 1]

    def _take(self, token: str) -> bool:
        found = self._peek() == token
        self.position += found
        return found

    def _expect(self, token: str) -> None:
        if not self._take(token):
            raise Unreadable(f"{token} expected before {' '.join(self.tokens[self.position :]) or 'the end'}")

    def _expression(self) -> Node:
        value = ("negative", self._term()) if self._take("-") else self._term()
        while self._peek() in ("+", "-"):
            sign = self._next()
            value = ("+" if sign == "+" else "-", value, self._term())
        return value

    def _term(self) -> Node:
        value = self._power()
        while True:
            token = self._peek()
            if token in PRODUCTS:
                self._next()
                value = (PRODUCTS[token], value, self._power())
            elif self._starts_factor(token):
                value = ("*", value, self._power())
            else:
                return value

    def _starts_factor(self, token: str) -> bool:
        return bool(token) and (
            token[0].isalnum() or token in CLOSING or token in ACCENTS or token in HEADS or bool(GREEK.match(token))
        )

    def _power(self) -> Node:
        value = self._atom()
        while self._take("^"):
            if self._take("\\top"):
                value = ("transpose", value)
            else:
                value = ("^", value, self._group(self._expression) if self._peek() == "{" else self._atom())
        return value

    def _group(self, inner: Callable[[], Node]) -> Node:
        self._expect("{")
        value = inner()
        self._expect("}")
        return value

    def _atom(self) -> Node:
        token = self._peek()
        if self._take("\\frac"):
            return self._fraction()
        if self._take("\\sum"):
            return self._sum()
        if self._take("\\sqrt"):
            return ("sqrt", self._group(self._expression))
        if self._take("\\cases"):
            return self._group(self._cases)
        if token in CLOSING:
            return self._bracket()
        if token and token[0].isdigit():
            self._next()
            return ("number", token, self._leaf(token))
        return self._symbol()

    def _bracket(self) -> Node:
        opening = self._next()
        value = self._expression()
        self._expect(CLOSING[opening])
        return {"\\lVert": ("norm", value), "\\lvert": ("abs", value)}.get(opening, value)

    def _leaf(self, text: str) -> int:
        self.leaves.append(text)
        return len(self.leaves) - 1

    def name(self) -> str:
        """A letter, a Greek letter or an accented one, spelled without braces' spaces: `\\hat{X}`."""
        token = self._next() if self._peek() else ""
        if token in ACCENTS:
            self._expect("{")
            inner = "".join(self._until_brace())
            return f"{token}{{{inner}}}"
        if not (len(token) == 1 and token.isalpha()) and not GREEK.match(token):
            raise Unreadable(f"{token or 'the end'} is no name that the checks know")
        return token

    def _until_brace(self) -> list[str]:
        depth, taken = 1, []
        while True:
            token = self._next()
            depth += (token == "{") - (token == "}")
            if depth == 0:
                return taken
            taken.append(token)

    def _subscript(self) -> list[str]:
        if not self._take("_"):
            return []
        return self._until_brace() if self._take("{") else [self._next()]

    def _symbol(self) -> Node:
        name = self.name()
        if name == "\\mathbb{E}":
            self._expect("[")
            value = self._expression()
            self._expect("]")
            return ("expectation", value)
        if name in self.callables and self._take("("):
            value = self._expression()
            self._expect(")")
            return ("call", name, value, self._leaf(name))
        subscript = self._subscript()
        return ("symbol", name, subscript, self._leaf(f"{name}_{''.join(subscript)}" if subscript else name))

    def _fraction(self) -> Node:
        start = self.position
        if self.tokens[start + 1] in ("\\partial", "d"):
            above, below = self._differential(), self._differential()
            if not above:
                return ("differentiate", below[1], below[2], self._term())
            kind = "d" if self.tokens[start + 1] == "d" else "∂"
            name = f"{kind}{above[1]}/{kind}{below[1]}"
            return ("symbol", name, above[2] + below[2], self._leaf(name))
        return ("/", self._group(self._expression), self._group(self._expression))

    def _differential(self) -> Node:
        """`{∂ name_indices^2}`: its name with the power, and its indices; `()` for a bare ∂."""
        self._expect("{")
        self._next()
        if self._take("}"):
            return ()
        name, subscript = self.name(), self._subscript()
        if self._take("^"):
            name += "^" + self._next()
        self._expect("}")
        return ("differential", name, subscript)

    def _sum(self) -> Node:
        """`_{i=1}^{N}` or `_{j \\ne i}`: the index, the first and the last of its values or the one left out."""
        self._expect("_")
        self._expect("{")
        index, relation = self._next(), self._next()
        if relation == "\\ne":
            left_out = self._next()
            self._expect("}")
            return ("all but", index, left_out, self._term())
        first = self._expression()
        self._expect("}")
        self._expect("^")
        return ("sum", index, first, self._group(self._expression), self._term())

    def _cases(self) -> Node:
        rows = []
        while self._peek() != "}":
            value = self._expression()
            self._expect("&")
            left, relation, right = self._next(), RELATIONS[self._next()], self._next()
            rows.append((value, left, relation, right))
            self._take("\\\\")
        return ("cases", rows)
