"""report.html: what the class got wrong, from a course of which everything is known; private, escaped, offline."""

import collections
import html
import re

import course_export
import pytest
from course_export import FUNCTIONS, Rows
from reference import browser

from autograder.assignment import ALL_FUNCTIONS
from autograder.course import report, statistics
from autograder.course.counts import Shown
from autograder.course.graded import feedback_of, graded, hint_of, kind_of, standings
from autograder.course.metadata import Attempt, Record
from autograder.course.misunderstood import misunderstood
from autograder.course.report import Source
from autograder.course.unnamed import bare, queue
from autograder.suite import load_tests

HOSTILE = "</pre><script>alert('Zoë')</script><img src=x onerror=alert(1)>"
SOURCE = Source("0123456789ab (commit v1)", without_results=2, report_only=False)
MADE = [one for one in course_export.course(60) if one.attempts]


@pytest.fixture(scope="module")
def rows():
    return Rows()


def described(states):
    """What a grader process says of wrong answers without a name: spellings 0 and 1 are one answer."""
    return {
        function: {
            "values": [24.0, 1.0 + (state.number == 2), -0.3],
            "code": f"def {function}():\n    {'x' * (9 - state.number)}",
        }
        for function, state in states.items()
        if state.kind == "unnamed"
    }


@pytest.fixture(scope="module")
def everyone(rows):
    """The course as the report knows it, without having graded each."""
    found = []
    for one in MADE:
        attempts = tuple(Attempt("", None, "processed", rows.results(states)) for states in one.attempts)
        record = Record(one.name, attempts=attempts)
        states = one.attempts[-1]
        found.append(graded(record, rows.results(states), f"<{one.name}>", described(states)))
    return found


@pytest.fixture(scope="module")
def page(everyone):
    return report.render(everyone, SOURCE, names=False)


def last_states(function):
    return [one.attempts[-1].get(function, course_export.RIGHT) for one in MADE]


def test_known_mistakes_are_counted_as_they_were_made(everyone):
    found = {one.function: one for one in misunderstood(everyone)}
    for function in FUNCTIONS:
        states = last_states(function)
        names = collections.Counter(filter(None, (state.mistake(function) for state in states)))
        assert {mistake.name: mistake.now for mistake in found[function].mistakes if mistake.now} == names
        kinds = collections.Counter(
            {"variant": "right", "known": "named", "raises": "raised"}.get(s.kind, s.kind) for s in states
        )
        assert found[function].kinds == kinds
        assert found[function].right == kinds["right"]
        assert all(mistake.hint for mistake in found[function].mistakes if mistake.now)
    assert set(found) == set(FUNCTIONS)
    lost = [one.lost for one in found.values()]
    assert lost == sorted(lost, reverse=True)


def test_what_became_of_a_mistake_is_told_from_earlier_attempts(everyone):
    for found in misunderstood(everyone):
        for mistake in found.mistakes:
            courses = [[a.get(found.function, course_export.RIGHT) for a in one.attempts] for one in MADE]
            had = [c for c in courses if any(s.mistake(found.function) == mistake.name for s in c[:-1])]
            assert mistake.ever == len(had)
            assert mistake.gone == sum(1 for c in had if c[-1].mistake(found.function) != mistake.name)
    stuck = {
        (one.function, m.name) for one in misunderstood(everyone) for m in one.mistakes if m.is_stuck and m.ever > 2
    }
    assert ("q2_batchnorm.grad_x", course_export.known_of("q2_batchnorm.grad_x")[1].name) in stuck


def test_equal_wrong_answers_are_put_together(everyone):
    groups = queue(everyone)
    for function in FUNCTIONS:
        counts = collections.Counter(
            "first" if s.number < 2 else "second" for s in last_states(function) if s.kind == "unnamed"
        )
        mine = [group for group in groups if group.function == function]
        assert sorted(len(group.members) for group in mine) == sorted(counts.values())
    assert [len(group.members) for group in groups] == sorted((len(g.members) for g in groups), reverse=True)


def test_the_shortest_code_is_shown_without_what_may_say_whose_it_is():
    code = (
        'def f(p):  # by Zoë\n    """Zoë\'s own.\n\n    Words."""\n    # Zoë\n    return p  # Zoë\'s\n    x = "a # b"\n'
    )
    assert bare(code) == 'def f(p):\n    return p\n    x = "a # b"'
    assert bare("f = lambda p: p  # Zoë") == "f = lambda p: p"
    assert bare("def f(p:\n") == ""
    for odd in "\f\x1c\u2028\x85":  # ends a line for `splitlines` alone
        code = f"def f(p):\n    x = 1{odd}\n    # Jane Doe, SID 123\n    return p # by Jane Doe\n"
        assert "Jane" not in bare(code)


def test_scores_and_tests_add_up(everyone):
    assert sum(statistics.histogram(everyone)) == len(MADE)
    tests = statistics.tests_of(everyone)
    assert len(tests) == len(load_tests())
    public = {test.function: test for test in tests if not test.hidden}
    assert set(public) == set(ALL_FUNCTIONS)
    for function in FUNCTIONS:
        assert public[function].passed == sum(state.kind in ("right", "variant") for state in last_states(function))
    assert sum(part.mean for part in statistics.questions_of(everyone)) == pytest.approx(
        sum(one.score for one in everyone) / len(MADE)
    )
    assert sum(part.most for part in statistics.questions_of(everyone)) == 100
    assert public["q1_dropout.gamma"].item_rest is None
    grad_x = next(
        g for g in statistics.same_verdicts(everyone, tests, 3) if any(t.function == "q2_batchnorm.grad_x" for t in g)
    )
    assert len(grad_x) == 3


