"""The mistakes that students make, as data: which step of the right answer is another, and a hint at that step.

The grader names a mistake to the student whose answers it reproduces; the project's tests hand each in as a
submission that must lose its points.
"""

from __future__ import annotations

import functools
import importlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from autograder.assignment import FunctionName
from autograder.mistakes.known.derivation import Changes, Derivation, read_changes

PARTS = {  # of the catalogue, by question: only what a submission got wrong is loaded
    "q1_dropout": ("dropout", "expected_loss"),
    "q2_batchnorm": ("normalization", "affine", "normalization_statistics", "normalization_backward"),
    "q3_layernorm": ("normalization", "affine", "normalization_statistics", "normalization_backward", "leakage"),
    "q4_optimizers": ("moments", "sgd", "momentum", "adam", "adam_penalty"),
}
USUAL_EPS = (1e-5, 0.0, 1e-12, 1e-10, 1e-8, 1e-7, 1e-6, 1e-4, 1e-3)  # that students write in place of the argument
USUAL_BETAS = (0.9, 0.5, 0.95, 0.98, 0.99, 0.999)
OWN = {"eps": USUAL_EPS, "delta": USUAL_EPS, "beta": USUAL_BETAS}


@dataclass(frozen=True)
class KnownMistake:
    """One way to get `function` ("q2_batchnorm.grad_x") wrong: `change` ("root = var + eps") of its derivation.

    `own` in a change stands for a number that a student writes in place of an argument: `variants` then has a change
    for each of the usual ones.
    """

    function: str
    name: str
    change: str
    hint: str
    derivation: Derivation

    @functools.cached_property
    def variants(self) -> tuple[Changes, ...]:
        """What each of the usual numbers makes of the change; itself where it has none."""
        changes = read_changes(self.change)
        if changes.get(name := next(iter(changes))) != "own":
            return (changes,)
        return tuple({name: repr(number)} for number in OWN[name])

    @property
    def steps(self) -> list[tuple[str, str, str]]:
        """Each step that is changed: its name, what it is in the right answer, and what it is here."""
        changes = self.variants[0]
        return [(name, self.derivation.steps.get(name, name), changes[name]) for name in changes]

    def formula(self, *args: Any) -> Any:
        """What a function with this mistake returns, the first of the usual numbers in it."""
        return self.derivation.answer(args, self.variants[0])


@functools.cache
def mistakes_of(function: str) -> tuple[KnownMistake, ...]:
    """The known mistakes of one function; loads that question's part of the catalogue and no other."""
    return tuple(_find(function))


def derivation_of(function: str) -> Derivation:
    """The right answer of one function as named steps."""
    found: Derivation = next(part[function] for part in _tables(function, "DERIVATIONS") if function in part)
    return found


def calls_of(function: str) -> dict[str, dict[str, str]]:
    """By each function that this one may call: the steps that it then does not do itself, as calls."""
    module, bare = FunctionName(function).parts
    calls = (call for part in _tables(function, "CALLS") for call in part.get(bare, {}).items())
    return {FunctionName.of(module, helper): read_changes(change) for helper, change in calls}


def _find(function: str) -> Iterator[KnownMistake]:
    module, bare = FunctionName(function).parts
    words: dict[str, str] = {}
    for part in _tables(function, "WORDS"):
        words |= part.get(module, {}) | part.get(function, {})
    derivation = derivation_of(function)
    for part in _tables(function, "MISTAKES"):
        for functions, *texts in part:
            if not {bare, function}.isdisjoint(_filled(functions, words).split()):
                name, change, hint = (_filled(text, words) for text in texts)
                yield KnownMistake(function, name.replace(" ", "-"), change, hint, derivation)


def _filled(text: str, words: dict[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda found: words.get(found[1], found[0]), text)


def _tables(function: str, name: str) -> Iterator[Any]:
    """One of the tables of every part that this function's question has."""
    for part in PARTS[FunctionName(function).module]:
        yield getattr(importlib.import_module(f"{__name__}.{part}"), name, {})
