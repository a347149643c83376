"""All pages as one HTML file that needs no network: `python -m reference.render FILE`.

Formulas become MathML, figures data, and links between pages links within the file. The Python files that the pages
link to, solutions and tests, stand at its end, so that a link to a function leads to its code; before them each
function's usual mistakes, which a search in the list of contents finds by their keys.
"""

from __future__ import annotations

import ast
import base64
import hashlib
import html
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from reference import mistakes, pages
from reference.mathml import to_mathml

from autograder.mistakes.known import mistakes_of

ROOT = pages.SOLUTIONS.parent
MISTAKES = "mistakes:"  # a link to a function's
HERE = Path(__file__).resolve().parent
TITLE = "CS 148a, Problem Set 2: reference solutions"
SEARCH = (HERE / "search.js").read_text(encoding="utf-8")
DIGEST = base64.b64encode(hashlib.sha256(SEARCH.encode()).digest()).decode()
# A browser refuses whatever is not in the file, and every script but this one.
POLICY = f"default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-{DIGEST}'"
SEARCH_FIELD = (
    '<label for="key">Mistake by its key</label>\n'
    '<input id="key" type="search" placeholder="gamma-counted-twice" autocomplete="off" spellcheck="false">\n'
    '<ol id="found"></ol>\n'
)


def render() -> str:
    """The whole file."""
    articles = [article(name) for name in pages.NAMES]
    code = [listing(path) for path in linked_code()]
    style = (HERE / "style.css").read_text(encoding="utf-8")
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{TITLE}</title>\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<style>\n{style}</style>\n</head>\n<body>\n{contents()}<main>\n{''.join(articles)}"
        f'{mistakes.article()}<article id="code">\n<h1>Code</h1>\n{"".join(code)}</article>\n</main>\n'
        f"<script>{SEARCH}</script>\n</body>\n</html>\n"
    )


def contents() -> str:
    """The list of pages and their sections."""
    labels = {match[2]: match[1] for match in re.finditer(r"\[([^\]]+)\]\((\w+\.md)\)", pages.read("README.md"))}
    entries = [entry(place(name), labels.get(name, "Overview"),
                     {place(name, section.anchor): inline(section.heading) for section in pages.sections(name)[1:]})
               for name in pages.NAMES]  # fmt: skip
    entries.append(entry("mistakes", "Usual mistakes", {mistakes.place(file): f"{file}.py" for file in mistakes.FILES}))
    entries.append(entry("code", "Code", {code_id(path): code_id(path) for path in linked_code()}))
    return f"<nav>\n{SEARCH_FIELD}<ul>\n{''.join(entries)}</ul>\n</nav>\n"


def entry(target: str, label: str, below: dict[str, str]) -> str:
    """A page in the list, and what is below it by its id."""
    inner = "".join(f'<li><a href="#{id}">{text}</a></li>' for id, text in below.items())
    return f'<li><a href="#{target}">{label}</a><ul>{inner}</ul></li>\n'


def place(page: str, anchor: str = "") -> str:
    """The id of a page or of one of its headings."""
    stem = page.removesuffix(".md").lower()
    return f"{stem}.{anchor}" if anchor else stem


def article(name: str) -> str:
    """One page."""
    named = re.sub(r"<!-- eq: ([\w-]+) -->\n```math", r"```math \1", with_mistakes(pages.read(name)))
    return f'<article id="{place(name)}">\n{markdown().render(named, {"page": name})}</article>\n'


def with_mistakes(text: str) -> str:
    """A page whose every result leads to the function's usual mistakes too."""

    def with_link(line: re.Match[str]) -> str:
        function = f"{line[2].removesuffix('.py')}.{line[1]}"
        return f"{line[0]} · **usual mistakes** [{len(mistakes_of(function))}]({MISTAKES}{function})"

    return pages.RESULT.sub(with_link, text)


def inline(text: str) -> str:
    """A heading's Markdown without a paragraph around it."""
    return str(markdown().renderInline(text))


