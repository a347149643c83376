"""report.html: one file that needs no network and no script, with what the class got wrong first."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from autograder import assignment
from autograder.course import charts, statistics, troubles, unnamed
from autograder.course.counts import FEWEST, Shown
from autograder.course.graded import Graded
from autograder.course.misunderstood import Misunderstood, misunderstood, named_share
from autograder.report.whole_file import write_whole

TEMPLATES = Path(__file__).resolve().parent / "templates"
SCORE_STEP = 5
MOST_GROUPS = 25  # of unnamed mistakes: the page stays readable, the records have them all


@dataclass(frozen=True)
class Source:
    """Where the results come from, for the page's head and foot."""

    grader: str
    without_results: int  # submissions of the export that have none
    report_only: bool
    audit: dict[str, Any] | None = None


def write(path: Path, everyone: Sequence[Graded], source: Source, *, names: bool) -> None:
    """Write the report of at least one submission."""
    write_whole(path, render(everyone, source, names=names), durable=True)


def render(everyone: Sequence[Graded], source: Source, *, names: bool) -> str:
    """The whole page."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    environment.tests["shows_mistakes"] = Misunderstood.mistakes_shown
    page = environment.get_template("report.html")
    return page.render(context(everyone, source, Shown(names=names)))


def context(everyone: Sequence[Graded], source: Source, say: Shown) -> dict[str, Any]:
    """Everything that the page says."""
    functions = misunderstood(everyone)
    tests = statistics.tests_of(everyone)
    named, wrong = named_share(everyone)
    groups = unnamed.queue(everyone)
    return {
        "title": assignment.TITLE,
        "style": Markup((TEMPLATES / "style.css").read_text(encoding="utf-8")),  # noqa: S704  ours
        "today": datetime.date.today().isoformat(),
        "source": source,
        "say": say,
        "few": FEWEST,
        "total": len(everyone),
        "mean": sum(one.score for one in everyone) / len(everyone),
        "middle": statistics.quartiles([one.score for one in everyone]),
        "lead": lead(functions, say),
        "functions": functions,
        "named": named,
        "wrong": wrong,
        "groups": [group for group in groups if not say.hides(len(group.members))][:MOST_GROUPS],
        "more_groups": len(groups),
        "broken": unnamed.broken(everyone),
        "stuck": [
            (one.function, mistake) for one in functions for mistake in one.mistakes
            if mistake.is_stuck and not say.hides(mistake.ever)
        ],
        "has_history": any(one.attempts for one in everyone),
        "attempts_unknown": sum(one.attempts_unknown for one in everyone),
        "attempts_known": sum(len(one.attempts) for one in everyone),
        "questions": statistics.questions_of(everyone),
        "parts": statistics.functions_of(everyone),
        "tests": tests,
        "everybody": [test for test in tests if test.passed == test.total],
        "nobody": [test for test in tests if test.passed == 0],
        "same": statistics.same_verdicts(everyone, tests, FEWEST),
        "troubles": troubles.troubles(everyone),
        "advised": troubles.advised(everyone),
        "slowest": troubles.slowest(everyone),
        "charts": drawn(everyone, functions, say),
    }  # fmt: skip


def drawn(everyone: Sequence[Graded], functions: list[Misunderstood], say: Shown) -> dict[str, Markup]:
    """The charts, which are ours and therefore not escaped."""
    made = {
        "scores": charts.scores(statistics.histogram(everyone, SCORE_STEP), SCORE_STEP, say),
        "questions": charts.questions(statistics.questions_of(everyone)),
        "lost": charts.lost_points(functions) if functions else "",
    }
    return {name: Markup(chart) for name, chart in made.items()}  # noqa: S704


def lead(functions: list[Misunderstood], say: Shown) -> str:
    """The page in a sentence or two."""
    if not functions:
        return "Nobody lost a point."
    worst = functions[0]
    text = f"Most points are lost in {worst.function}: {worst.lost:.1f} of {worst.most:g} on average."
    met = [(mistake, one.function) for one in functions for mistake in one.mistakes if not say.hides(mistake.now)]
    if met:
        mistake, function = max(met, key=lambda found: found[0].now)
        text += f" The mistake that most submissions have is {mistake.name} in {function}: {say.count(mistake.now)}."
    return text
