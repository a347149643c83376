"""Read a displayed formula of the reference as what it says: chains of expressions with relations between them.

The dialect is what the pages use and no more; anything else raises `Unreadable`, so that a formula the checks cannot
follow cannot stand on a page. Nodes are tuples `(kind, ...)`; `evaluate.py` gives each kind its meaning.
"""

from __future__ import annotations

import re
from collections.abc import Collection

Node = tuple
TOKEN = re.compile(r"\\[A-Za-z]+|\\.|\d+(?:\.\d+)?|[A-Za-z]|[^\s]", re.DOTALL)
SPACING = {
    *("\\,", "\\;", "\\!", "\\:", "\\ ", "&", "\\quad"),
    *("\\left", "\\right", "\\bigl", "\\bigr", "\\Bigl", "\\Bigr"),
}
RELATIONS = {"=": "=", "\\ne": "!=", "\\le": "<=", "<": "<", "\\in": "in"}
ACCENTS = {"\\hat", "\\bar", "\\tilde", "\\check", "\\mathcal", "\\mathrm", "\\mathbb"}
CLOSING = {"(": ")", "[": "]", "\\lVert": "\\rVert", "\\lvert": "\\rvert", "\\{": "\\}"}
PRODUCTS = {"\\cdot": "*", "\\odot": "elementwise", "/": "/"}
FOLDS = {"\\sum": "sum", "\\max": "max"}
GREEK_AND_NAMES = re.compile(r"\\(alpha|beta|gamma|Gamma|delta|eta|lambda|mu|rho|sigma|varepsilon|nabla)$")


class Unreadable(ValueError):
    """The formula uses something that the dialect does not have."""


def statements(latex: str) -> list[list[str]]:
    """The tokens of each statement. A row that starts with a relation, + or − goes on with the row above."""
    latex = re.sub(r"\\(begin|end)\{aligned\}", "", latex)
    cases = re.findall(r"\\begin\{cases\}.*?\\end\{cases\}", latex, re.DOTALL)
    for number, text in enumerate(cases):
        latex = latex.replace(text, f" \\case{'abcdefgh'[number]} ")
    found: list[list[str]] = []
    for row in re.split(r"\\\\|\\qquad", latex):
        tokens = [token for token in TOKEN.findall(row) if token not in SPACING]
        if not tokens:
            continue
        if found and (tokens[0] in RELATIONS or tokens[0] in "+-"):
            found[-1] += tokens
        else:
            found.append(tokens)
    return [_with_cases(tokens, cases) for tokens in found]


def _with_cases(tokens: list[str], cases: list[str]) -> list[str]:
    whole: list[str] = []
    for token in tokens:
        if match := re.fullmatch(r"\\case([a-h])", token):
            rows = re.sub(r"\\(begin|end)\{cases\}", "", cases["abcdefgh".index(match[1])])
            whole += ["\\cases", "{", *TOKEN.findall(rows), "}"]
        else:
            whole.append(token)
    return whole


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
        while self._take(".") or self._take(","):
            pass
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
            token[0].isalnum() or token in CLOSING or token in ACCENTS or token in FOLDS
            or token in ("\\frac", "\\tfrac", "\\sqrt", "\\cases", "\\underbrace") or bool(GREEK_AND_NAMES.match(token))
        )  # fmt: skip

    def _power(self) -> Node:
        value = self._atom()
        while self._take("^"):
            if self._take("\\top"):
                value = ("transpose", value)
            else:
                value = ("^", value, self._group(self._expression) if self._peek() == "{" else self._atom())
        return value

    def _group(self, inner):  # type: ignore[no-untyped-def]
        self._expect("{")
        value = inner()
        self._expect("}")
        return value

    def _atom(self) -> Node:
        token = self._peek()
        if token in ("\\frac", "\\tfrac"):
            return self._fraction()
        if token in FOLDS:
            return self._fold()
        if token == "\\sqrt":
            self._next()
            return ("sqrt", self._group(self._expression))
        if token == "\\cases":
            self._next()
            return self._group(self._cases)
        if token == "\\underbrace":
            self._next()
            value = self._group(self._expression)
            self._expect("_")
            return ("same", value, self._group(self._expression))
        if token in CLOSING:
            return self._bracket()
        if token and token[0].isdigit():
            self._next()
            return ("number", token, self._leaf(token))
        return self._symbol()

    def _bracket(self) -> Node:
        opening = self._next()
        value = self._expression()
        values = [value]
        while opening == "\\{" and self._take(","):
            values.append(self._expression())
        self._expect(CLOSING[opening])
        return {"\\lVert": ("norm", value), "\\lvert": ("abs", value), "\\{": ("set", values)}.get(opening, value)

    def _leaf(self, text: str) -> int:
        self.leaves.append(text)
        return len(self.leaves) - 1

    def name(self) -> str:
        """A letter, a Greek letter or an accented one, spelled without braces' spaces: `\\hat{X}`."""
        token = self._next() if self._peek() else ""
        if token == "\\nabla":
            return token + self.name()
        if token in ACCENTS:
            self._expect("{")
            inner = "".join(self._until_brace())
            return f"{token}{{{inner}}}"
        if not (len(token) == 1 and token.isalpha()) and not GREEK_AND_NAMES.match(token):
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
        self._next()
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

    def _fold(self) -> Node:
        kind = FOLDS[self._next()]
        self._expect("_")
        bounds = self._bounds(self._until_brace() if self._take("{") else [self._next()])
        upper = None
        if self._take("^"):
            upper = self._group(self._expression) if self._peek() == "{" else self._atom()
        return ("fold", kind, bounds, upper, self._term())

    def _bounds(self, lower: list[str]) -> Node:
        """`i=1`, `j \\ne i`, or index names: (names, first, excluded)."""
        if "=" in lower:
            first = Parser(lower[2:])
            first.leaves = self.leaves
            return ([lower[0]], first._expression(), None)
        if "\\ne" in lower:
            return ([lower[0]], None, lower[2])
        return ([token for token in lower if token != ","], None, None)

    def _cases(self) -> Node:
        rows = []
        while self._peek() != "}":
            value = self._expression()
            self._expect("&")
            left, relation, right = self._next(), RELATIONS[self._next()], self._next()
            rows.append((value, left, relation, right))
            self._take("\\\\")
        return ("cases", rows)
