"""Rounds of all contenders, each round in another order, so that whatever else the machine does meets all alike."""

from __future__ import annotations

import random
import statistics
from dataclasses import asdict, dataclass

from .contenders import IMPORTS, PLAIN, SETTINGS, Contender
from .processes import Times, peak_memory_of, times_of


@dataclass(frozen=True)
class Spread:
    """Of several runs."""

    median: float
    least: float
    most: float


@dataclass(frozen=True)
class Row:
    """One contender in one setting.

    A ratio, by what it is to, is to that contender's run of the same round; its figures are wall, cpu and memory.
    """

    setting: str
    name: str
    wall_seconds: Spread
    cpu_seconds: Spread
    memory_bytes: Spread
    ratios: dict[str, dict[str, Spread]]


def spread(values: list[float]) -> Spread:
    """Median, least and most."""
    return Spread(statistics.median(values), min(values), max(values))


def compare(everyone: list[Contender], rounds: int, memory_rounds: int) -> list[dict[str, object]]:
    """A row for each contender in each setting, as plain data."""
    rows: list[Row] = []
    for setting, wrapper in SETTINGS.items():
        commands = {contender.name: wrapper + contender.command for contender in everyone}
        for command in commands.values() if rounds > 1 else ():  # once unmeasured: files come into the cache
            times_of(command)
        timed = [{name: times_of(commands[name]) for name in shuffled(commands, i)} for i in range(rounds)]
        filled = [{name: peak_memory_of(command) for name, command in commands.items()} for _ in range(memory_rounds)]
        rows += [row(setting, name, timed, filled) for name in commands]
        print(f"{setting}: {rounds} rounds measured", flush=True)
    return [asdict(each) for each in rows]


def shuffled(commands: dict[str, list[str]], number: int) -> list[str]:
    """The names in an order of the round's own, the same in every benchmark."""
    names = list(commands)
    random.Random(number).shuffle(names)
    return names


def row(setting: str, name: str, timed: list[dict[str, Times]], filled: list[dict[str, int]]) -> Row:
    """Medians, spread, and the ratios round by round."""
    ratios = {
        other: {
            "wall": spread([each[name].wall_seconds / each[other].wall_seconds for each in timed]),
            "cpu": spread([each[name].cpu_seconds / each[other].cpu_seconds for each in timed]),
            "memory": spread([each[name] / each[other] for each in filled]),
        }
        for other in (PLAIN, *IMPORTS)
    }
    return Row(
        setting,
        name,
        spread([each[name].wall_seconds for each in timed]),
        spread([each[name].cpu_seconds for each in timed]),
        spread([each[name] for each in filled]),
        ratios,
    )
