"""The pages in solutions/: their links lead somewhere, and each function is derived, implemented, graded. 1 second."""

import ast
import re
from fractions import Fraction

import pytest
from conftest import ROOT
from reference import pages

from autograder import assignment

FUNCTIONS = [f"{module}.{name}" for module, names in assignment.FUNCTIONS.items() for name in names]
ROW = re.compile(r"^\| `(\w+)` \| \[[^\]]+\]\((\S+?)#(\S+?)\) \| (.+) \|$", re.MULTILINE)
SHARE = re.compile(r"^\| ((\d+)/\d+) \| ([^|]+) \|", re.MULTILINE)


def definitions(path, kind):
    return {node.name: node for node in ast.parse(path.read_text()).body if isinstance(node, kind)}


def overview():
    """The rows of the overview's tables, by function."""
    found = {}
    for section in pages.sections("README.md"):
        module = section.heading.strip("`").removesuffix(".py")
        found |= {f"{module}.{match[1]}": match for match in ROW.finditer(section.text)}
    return found


@pytest.mark.parametrize("name", pages.NAMES)
def test_every_link_leads_somewhere(name):
    for match in pages.LINK.finditer(pages.prose(pages.read(name))):
        path, _, anchor = match[2].partition("#")
        assert "://" not in path, "the pages stand alone"
        assert (pages.SOLUTIONS / path).is_file() or not path, path
        if anchor:
            assert anchor in {section.anchor for section in pages.sections(path or name)}, match[2]


@pytest.mark.parametrize("name", pages.NAMES)
def test_no_two_headings_of_a_page_share_an_anchor(name):
    anchors = [section.anchor for section in pages.sections(name)]
    assert len(set(anchors)) == len(anchors)


def test_every_page_is_read_by_these_tests_and_linked_from_the_overview():
    assert {path.name for path in pages.SOLUTIONS.glob("*.md")} == set(pages.NAMES)
    assert {match[2] for match in pages.LINK.finditer(pages.read("README.md"))} >= set(pages.NAMES) - {"README.md"}


def test_each_function_has_one_result():
    assert sorted(result.name for result in pages.results()) == sorted(FUNCTIONS)


@pytest.mark.parametrize("result", pages.results(), ids=lambda result: result.name)
def test_a_result_links_to_the_function_and_to_the_tests_that_grade_it(result):
    assert result.function in definitions(pages.SOLUTIONS / result.file, ast.FunctionDef)
    for name, file, room in ((result.public, result.public_file, assignment.PUBLIC_TESTS),
                             (result.hidden, result.hidden_file, assignment.HIDDEN_TESTS)):  # fmt: skip
        path = (pages.SOLUTIONS / file).resolve()
        assert path.parent == room
        source = ast.unparse(definitions(path, ast.ClassDef)[name])
        assert re.search(rf"= \('{result.file[:-3]}', '{result.function}'[,)]", source)
        assert "@weight(" in source


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_overview_leads_to_each_result_with_a_reason(name):
    row = overview()[name]
    (result,) = (result for result in pages.results() if result.name == name)
    assert (row[2], row[3]) == (result.section.page, result.section.anchor)
    assert len(row[4].split()) >= 4


def test_the_code_names_the_pages_question_that_derives_it():
    for result in pages.results():
        function = definitions(pages.SOLUTIONS / result.file, ast.FunctionDef)[result.function]
        assert f"Question {result.section.page[len('question')]}" in ast.get_docstring(function)


@pytest.mark.parametrize("question", ["Question 1", "Question 4(b)", "Question 4(c)2", "Question 4(c)3"])
def test_the_shares_of_a_written_answer_add_up_and_so_do_the_parts_of_each(question):
    (section,) = (section for section in pages.sections("grading.md") if section.heading.startswith(question))
    rows = SHARE.findall(section.text)
    assert sum(Fraction(share) for share, _, _ in rows) == 1
    for share, points, parts in rows:
        assert sum(map(int, re.findall(r"\*\*(\d+)\*\*", parts))) == int(points), f"{share}: {parts}"


@pytest.mark.parametrize("name", pages.NAMES)
def test_formulas_within_a_line_survive_githubs_markdown(name):
    """GitHub reads Markdown first: `}_{` opens emphasis, `\\{` loses its backslash, and a dollar wants space around."""
    text = pages.prose(pages.read(name))
    for match in pages.INLINE.finditer(text):
        assert not re.search(r"[^\w\s]_|\\[^A-Za-z]|\n|[*|<]|^\s|\s$", match[1]), match[0]
        before, after = text[match.start() - 1], text[match.end()]
        assert before in " \n(", match[0]
        assert after in " \n.,;:)'-", match[0]
    assert "$" not in pages.INLINE.sub("", text)


def test_names_of_commands_on_the_overview_are_those_of_the_makefile():
    commands = re.findall(r"^make (\w+)", pages.read("README.md"), re.MULTILINE)
    targets = re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert commands
    assert set(commands) <= set(targets)
