"""The rooms of the grader: each imports what its own docstring allows, and nothing edits the path in secret."""

import ast
import re
import sys

import pytest
from conftest import ROOT

GRADER = ROOT / "autograder"
ROOMS = sorted(path.parent.name for path in GRADER.glob("*/__init__.py"))
LOOSE = sorted(path.stem for path in GRADER.glob("*.py") if path.stem != "__init__")
STUDENTS = {path.stem for path in (ROOT / "student_template/tests").glob("*.py")}
BY_NAME = {"import_module", "__import__", "loadTestsFromName"}


def tree(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def allowed(room):
    """What a room may import, and the sentence that says so."""
    if room in ROOMS:
        sentence = re.search(r"May import: ([^.]+)\.", ast.get_docstring(tree(GRADER / room / "__init__.py")))
    else:
        sentence = re.search(rf"\b{room} may import: ([^.]+)\.", ast.get_docstring(tree(GRADER / "__init__.py")))
    assert sentence, f"nothing says what {room} may import"
    return set(re.split(r",\s+", sentence[1])) - {"nothing"}, sentence[0]


def imports(path):
    """Every module that the file imports, by its whole name: absolutely, relatively, and by a name in a text."""
    package = path.relative_to(ROOT).with_suffix("").parts[:-1]
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) + 1 - node.level] if node.level else ()
            base = ".".join([*above, *filter(None, [node.module])])
            yield from (f"{base}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in BY_NAME:
            parts = getattr(node.args[0], "values", [node.args[0]])  # of an f-string, or the text itself
            names = [part.value for part in parts if isinstance(part, ast.Constant)]
            yield from (name for name in names[:1] if name[:1].isalpha())


def room_of(name):
    """The room or the foreign package that a module's whole name lies in; None for the standard library."""
    first, _, rest = name.partition(".")
    if first == "autograder":
        second = rest.partition(".")[0]
        return second if second in {*ROOMS, *LOOSE} else None
    if first == "worker":  # the name by which that room's own process knows it
        return first
    if first in STUDENTS or first.startswith("test_"):
        return "student_template"
    return None if first in sys.stdlib_module_names else first


def files_of(room):
    return sorted((GRADER / room).rglob("*.py")) if room in ROOMS else [GRADER / f"{room}.py"]


@pytest.mark.parametrize("room", [*ROOMS, *LOOSE])
def test_a_room_imports_what_its_docstring_allows(room):
    may, sentence = allowed(room)
    for path in files_of(room):
        for name in imports(path):
            assert room_of(name) in {None, room, *may}, f"{path.relative_to(ROOT)} imports {name}. {sentence}"


def round_trip(arrows):
    """Rooms that lead from one of `arrows` back to it; empty where they only go down."""
    below = {}
    while free := [room for room, may in arrows.items() if room not in below and may.isdisjoint(arrows.keys() - below)]:
        below |= dict.fromkeys(free)
    return sorted(arrows.keys() - below)


def test_arrows_only_go_down():
    arrows = {room: allowed(room)[0] for room in [*ROOMS, *LOOSE]}
    assert round_trip(arrows) == []
    assert round_trip(arrows | {"intake": arrows["intake"] | {"report"}}) != []  # as long as report reads an intake


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("import autograder.report.rows", "report"),
        ("from autograder import report", "report"),
        ("from autograder.report import rows", "report"),
        ("from .. import report", "report"),
        ("from ..report.rows import Row", "report"),
        ("import importlib\nimportlib.import_module('autograder.report')", "report"),
        ("loader.loadTestsFromName(f'autograder.hidden_tests.test_{module}')", "hidden_tests"),
        ("from checks import Case", "student_template"),
        ("import torch.nn", "torch"),
        ("from autograder import assignment", "assignment"),
    ],
)
def test_every_way_to_import_is_seen(tmp_path, monkeypatch, code, found):
    monkeypatch.setattr(sys.modules[__name__], "ROOT", tmp_path)
    path = tmp_path / "autograder/intake/look.py"
    path.parent.mkdir(parents=True)
    path.write_text(code)
    assert found in {room_of(name) for name in imports(path)}


def test_only_the_door_to_the_students_folder_and_a_start_by_its_path_edit_the_path():
    for path in sorted(GRADER.rglob("*.py")):
        edits = re.search(r"sys\.path(\[[^]]*\] =|\.(insert|append|extend|remove)| \+=)", path.read_text())
        if GRADER / "worker" not in path.parents:  # which is started as a process of its own
            # The last two: the lines by which a process finds the grader, as in run_autograder.
            may = (GRADER / "public.py", GRADER / "course/own_python.py", GRADER / "__main__.py")
            assert bool(edits) == (path in may), path


def test_an_import_that_does_not_stand_at_the_top_says_why():
    for path in sorted(GRADER.rglob("*.py")):
        lines = path.read_text().splitlines()
        functions = [node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef)]
        for late in [node for function in functions for node in ast.walk(function)]:
            if isinstance(late, (ast.Import, ast.ImportFrom)):
                near = lines[max(0, late.lineno - 4) : late.end_lineno]
                assert any("#" in line for line in near), f"{path}:{late.lineno} imports late without a reason"


def test_no_two_modules_of_one_name_stand_on_the_two_sides_of_the_wall():
    ours, theirs = ({path.stem for path in (GRADER / room).glob("[!_]*.py")} for room in ("sandbox", "worker"))
    assert not ours & theirs
