"""submission_metadata.yml, a submission's block at a time: the file can be larger than the memory.

Every scalar stays the text that it is in the file, null apart: an SID such as 0123 or a time with nanoseconds means
something else to YAML. Ruby's tags are passed over, `!binary` is decoded.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import yaml

SKIPPED = re.compile(r"(---|\.\.\.|#)")  # marks and comments
SECTIONS = (":results:", ":history:")  # nearly all of the file
NULL = ("", "~", "null", "Null", "NULL")
BINARY = ("!binary", "tag:yaml.org,2002:binary")


@dataclass(frozen=True)
class Student:
    """One submitter; what Gradescope does not know is ""."""

    name: str = ""
    sid: str = ""
    email: str = ""

    @property
    def key(self) -> str:
        """What tells this student from others."""
        return self.sid or self.email or self.name


@dataclass(frozen=True)
class Attempt:
    """An earlier or the last submission of somebody."""

    created_at: str
    score: float | None
    status: str
    results: dict[str, Any] | None  # as results.json, but that numbers are texts


@dataclass(frozen=True)
class Record:
    """What Gradescope says of one submission; `attempts` are in the order of their times, the last one included."""

    name: str
    students: tuple[Student, ...] = ()
    created_at: str = ""
    score: float | None = None
    status: str = ""
    attempts: tuple[Attempt, ...] = ()
    problem: str = ""  # why nothing of this could be read


def records(lines: Iterable[str], *, whole: bool = False) -> Iterator[Record]:
    """A record for each submission; only `whole` ones have attempts, which are slow to read."""
    for name, block in blocks(lines):
        try:
            text = "".join(block if whole else without_results(block))
            yield record(name, plain(yaml.compose(text, Loader=Loader))[name])
        except (yaml.YAMLError, ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
            reason = " ".join(str(error).split())[:200]
            yield Record(name, problem=f"its entry in submission_metadata.yml cannot be read ({reason})")


def blocks(lines: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """Name and lines of each entry at the left margin."""
    name, block = "", list[str]()
    for line in lines:
        begins = line[:1].strip() and not SKIPPED.match(line)
        if begins:
            if block:
                yield name, block
            name, block = line.partition(":")[0].strip("\"' \n"), []
        if begins or block:
            block.append(line)
    if block:
        yield name, block


def without_results(block: list[str]) -> Iterator[str]:
    """The lines of a block but for its `:results` and `:history`."""
    margin = next((len(line) - len(line.lstrip()) for line in block[1:] if line.strip()), 0)
    keep = True
    for line in block:
        if line[:margin].strip() == "" and line[margin : margin + 1].strip(" -\n"):
            keep = not line[margin:].startswith(SECTIONS)
        if keep:
            yield line


def record(name: str, entry: dict[str, Any]) -> Record:
    """A block as loaded."""
    history = [attempt(one) for one in entry.get(":history") or () if isinstance(one, dict)]
    history.sort(key=lambda one: one.created_at)
    last = attempt(entry)
    students = [student(one) for one in entry.get(":submitters") or () if isinstance(one, dict)]
    return Record(name, tuple(students), last.created_at, last.score, last.status, (*history, last))


def student(entry: dict[str, Any]) -> Student:
    """One of `:submitters`."""
    return Student(*(str(entry.get(f":{key}") or "").strip() for key in ("name", "sid", "email")))


def attempt(entry: dict[str, Any]) -> Attempt:
    """A submission, or one of its `:history`."""
    results = entry.get(":results")
    return Attempt(
        created_at=str(entry.get(":created_at") or ""),
        score=number(entry.get(":score")),
        status=str(entry.get(":status") or "").lstrip(":"),
        results=results if isinstance(results, dict) and isinstance(results.get("tests"), list) else None,
    )


def number(value: Any) -> float | None:
    """A finite number from its text; None for everything else."""
    try:
        found = float(value)
    except (TypeError, ValueError):
        return None
    return found if abs(found) < float("inf") else None


class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # C is ten times faster
    """Resolves nothing: `plain` does."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012  PyYAML's own attribute


def plain(node: Any, known: dict[int, Any] | None = None) -> Any:
    """The node as mappings, lists, texts and None; one that stands in many places, by aliases, is `known` after one."""
    known = {} if known is None else known
    if id(node) not in known:
        known[id(node)] = _made_plain(node, known)
    return known[id(node)]


def _made_plain(node: Any, known: dict[int, Any]) -> Any:
    if isinstance(node, yaml.MappingNode):
        return {plain(key, known): plain(value, known) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [plain(item, known) for item in node.value]
    if node.tag in BINARY:
        return base64.b64decode(node.value).decode("utf-8", "replace")
    return None if node.style in (None, "") and node.value in NULL else node.value  # plain, not in quotes
