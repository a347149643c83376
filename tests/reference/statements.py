"""A displayed formula's statements: rows joined where they go on, tokens without what only spaces them."""

from __future__ import annotations

import re

TOKEN = re.compile(r"\\[A-Za-z]+|\\.|\d+(?:\.\d+)?|[A-Za-z]|[^\s]", re.DOTALL)
SPACING = {"&", "\\left", "\\right", "\\Bigl", "\\Bigr"}
GOES_ON = {"=", "\\ne", "+", "-"}


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
        if found and tokens[0] in GOES_ON:
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