def test_the_correlation_is_pearsons():
    assert statistics.correlation([1, 2, 3], [2, 4, 6]) == pytest.approx(1)
    assert statistics.correlation([1, 2, 3, 4], [1, 3, 2, 4]) == pytest.approx(0.8)
    assert statistics.correlation([1, 1], [1, 2]) is None


def test_the_page_begins_with_what_the_class_got_wrong(page, everyone):
    worst = misunderstood(everyone)[0]
    text = html.unescape(re.sub(r"<[^>]+>", "", page[page.index("<main>") :]))
    assert f"Most points are lost in {worst.function}: {worst.lost:.1f} of {worst.most:g} on average." in text
    headings = re.findall(r"<h2 id=\"(\w+)\"", page)
    assert headings == ["wrong", "unnamed", "time", "scores", "tests", "troubles", "made"]
    for mistake in worst.mistakes_shown(Shown(names=False)):
        assert mistake.name in text
        assert mistake.hint in text
        assert mistake.example in text


def test_the_page_is_the_same_on_every_run_and_loads_nothing(page, everyone):
    assert report.render(everyone, SOURCE, names=False) == page
    assert "<script" not in page
    assert not re.search(r"(src|href)=\"(?!#)", page)
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert all(target in ids for target in re.findall(r'href="#([^"]+)"', page))


def test_small_counts_and_names_are_shown_to_those_alone_who_asked_for_them(page, everyone):
    known = [mistake for one in misunderstood(everyone) for mistake in one.mistakes]
    # A mistake of two functions may be rare in one and often met in the other.
    twins = collections.Counter((mistake.name, mistake.hint) for mistake in known)
    rare = [mistake for mistake in known if 0 < mistake.now < 3 and twins[mistake.name, mistake.hint] == 1]
    assert rare
    named = report.render(everyone, SOURCE, names=True)
    for mistake in rare:
        assert f'<div class="name">{mistake.name}</div>\n<p>{html.escape(mistake.hint)}' not in page
    assert '<div class="count">1<small>' in named
    assert not re.search(r'<div class="count">[12]<', page)
    assert "1 or 2 more of the export have no results" in page
    assert "&lt;submission_" in named


def test_no_text_of_a_students_reaches_the_page_unescaped(rows):
    results = rows.results({FUNCTIONS[0]: course_export.State("known", 0)})
    for row in results["tests"]:
        row["output"] += f"\n\n```text\n{HOSTILE}\n```"
        row["extra_data"]["verdict"] = HOSTILE
        row["name"] += HOSTILE
    results["tests"][0]["extra_data"].update(mistake=HOSTILE, mistakes=[HOSTILE])
    results["tests"][2]["score"] = 0.0
    results["tests"][2]["extra_data"]["function"] = HOSTILE
    unnamed = {HOSTILE: {"values": [1.0], "code": HOSTILE}, FUNCTIONS[1]: {"broke": HOSTILE}}
    four = [graded(Record(f"s{n}"), results, HOSTILE, unnamed) for n in range(4)]
    for names in (False, True):
        page = report.render(four, SOURCE, names=names)
        assert "<script" not in page
        assert "<img" not in page
        assert html.escape(HOSTILE, quote=False).replace("'", "&#39;") in page


def test_a_course_without_a_mistake_has_a_report(rows):
    one = graded(Record("only"), rows.results({}), "student-1", {})
    page = report.render([one], SOURCE, names=False)
    assert "Nobody lost a point." in page
    assert "The export keeps no results of earlier attempts" in page


def test_counts_below_three_point_at_nobody():
    say = Shown(names=False)
    assert [say.count(n) for n in (0, 1, 2, 3)] == ["0", "1 or 2", "1 or 2", "3"]
    assert [say.share(n, 10) for n in (0, 1, 3, 5, 8, 10)] == [
        "0 %",
        "nearly none",
        "30 %",
        "50 %",
        "nearly all",
        "100 %",
    ]
    assert Shown(names=True).share(1, 10) == "10 %"


def test_a_row_is_read_for_its_kind_and_its_hint():
    text = "f() gave wrong values\n  hint      Two\n            lines."
    output = f"Failed: A promise.\n\n```text\n{text}\n```\n\nYour code printed:\n\n```\nsecret\n```"
    row = {"score": 0.0, "max_score": 2.0, "output": output, "extra_data": {"function": "m.f", "mistake": "x"}}
    assert hint_of(row) == "Two lines."
    assert "secret" not in feedback_of(row)
    assert standings([row])["m.f"].mistakes == ("x",)
    for verdict, kind in (
        ("raised ValueError", "raised"),
        ("did not return within 4 s", "time"),
        ("has the wrong shape", "form"),
    ):
        assert kind_of({"extra_data": {"verdict": verdict}}) == kind


@pytest.mark.skipif(browser.find() is None, reason="needs Chromium")
@pytest.mark.parametrize("width", [1300, 760, 400])
def test_a_browser_shows_it_whole_at_any_width(page, tmp_path, width):
    (tmp_path / "report.html").write_text(page)
    with browser.Browser(browser.find()) as shown:
        shown.open(tmp_path / "report.html", width)
        assert shown.ask("document.documentElement.scrollWidth") == width
        assert not shown.complaints
        assert [address for address in shown.requests if not address.startswith(("file:", "data:"))] == []
        assert shown.ask(
            "[...document.querySelectorAll('main svg')].every(s => s.getBoundingClientRect().height > 100)"
        )
