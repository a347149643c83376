"""An audit in words: the sentence for the terminal, audit.json for programs, and its part of the report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from autograder.assignment import FunctionName
from autograder.course.audit import Audit, Change, by_function
from autograder.course.counts import Shown

Name = Callable[[str], str]  # what a submission is called
MOST_FUNCTIONS = 4  # in one sentence


def summary(audit: Audit, say: Shown) -> str:
    """Such as `12 gain 2 points in grad_x, nobody loses.`"""
    if not audit.changes:
        sentence = f"Nobody gains and nobody loses: {audit.compared} submissions have the points that they had."
        return f"{sentence} {unstable_words(audit, say)}".strip()
    parts = []
    gains = by_function(audit.changes)
    for function, points in sorted(gains.items(), key=lambda item: -len(item[1]))[:MOST_FUNCTIONS]:
        short = FunctionName(function).bare or function
        parts += [f"{text} in {short}" for text in (_words(points, 1, say), _words(points, -1, say)) if text]
    if len(gains) > MOST_FUNCTIONS:
        parts.append(f"more in {len(gains) - MOST_FUNCTIONS} other functions")
    ending = "" if audit.losers else ", nobody loses"
    return f"{', '.join(parts)}{ending}. {unstable_words(audit, say)}".strip()


def _words(points: dict[str, float], sign: int, say: Shown) -> str:
    """Such as `12 gain 2 points`; "" where nobody does."""
    amounts = [abs(gain) for gain in points.values() if gain * sign > 0]
    if not amounts:
        return ""
    one = len(amounts) == 1 and say.names
    verb = ("gain" if sign > 0 else "lose") + ("s" if one else "")
    most = max(amounts)
    upto = "" if min(amounts) == most else "up to "
    return f"{say.count(len(amounts))} {verb} {upto}{most:g} point{'' if most == 1 else 's'}"


def unstable_words(audit: Audit, say: Shown) -> str:
    """What differs between two runs of one grader."""
    if not audit.unstable:
        return ""
    count = len(audit.unstable)
    words = "1 submission differs" if count == 1 and say.names else f"{say.count(count)} submissions differ"
    return f"{words} between two runs of the same grader too: the rows that do are left out."


def as_data(audit: Audit, name: Name) -> dict[str, Any]:
    """audit.json."""
    everything = Shown(names=True)
    return {
        "summary": summary(audit, everything),
        "before": audit.before,
        "after": audit.after,
        "compared": audit.compared,
        "gain": [_score(audit, one, name) for one in audit.gainers],
        "lose": [_score(audit, one, name) for one in audit.losers],
        "tests": [
            {"test": test, "function": changes[0].function, "summary": test_summary(changes, everything),
             "changes": [_change(one, name) for one in changes]}
            for test, changes in by_test_name(audit.changes).items()
        ],
        "unstable": [{"submission": name(one), "tests": tests} for one, tests in audit.unstable.items()],
    }  # fmt: skip


def _score(audit: Audit, one: str, name: Name) -> dict[str, Any]:
    before, after = audit.scores[one]
    return {"submission": name(one), "before": before, "after": after}


def _change(change: Change, name: Name) -> dict[str, Any]:
    before, after = change.feedback()
    return {
        "submission": name(change.name),
        "points": change.gain,
        "mistake": change.mistake or None,
        "before": before,
        "after": after,
    }


def by_test_name(changes: Sequence[Change]) -> dict[str, list[Change]]:
    """The changes of each test, the test with most of them first."""
    found: dict[str, list[Change]] = {}
    for change in changes:
        found.setdefault(change.test, []).append(change)
    return dict(sorted(found.items(), key=lambda item: -len(item[1])))


def test_summary(changes: Sequence[Change], say: Shown) -> str:
    """Who gains and who loses in one test."""
    points = {change.name: change.gain for change in changes}
    parts = [text for text in (_words(points, 1, say), _words(points, -1, say)) if text]
    return ", ".join(parts) + "."


def for_report(audit: Audit, say: Shown, name: Name) -> dict[str, Any]:
    """What the report shows: groups that are large enough, with one example of the feedback before and after."""
    return {
        "summary": summary(audit, say),
        "before": audit.before,
        "after": audit.after,
        "tests": [
            {"test": test, "summary": test_summary(changes, say), "shown": _examples(changes, say, name)}
            for test, changes in by_test_name(audit.changes).items()
        ],
    }


def _examples(changes: Sequence[Change], say: Shown, name: Name) -> list[dict[str, str]]:
    groups: dict[tuple[float, str], list[Change]] = {}
    for change in changes:
        groups.setdefault((change.gain, change.mistake), []).append(change)
    shown = []
    for (_, mistake), group in sorted(groups.items(), key=lambda item: -len(item[1])):
        if say.hides(len(group)):
            continue
        before, after = group[0].feedback()
        words = _words({change.name: change.gain for change in group}, 1 if group[0].gain > 0 else -1, say)
        if say.names:
            words += f": {', '.join(name(change.name) for change in group)}"
        shown.append({"words": words, "mistake": mistake, "before": before, "after": after})
    return shown