def markdown() -> MarkdownIt:
    """CommonMark with tables and dollars, written by the rules below."""
    parser = MarkdownIt("commonmark").enable("table")
    parser.inline.ruler.before("escape", "math", dollars)
    rules = {"math": math, "fence": fence, "heading_open": heading, "link_open": link, "image": picture}
    rules |= {"table_open": lambda *_: '<div class="table"><table>\n', "table_close": lambda *_: "</table></div>\n"}
    for kind, rule in rules.items():
        parser.add_render_rule(kind, rule)
    return parser


def dollars(state: StateInline, silent: bool) -> bool:
    """`$…$` is a token of its own, before Markdown sees underscores and backslashes in it."""
    found = pages.INLINE.match(state.src, state.pos)
    if found is None:
        return False
    if not silent:
        state.push("math", "math", 0).content = found[1]
    state.pos = found.end()
    return True


def math(self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    """A formula within a line."""
    return to_mathml(tokens[index].content, displayed=False)


def fence(self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    """A displayed formula with its name, which is its anchor too; or a listing."""
    kind, _, name = tokens[index].info.partition(" ")
    if kind != "math":
        return f"<pre>{html.escape(tokens[index].content)}</pre>\n"
    formula = to_mathml(tokens[index].content.strip(), displayed=True)
    return f'<div class="formula" id="{name}"><div>{formula}</div><a href="#{name}">{name}</a></div>\n'


def heading(self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    """A heading that links can lead to."""
    anchor = pages.anchor(tokens[index + 1].content)
    return f'<{tokens[index].tag} id="{place(env["page"], anchor)}">'


def link(self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    """A link within the file: to a page, a heading, or code, where the linked word is a function or a test."""
    path, _, anchor = unquote(str(tokens[index].attrs["href"])).partition("#")  # the parser escapes letters like ℓ
    if path.startswith(MISTAKES):
        return f'<a href="#{mistakes.place(path.removeprefix(MISTAKES))}">'
    if path.endswith(".py"):
        target = code_id(path)
        word = tokens[index + 1].content
        return f'<a href="#{target}{f":{word}" if f":{word}" in definitions(path) else ""}">'
    return f'<a href="#{place(path or env["page"], anchor)}">'


def picture(self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    """The figure's own bytes."""
    token = tokens[index]
    data = base64.b64encode((pages.SOLUTIONS / str(token.attrs["src"])).read_bytes()).decode()
    return f'<img alt="{html.escape(token.content)}" src="data:image/svg+xml;base64,{data}">'


def linked_code() -> list[str]:
    """The Python files that pages link to, in the order of the links, solutions first."""
    links = [match[2] for name in pages.NAMES for match in pages.LINK.finditer(pages.read(name))]
    return sorted(
        dict.fromkeys(path for path in links if path.endswith(".py")), key=lambda path: path.startswith("../")
    )


def code_id(path: str) -> str:
    """The file's path from the project's root."""
    return (pages.SOLUTIONS / path).resolve().relative_to(ROOT).as_posix()


def definitions(path: str) -> dict[str, tuple[int, int]]:
    """First and last line of each function and class at the top of a file, by `:name`."""
    tree = ast.parse((pages.SOLUTIONS / path).read_text(encoding="utf-8"))
    return {f":{node.name}": (node.lineno, node.end_lineno or node.lineno)
            for node in tree.body if isinstance(node, (ast.FunctionDef, ast.ClassDef))}  # fmt: skip


def listing(path: str) -> str:
    """A file's text, each definition with an id."""
    lines = html.escape((pages.SOLUTIONS / path).read_text(encoding="utf-8")).splitlines()
    for name, (first, last) in definitions(path).items():
        lines[first - 1] = f'<span class="definition" id="{code_id(path)}{name}">{lines[first - 1]}'
        lines[last - 1] += "</span>"
    text = "\n".join(lines)
    return f'<h2 id="{code_id(path)}">{code_id(path)}</h2>\n<pre>{text}</pre>\n'


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.parent.mkdir(exist_ok=True)
    target.write_text(render(), encoding="utf-8")
    print(f"{target}: {target.stat().st_size // 1000} kB, all in one file")
