"""What must not be in the students' zip: pieces of the solutions, of hidden tests, of hints, and stray files.

Standard library only: `build` runs before anything is installed.
"""

from __future__ import annotations

import ast
import builtins
import io
import re
import tokenize
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from autograder import assignment

ANSWERS = "tests/answers.npz"  # the public oracles' answers to the students' own inputs, the one file that is no text
MAX_ANSWERS_BYTES = 200_000
TESTS = ("answer_kinds", "checks", "conftest", "inputs", "ladder", "oracles", "remembered", "student_errors")
AT_HOME = ("__init__", "cases", "choice", "debugger", "files", "letters", "rows", "rules")
STUDENT_FILES = {
    *assignment.FILES,
    "README.md",
    "requirements.txt",
    *(f"tests/{name}.py" for name in TESTS),
    *(f"tests/at_home/{name}.py" for name in AT_HOME),
    ANSWERS,
    *(f"tests/test_{file}" for file in assignment.FILES),
}
ANSWER_NAME = re.compile(r"[0-9a-f]{64}/(parts|\d+)\.npy")
NUMBERS = re.compile(rb"\x93NUMPY\x01\x00..\{'descr': '[<|][fib][18]', ", re.DOTALL)  # never objects, which are pickles
MIN_OPERATIONS = 2  # of operators, calls, attributes and indices: `dY * gamma` alone is nobody's secret
STATED = {  # expressions of solutions that students read elsewhere
    "np.sqrt(var + eps)": "the contract's formula of batch norm divides by it",
    "1 - beta2 ** t": "torch.optim multiplies by its inverse; the oracle of Adam shifts r by it to put delta inside",
}
MIN_HINT_CHARACTERS = 25
PYTHONS_OWN = frozenset(dir(builtins))
OPERATIONS = (ast.BinOp, ast.UnaryOp, ast.Call, ast.Attribute, ast.Subscript, ast.Compare)


def find_leaks(files: dict[str, bytes]) -> list[str]:
    """A sentence for everything in the students' `files` (by path) that is not to be there; sorted by file."""
    leaks = [f"{name} is not part of the students' zip" for name in sorted(files.keys() - STUDENT_FILES)]
    leaks += [f"{name} is missing" for name in sorted(STUDENT_FILES - files.keys())]
    leaks += [f"{ANSWERS} {what}" for what in strangers_in(files.get(ANSWERS, b""))]
    pieces, secrets = solution_pieces(), secret_texts()
    for name, content in sorted(files.items()):
        if name == ANSWERS:
            continue
        text = content.decode("utf-8", "replace")
        leaks += [f"{name} line {line}: {shown} is in {owner}" for line, shown, owner in pieces_in(text, pieces)]
        leaks += [f"{name} holds {secret.what}" for secret in secrets if secret.is_in(text)]
    return leaks


def strangers_in(content: bytes) -> list[str]:
    """What the stored answers hold that is no array of numbers under a hash; a hash does not tell what was asked."""
    if not content:
        return []
    if len(content) > MAX_ANSWERS_BYTES:
        return [f"has {len(content)} bytes, more than {MAX_ANSWERS_BYTES}"]
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    except (zipfile.BadZipFile, OSError):
        return ["is no archive of NumPy arrays"]
    found = [f"holds {name}" for name in entries if not ANSWER_NAME.fullmatch(name)]
    return found + [f"holds {name}, no array of numbers" for name, array in entries.items() if not NUMBERS.match(array)]


def solution_pieces() -> dict[str, str]:
    """The shape of every telling expression and statement of the solutions, with the function that has it."""
    stated = {shape(ast.parse(text, mode="eval").body) for text in STATED}
    pieces: dict[str, str] = {}
    for path in sorted(assignment.SOLUTIONS.glob("*.py")):
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef):
                for statement in function.body:
                    for node in pieces_of(statement):
                        pieces.setdefault(shape(node), f"solutions/{path.name}, {function.name}")
    return {key: owner for key, owner in pieces.items() if key not in stated}


