"""The usual mistakes of every function: key, hint, formula, and the smallest inputs on which they show."""

from __future__ import annotations

import html
import importlib
import inspect
from collections.abc import Callable
from typing import Any

import numpy as np
from reference.counterexamples import Counterexample, find_counterexample

from autograder import assignment
from autograder.mistakes.known import KnownMistake, mistakes_of

FILES = list(assignment.FUNCTIONS)
ROUND_OFF = 1e-12  # of answers to small whole numbers: less is zero
INTRODUCTION = (
    "The mistakes that the grader calls by name: which step of the right answer is another. Where one of them, or two "
    "together, give every answer of a submission, the row "
    "shows the hint, and <code>extra_data.mistake</code> in results.json has the key. The search in the list of "
    "contents finds it."
)


def article() -> str:
    """All of them, by file and function."""
    files = "".join(section(module) for module in FILES)
    return f'<article id="mistakes">\n<h1>Usual mistakes</h1>\n<p>{INTRODUCTION}</p>\n{files}</article>\n'


def section(module: str) -> str:
    """The functions of one file."""
    names = [f"{module}.{name}" for name in assignment.FUNCTIONS[module]]
    links = " · ".join(f'<a href="#{place(name)}"><code>{name.partition(".")[2]}</code></a>' for name in names)
    return f'<h2 id="{place(module)}">{module}.py</h2>\n<p>{links}</p>\n{"".join(map(of_function, names))}'


def of_function(function: str) -> str:
    """One function's."""
    module, _, name = function.partition(".")
    parameters = ", ".join(inspect.signature(solution(function)).parameters)
    head = f'<h3 id="{place(function)}"><code>{name}({parameters})</code></h3>\n'
    back = f'<p><a href="#solutions/{module}.py:{name}">The right answer</a></p>\n'
    return head + back + "".join(map(entry, mistakes_of(function)))


def entry(mistake: KnownMistake) -> str:
    """One mistake."""
    found = find_counterexample(mistake.function, mistake.formula)
    example = f'<pre class="example">{html.escape(example_text(mistake.function, found))}</pre>\n' if found else ""
    return (
        f'<section class="mistake" id="{place(mistake.function)}.{mistake.name}">\n'
        f"<h4><code>{mistake.name}</code></h4>\n"
        f"<p>{html.escape(mistake.hint)}</p>\n<pre>{html.escape(steps_text(mistake))}</pre>\n{example}"
        f"</section>\n"
    )


def place(name: str) -> str:
    """The id of a file's or a function's mistakes."""
    return f"mistakes.{name}"


def solution(function: str) -> Callable[..., Any]:
    """The right function."""
    module, _, name = function.partition(".")
    found: Callable[..., Any] = getattr(importlib.import_module(f"solutions.{module}"), name)
    return found


def steps_text(mistake: KnownMistake) -> str:
    """What the mistake changes of the right answer, a step a line."""
    lines = [f"{name} = {wrong}" for name, _, wrong in mistake.steps]
    width = max(map(len, lines))
    return "\n".join(f"{line:<{width}}  # right: {right}" for line, (_, right, _) in zip(lines, mistake.steps))


def example_text(function: str, found: Counterexample) -> str:
    """Inputs, then the right and the wrong answer to them, part by part."""
    lines = ["  ".join(f"{name}={shown(value)}" for name, value in found.inputs.items())]
    if not isinstance(found.right, tuple):
        return "\n".join([*lines, f"right  {shown(found.right)}", f"wrong  {shown(found.wrong)}"])
    names = list(inspect.signature(solution(function)).parameters)  # a step returns what it was given, in that order
    for word, answer in (("right", found.right), ("wrong", found.wrong)):
        parts = answer if isinstance(answer, tuple) else (answer,)
        lines.append(f"{word}  " + "  ".join(f"{name}={shown(part)}" for name, part in zip(names, parts)))
    return "\n".join(lines)


def shown(value: Any) -> str:
    """A number with four digits, an array as lists of them."""
    array = np.asarray(value)
    if array.ndim:
        return f"[{', '.join(map(shown, array))}]"
    number = array.item()
    if isinstance(number, bool):
        return str(number)
    return "0" if abs(number) < ROUND_OFF else f"{number:.4g}"
