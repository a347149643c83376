"""The reference's pages as the tests see them: displayed formulas with their ids, inline formulas, links."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

SOLUTIONS = Path(__file__).resolve().parents[2] / "solutions"
NAMES = ("README.md", "question1.md", "question2.md", "question3.md", "question4.md", "errata.md", "grading.md")
DISPLAYED = re.compile(r"(?:<!-- eq: (?P<id>[\w-]+) -->\n)?```math\n(?P<latex>.*?)\n```", re.DOTALL)
DOLLARS = re.compile(r"\$\$.*?\$\$", re.DOTALL)
INLINE = re.compile(r"\$([^$]+)\$")
CODE_LINK = r"\[`(\w+)`\]\((\S+)\)"
RESULT = re.compile(
    rf"^\*\*Function\*\* {CODE_LINK} · \*\*public\*\* {CODE_LINK} · \*\*hidden\*\* {CODE_LINK}$", re.MULTILINE
)
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)\)")
LINK = re.compile(r"(!?)\[[^\]]*\]\(([^)\s]+)\)")


@dataclass(frozen=True)
class Displayed:
    """One displayed formula: where it stands and what it says."""

    page: str
    id: str
    latex: str


def read(name: str) -> str:
    """A page's Markdown."""
    return (SOLUTIONS / name).read_text(encoding="utf-8")


def displayed(name: str) -> list[Displayed]:
    """The displayed formulas of a page; `id` is empty where the line above gives none."""
    text = read(name)
    found = [Displayed(name, match["id"] or "", match["latex"]) for match in DISPLAYED.finditer(text)]
    return found + [Displayed(name, "", match[0]) for match in DOLLARS.finditer(prose(text))]


def prose(text: str) -> str:
    """A page without its fenced blocks and code spans, where a dollar means nothing."""
    return re.sub(r"`[^`\n]*`", "", re.sub(r"```.*?\n```", "", text, flags=re.DOTALL))


def every_displayed() -> list[Displayed]:
    """The displayed formulas of all pages, in reading order."""
    return [formula for name in NAMES for formula in displayed(name)]


def anchor(heading: str) -> str:
    """GitHub's: lower case, letters, digits, hyphens and underscores, a hyphen for each space."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


@dataclass(frozen=True)
class Section:
    """A heading, its anchor as GitHub makes it, and what stands below it up to the next heading."""

    page: str
    heading: str
    text: str

    @property
    def anchor(self) -> str:
        """What a link to this section names."""
        return anchor(self.heading)


def sections(name: str) -> list[Section]:
    """The sections of a page in reading order, each without those below its own subheadings."""
    _, *parts = re.split(r"^#+ (.*)$", read(name), flags=re.MULTILINE)
    return [Section(name, heading, text) for heading, text in zip(parts[::2], parts[1::2])]


@dataclass(frozen=True)
class Result:
    """One line `**Function** … · **public** … · **hidden** …`: names, linked files, and the section it closes."""

    function: str
    file: str
    public: str
    public_file: str
    hidden: str
    hidden_file: str
    section: Section

    @property
    def name(self) -> str:
        """As in results.json, `q2_batchnorm.grad_x`."""
        return f"{self.file.removesuffix('.py')}.{self.function}"


def results() -> list[Result]:
    """Every such line of the pages."""
    return [Result(*match.groups(), section)
            for name in NAMES for section in sections(name) for match in RESULT.finditer(section.text)]  # fmt: skip