def pieces_of(tree: ast.AST) -> Iterator[ast.AST]:
    """The expressions and simple statements in `tree` with enough operations to be worth hiding."""
    for node in ast.walk(tree):
        whole = isinstance(node, (ast.FunctionDef, ast.ClassDef))
        if isinstance(node, (ast.expr, ast.stmt)) and not whole and operations(node) >= MIN_OPERATIONS:
            yield node


def operations(node: ast.AST) -> int:
    """How many operators, calls, attributes and indices `node` has."""
    return sum(isinstance(inner, OPERATIONS) for inner in ast.walk(node))


def shape(node: ast.AST) -> str:
    """`node` as parsed, variables numbered by their first use: a copy with other names has the same shape.

    But for Python's own: `round(low * unit)` is no copy of `float(d * p)`.
    """
    numbers: dict[str, str] = {}

    def numbered(found: re.Match[str]) -> str:
        return found[0] if found[1] in PYTHONS_OWN else numbers.setdefault(found[1], f"Name {len(numbers)}")

    return re.sub(r"Name\(id='(\w+)'", numbered, ast.dump(node))


def pieces_in(text: str, pieces: dict[str, str]) -> Iterator[tuple[int, str, str]]:
    """Line, source and owner of every one of `pieces` in a file: in its code, its comments and its prose."""
    for first_line, tree in parsed_parts(text):
        for node in pieces_of(tree):
            owner = pieces.get(shape(node))
            if owner:
                line = first_line + getattr(node, "lineno", 1) - 1
                yield line, ast.unparse(node), owner


def parsed_parts(text: str) -> Iterator[tuple[int, ast.AST]]:
    """The file as code where it is Python, and every line of words and every `quotation` that parses as code."""
    try:
        yield 1, ast.parse(text)
        words = list(words_of_python(text))
    except (SyntaxError, ValueError, tokenize.TokenError):
        words = list(enumerate(text.splitlines(), start=1))
    for number, line in words:
        for candidate in {line.strip().lstrip("#>").strip(), *re.findall("`([^`]+)`", line)}:
            try:
                yield number, ast.parse(candidate)
            except (SyntaxError, ValueError):
                continue


def words_of_python(text: str) -> Iterator[tuple[int, str]]:
    """The lines of a Python file's comments and strings, docstrings included."""
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string
        elif token.type == tokenize.STRING:
            for offset, line in enumerate(token.string.strip("\"'").splitlines()):
                yield token.start[0] + offset, line


class Secret(NamedTuple):
    """A text that students are not to read: `part` of it as it stands, all of it as a pattern, and what it is."""

    part: str
    pattern: str
    what: str

    def is_in(self, text: str) -> bool:
        """Looks for the part first: a pattern takes a hundred times as long."""
        return self.part in text and re.search(self.pattern, text) is not None


def secret_texts() -> list[Secret]:
    """Names of hidden tests, the grader's seed and the hints."""
    names = sorted(names_in(assignment.HIDDEN_TESTS))
    secrets = [Secret(name, rf"\b{name}\b", f"the hidden test {name}") for name in names]
    secrets.append(Secret(str(assignment.SEED), rf"\b{assignment.SEED}\b", "the grader's seed"))
    for path in sorted((assignment.ROOT / "autograder" / "mistakes" / "known").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) > MIN_HINT_CHARACTERS:
                parts = re.split(r"\{\w+\}", node.value)  # {words} of a hint differ by function
                pattern = "[^.?]+".join(map(re.escape, parts))
                secrets.append(Secret(max(parts, key=len), pattern, "a text of the known mistakes"))
    return list(dict.fromkeys(secrets))


def names_in(folder: Path) -> set[str]:
    """The classes and test methods of the test files in `folder`."""
    return {
        node.name
        for path in folder.glob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef) or (isinstance(node, ast.FunctionDef) and node.name.startswith("test_"))
    }
