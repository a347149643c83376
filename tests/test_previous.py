"""The line on what changed since the last submission: public tests alone, and silence where nothing is known."""

import copy
import json

import pytest
from conftest import ROOT, with_function
from test_results_page import NOW, grade

from autograder.intake.metadata import rows_of_the_last
from autograder.report.progress import since_last
from autograder.report.rows import NOT_GRADED

YESTERDAY, EARLIER = "2026-11-22T09:00:00-08:00", "2026-11-21T09:00:00-08:00"


def a_row(name, passed, kind="public"):
    function = f"q1_dropout.{name}"
    return {
        "name": f"{name}: a title", "number": "1", "score": 2.0 * passed, "max_score": 2.0, "output": "Passed",
        "status": "passed" if passed else "failed", "tags": ["question 1", kind],
        "visibility": "visible" if kind == "public" else "after_published", "extra_data": {"function": function},
    }  # fmt: skip


def page(passed, of="abcdefg"):
    """Rows of which those named in `passed` pass, each with a hidden one that does the opposite."""
    rows = [a_row(name, name in passed) for name in of]
    return rows + [a_row(name, name not in passed, "hidden") for name in of]


@pytest.fixture
def told(tmp_path):
    """What a page of `now` says after one of `before`; `changed` is put into the previous submission."""

    def tell(before, now, **changed):
        last = {"submission_time": YESTERDAY, "score": "1.0", "results": {"tests": before}} | changed
        older = {"submission_time": EARLIER, "score": "0.0"}
        path = tmp_path / "submission_metadata.json"
        path.write_text(json.dumps({"created_at": NOW, "previous_submissions": [last, older]}))
        return since_last(rows_of_the_last(path), now)

    return tell


@pytest.mark.parametrize(
    ("before", "now", "line"),
    [
        ("a", "abcd", "3 more tests pass (q1_dropout.b, q1_dropout.c and q1_dropout.d), none fewer"),
        ("ab", "bc", "1 more test passes (q1_dropout.c), 1 fewer (q1_dropout.a)"),
        ("ab", "", "no more tests pass, 2 fewer (q1_dropout.a and q1_dropout.b)"),
        ("", "abcdefg", "7 more tests pass (q1_dropout.a, q1_dropout.b, q1_dropout.c, q1_dropout.d and 3 more), "
                        "none fewer"),
        ("abc", "abc", "the same public tests pass"),
    ],
)  # fmt: skip
def test_the_line_counts_public_tests_and_names_them(told, before, now, line):
    assert told(page(before), page(now)) == f"Since your last submission: {line}"


def test_scores_may_be_texts_and_tags_may_be_gone(told):
    before = [{**row, "score": str(row["score"]), "max_score": "2.0"} for row in page("a")]
    for row in before:
        del row["tags"]
    assert told(before, page("ab")) == "Since your last submission: 1 more test passes (q1_dropout.b), none fewer"


def test_hidden_tests_that_staff_show_are_not_counted(told):
    before, now = page("a"), page("ab")
    for row in before + now:
        row["visibility"] = "visible"
    assert told(before, now) == "Since your last submission: 1 more test passes (q1_dropout.b), none fewer"
    for row in before:
        del row["tags"]  # a public row and a hidden one of the same name: which is which is not known
    assert told(before, now) == ""


def test_tests_that_are_new_or_worth_other_points_or_were_not_run_are_left_out(told):
    before = page("", of="abcd")
    before[0]["max_score"] = 1.0
    before[1]["output"] = "This test was not run: the grading ended before it."
    before[2]["output"] = NOT_GRADED
    assert told(before, page("abce")) == "Since your last submission: the same public tests pass"
    assert told(before[:3], page("abc")) == ""


def test_the_latest_submission_is_the_one_that_was_handed_in_last(told):
    assert told(page("a"), page("ab"), submission_time="2026-11-20T09:00:00-08:00") == ""


@pytest.mark.parametrize(
    "changed",
    [{"results": None}, {"results": {}}, {"results": []}, {"results": {"tests": None}}, {"results": {"tests": [3]}},
     {"results": {"tests": [{"name": "a"}]}}, {"submission_time": "yesterday"}, {"submission_time": None}],
)  # fmt: skip
def test_what_cannot_be_read_is_not_spoken_of(told, changed):
    assert told(page("a"), page("ab"), **changed) == ""


@pytest.mark.parametrize("text", ["", "{", "null", "[]", "{}", '{"previous_submissions": []}', "[" * 100_000])
def test_without_an_earlier_submission_there_is_no_line(tmp_path, text):
    path = tmp_path / "submission_metadata.json"
    assert rows_of_the_last(None) == rows_of_the_last(path) == []
    path.write_text(text)
    assert rows_of_the_last(path) == []
    assert since_last([], page("a")) == ""


def test_the_line_stands_on_the_page_above_the_points_from_end_to_end(hand_in, tmp_path):
    folder = hand_in(q1_dropout=with_function("q1_dropout", "def f(p):\n    return 1 - p\n"))
    first = grade(folder, tmp_path / "first.json", "", json.dumps({"created_at": NOW, "previous_submissions": []}))
    assert "Since your last" not in first["output"]
    (folder / "q1_dropout.py").write_text((ROOT / "solutions/q1_dropout.py").read_text())
    last = {"submission_time": YESTERDAY, "score": str(first["score"]), "results": copy.deepcopy(first)}
    metadata = json.dumps({"created_at": NOW, "previous_submissions": [last]})
    lines = grade(folder, tmp_path / "second.json", "", metadata)["output"].split("\n\n")
    assert lines[:2] == [
        "**Found all 4 files.**",
        "Since your last submission: 1 more test passes (q1_dropout.f), none fewer.",
    ]
    assert lines[2].startswith("| question |")
