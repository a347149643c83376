"""The results page: what stands above the rows and in them, and that no student's output can break it."""

import json
import os
import re
import subprocess
import sys
import unicodedata
from datetime import timedelta

import pytest
from conftest import ROOT, make_hand_in, unwrapped, with_function

from autograder import assignment
from autograder.intake.limit import Decision, decide, graded_times
from autograder.intake.metadata import parse_time
from autograder.report.characters import visible
from autograder.report.kept import kept_of
from autograder.report.markdown import MAX_SHOWN_CHARACTERS, escaped, fenced, harmless
from autograder.report.summary import summary

HOSTILE_OUTPUT = """
import random


def f(p):
    print("```\\n# Full marks\\n<img src=x onerror=alert(1)>\\n[link](http://x.invalid) ![i](http://x.invalid/i.png)")
    print("~~~\\n````\\n\\x1b[31mred\\x1b[0m \\x1b]8;;http://x.invalid\\x07link \\u202egnp.exe\\u202c zero\\u200bwidth")
    print("z" + "\\u0301" * 500 + "\\r\\roverwritten")
    print("a\\u034fb\\u3164c\\u20ddd\\u115fe\\u2800f\\ufe0fg" + "\\u1ab0\\u0e38\\u0301" * 9)
    print(__file__)
    print(object())
    print(random.random(), np.random.rand(), hash("text"))
    return -p
"""


def grade(submission, results, settings="", metadata=None):
    """Grade in a process of its own, with lines of `settings` before it."""
    more = []
    if metadata is not None:
        more = ["--metadata", results.with_suffix(".metadata")]
        more[1].write_text(metadata)
    code = (
        "import sys; sys.path.insert(0, sys.argv.pop(1))\nfrom autograder import assignment\n"
        f"{settings}\nfrom autograder.__main__ import main; sys.exit(main())"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", code, ROOT, "grade", "--submission", submission, "--results", results, *more],
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(results.read_text())


def row(results, function, visibility="visible"):
    return next(
        r for r in results["tests"] if r["extra_data"]["function"] == function and r["visibility"] == visibility
    )


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile") / "hand-in"
    return make_hand_in(folder, q1_dropout=with_function("q1_dropout", HOSTILE_OUTPUT), q3_layernorm=None)


@pytest.fixture(scope="module")
def graded(hostile):
    """What came of grading it, for all who read it and change nothing."""
    return grade(hostile, hostile.with_suffix(".json"))


def test_rows_are_named_by_question_and_begin_with_the_tests_promise(graded):
    grad_x = row(graded, "q2_batchnorm.grad_x")
    assert (grad_x["number"], grad_x["name"]) == ("2(a)4", "grad_x: dL/dX")
    assert grad_x["tags"] == ["question 2", "2(a)4", "q2_batchnorm", "public"]
    assert row(graded, "q2_batchnorm.grad_x", "after_published")["tags"][-1] == "hidden"
    for each in graded["tests"]:
        failed = "Failed: " if each["status"] == "failed" else ""
        assert re.match(rf"{failed}(Your|The) .*\.$", each["output"].partition("\n")[0]), each["output"]
        assert not re.search(r"[`*<]|\s_|_\s", each["output"].partition("\n")[0])  # Markdown leaves it as it stands


def test_what_student_code_prints_stays_inside_its_block_and_acts_on_nothing(graded):
    text = row(graded, "q1_dropout.f")["output"]
    blocks = re.split(r"^(`{3,})text\n", text, flags=re.MULTILINE)
    assert len(blocks) == 5  # the promise, then a fence and its rest, twice
    fence, printed = blocks[3:]
    assert printed.endswith(f"\n{fence}")
    assert printed.count(fence) == 1
    assert "# Full marks" in printed
    assert "red link" in printed
    assert all(c.isprintable() or c == "\n" for c in text)
    assert "z\u0301\u0301\ufffd\ufffdoverwritten" in text
    assert "a\ufffdb\ufffdc\ufffdd\ufffde\ufffdfg\u1ab0\u0e38\n" in text
    assert "./q1_dropout.py" in printed
    assert "cs148a" not in text
    assert "<object object at 0x…>" in printed


def test_the_same_submission_gives_the_same_bytes_but_for_the_time(graded, hostile, tmp_path):
    pages = [dict(graded), grade(hostile, tmp_path / "again.json")]
    for page in pages:
        del page["execution_time"]
    assert json.dumps(pages[0]) == json.dumps(pages[1])


def test_the_top_of_the_page_adds_up_what_is_visible_and_what_is_still_hidden(graded):
    top = graded["output"]
    assert top.startswith(
        "**Found 3 of the 4 files. q3_layernorm.py is missing from the upload; hand in all four files"
    )
    assert "| 1 | q1_dropout.py | 9 of 10 |" in top
    assert "| 3 | q3_layernorm.py | 0 of 12.5 |" in top
    assert "| **total** | | **36.5 of 50** |" in top
    assert top.endswith("Hidden tests, worth 50 more points, are shown when the grades are published.")


def test_where_every_test_is_visible_the_top_of_the_page_has_the_total(hostile, tmp_path):
    settings = "assignment.HIDDEN_VISIBILITY = 'visible'"
    results = grade(hostile, tmp_path / "results.json", settings)
    assert f"| **total** | | **{results['score']:g} of 100** |" in results["output"]
    assert "idden" not in results["output"]
    elsewhere = [row for row in results["tests"] if "hidden" in row["tags"]]
    assert {row["extra_data"]["function"] for row in elsewhere} == set(assignment.ALL_FUNCTIONS)
    assert all("  expected " not in row["output"] for row in elsewhere)


@pytest.mark.smoke
def test_staff_find_the_case_and_the_mistake_of_a_lost_row_in_extra_data(graded):
    lost = row(graded, "q1_dropout.f", "after_published")["extra_data"]
    assert lost["verdict"] == "gave a wrong value"
    assert re.match(r".+: f\(p=0\.\d+\)$", lost["case"])
    assert row(graded, "q1_dropout.g")["extra_data"] == {
        "function": "q1_dropout.g", "mistake": None, "mistakes": [], "case": None, "verdict": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    "text", ["`" * n for n in (1, 3, 4, 50)] + ["~~~\n```text\n```\n````", "a\r```\rb", "\u2028```"]
)
def test_no_text_ends_its_own_block(text):
    lines = fenced(text).split("\n")
    assert lines[0] == lines[-1] + "text"
    assert all(lines[-1] not in line for line in lines[1:-1])


# DerivedCoreProperties.txt, Default_Ignorable_Code_Point, and three that fonts leave blank.
IGNORABLE = [
    0xAD, 0x34F, 0x61C, *range(0x115F, 0x1161), *range(0x17B4, 0x17B6), *range(0x180B, 0x1810), *range(0x200B, 0x2010),
    *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0x3164, *range(0xFE00, 0xFE10), 0xFEFF, 0xFFA0,
    *range(0xFFF0, 0xFFF9), *range(0x1BCA0, 0x1BCA4), *range(0x1D173, 0x1D17B), *range(0xE0000, 0xE1000),
    0x2800, 0x16FE4, 0x1D159,
]  # fmt: skip


def test_no_character_of_unicode_acts_hides_or_piles_up():
    everything = [chr(number) for number in range(0x110000)]
    shown = visible("x".join(everything))
    assert not {chr(number) for number in IGNORABLE} & set(shown)
    assert {unicodedata.category(c) for c in set(shown)} & {"Cf", "Cs", "Co", "Cn", "Me", "Zl", "Zp"} == set()
    assert {c for c in set(shown) if unicodedata.category(c) in ("Cc", "Zs")} == {"\n", "\t", " "}
    marks = [c for c in everything if unicodedata.category(c) in ("Mn", "Mc", "Me")]
    longest = max(re.findall("[^a]+", visible("a" + "".join(marks) + "a" + "".join(marks[::-1]))), key=len)
    assert len(longest.replace("\ufffd", "")) <= 2 * (1 + longest.count("\ufffd"))
    assert visible("z" + "\u0301\ufe0f" * 30) == "z\u0301\u0301"
    assert visible(" \u0301\u0301x\u11a8\u11a8\u11a8\u11a8") == " \ufffdx\u11a8\u11a8"


@pytest.mark.parametrize(
    "text", ["dL/dX\u0302 = \u03b3 \u03c3\u00b2", "Vi\u1ec7t", "\u0915\u094d\u0937\u093f", "\uac01", "\u4e2d"]
)
def test_words_of_every_script_stay_as_they_are(text):
    assert harmless(text) == text


def test_long_text_is_cut_and_says_so():
    assert len(fenced("x" * 10**6)) < MAX_SHOWN_CHARACTERS + 100
    assert "994000 characters left out" in fenced("x" * 10**6)


def test_a_name_in_running_text_is_neither_markdown_nor_html():
    text = escaped("a_b _i_ *b* `c` <b> [l](u) #1 & | $x$\n# h")
    assert text == r"a_b \_i\_ \*b\* \`c\` \<b\> \[l\](u) \#1 \& \| \$x\$ \# h"
    assert harmless("dL/dX̂ = γ σ²") == "dL/dX̂ = γ σ²"


def test_remarks_cannot_end_their_line():
    page = summary([], ["the upload has “**\n\n# Full marks <b>”"], finished=True)
    assert page == r"**the upload has “\*\* \# Full marks \<b\>”.**"


# The limit of submissions within 24 hours

ROWS = [
    {"name": "a", "number": "1", "max_score": 60.0, "visibility": "visible", "score": 0.0, "status": "failed",
     "output": "", "tags": [], "extra_data": {}},
    {"name": "b", "number": "2", "max_score": 40.0, "visibility": "hidden", "score": 0.0, "status": "failed",
     "output": "", "tags": [], "extra_data": {}},
]  # fmt: skip
NOW = "2026-11-23T10:00:00.000000-08:00"


def earlier_results(*scores):
    return {"tests": [row | {"score": score, "output": "old"} for row, score in zip(ROWS, scores)]}


def submitted(*times, score="60.0", **last):
    previous = [{"submission_time": time, "score": score, "autograder_error": False} for time in times]
    if previous:
        previous[-1] |= last
    return {"created_at": NOW, "previous_submissions": previous}


@pytest.fixture
def decision(tmp_path):
    def make(metadata, limit=2):
        path = tmp_path / "submission_metadata.json"
        path.write_text(metadata if isinstance(metadata, str) else json.dumps(metadata))
        return decide(path, limit)

    return make


def test_without_a_limit_nothing_is_read_or_said(tmp_path):
    assert decide(tmp_path / "none", None) == Decision()
    assert assignment.MAX_SUBMISSIONS_PER_DAY is None


def test_a_limit_that_would_grade_nothing_is_refused(tmp_path):
    with pytest.raises(ValueError, match=r"MAX_SUBMISSIONS_PER_DAY .* is None or at least 1"):
        decide(tmp_path / "none", 0)


def test_within_the_limit_a_submission_is_graded_and_told_its_number(decision):
    found = decision(submitted("2026-11-23T09:00:00-08:00"))
    assert found.previous is None
    assert found.remarks == ("Submission 2 of 2 that are graded within 24 hours",)


def test_past_the_limit_the_previous_rows_are_kept_and_the_page_says_when_the_next_is_graded(decision):
    times = "2026-11-22T10:30:00-08:00", "2026-11-23T09:00:00-08:00"
    found = decision(submitted(*times, results=earlier_results(60.0, 0.0)))
    kept = kept_of(found.previous, ROWS)
    assert kept.score == 60
    assert kept.rows_are_known
    assert [r["score"] for r in kept.rows] == [60, 0]
    assert [r["status"] for r in kept.rows] == ["passed", "failed"]
    assert found.remarks == (
        "This submission was not graded: the limit is 2 within 24 hours. Your previous score is kept. "
        "The next is graded from 2026-11-23 10:30 (UTC-0800) on",
    )


def test_times_are_compared_across_time_zones(decision):
    in_utc_and_tokyo = "2026-11-22T18:00:00.5Z", "2026-11-24T02:00:00+09:00"  # 24 h less a blink, 1 h
    assert decision(submitted(*in_utc_and_tokyo)).previous is not None
    a_day_before = "2026-11-22T18:00:00Z", "2026-11-24T02:00:00+09:00"
    assert decision(submitted(*a_day_before)).previous is None


def test_a_submission_past_the_limit_does_not_count_against_the_next():
    start = parse_time(NOW)
    times = [start + timedelta(hours=hours) for hours in (0, 1, 2, 23, 24.5)]
    assert graded_times(times, 2) == [times[0], times[1], times[4]]


def test_a_grading_that_failed_does_not_count(decision):
    times = "2026-11-23T08:00:00-08:00", "2026-11-23T09:00:00-08:00"
    assert decision(submitted(*times, autograder_error=True)).previous is None


@pytest.mark.parametrize(
    "results",
    [None, {}, {"tests": "x"}, earlier_results(60.0), earlier_results(61.0, 0.0), earlier_results("nan", 0.0),
     earlier_results([], 0.0), {"tests": [{"score": 60}, {"score": 0}]}],
)  # fmt: skip
def test_without_usable_rows_the_score_is_kept(decision, results):
    found = decision(submitted("2026-11-23T08:00:00-08:00", "2026-11-23T09:00:00-08:00", results=results))
    kept = kept_of(found.previous, ROWS)
    assert kept.score == 60
    assert not kept.rows_are_known
    assert {r["output"] for r in kept.rows} == {"This submission was not graded: the previous score is kept."}


@pytest.mark.parametrize("kind", ["pipe", "link", "folder", "too large", "not there"])
def test_metadata_is_a_regular_file_of_bounded_size_or_costs_nothing(tmp_path, kind):
    """It is opened without waiting: nobody ever writes into this pipe."""
    path, real = tmp_path / "submission_metadata.json", tmp_path / "real.json"
    real.write_text(json.dumps(submitted(NOW, NOW)))
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "link":
        path.symlink_to(real)
    elif kind == "folder":
        path.mkdir()
    elif kind == "too large":
        with path.open("w") as file:
            file.truncate(33 * 1024**2)
    found = decide(path, 2)
    assert found.previous is None
    assert "the limit of submissions was not applied" in found.note


@pytest.mark.smoke
def test_metadata_beside_the_upload_is_the_students(hand_in, tmp_path):
    """Only Gradescope's own place and --metadata count: this one would keep a score of 100 for the template."""
    folder = hand_in("student_template")
    metadata = submitted("2026-11-23T09:00:00-08:00", score="100.0")
    (folder.parent / "submission_metadata.json").write_text(json.dumps(metadata))
    results = grade(folder, tmp_path / "results.json", "assignment.MAX_SUBMISSIONS_PER_DAY = 1")
    assert results["score"] == 0
    assert "no metadata is given; outside of Gradescope --metadata FILE names it" in results["extra_data"]["note"]


@pytest.mark.parametrize("score", [None, "nan", "inf", "-1", "101", [], {}, 10**400])
def test_what_is_no_score_is_not_kept(decision, score):
    found = decision(submitted("2026-11-23T08:00:00-08:00", "2026-11-23T09:00:00-08:00", score=score))
    assert found.previous.score is None
    assert kept_of(found.previous, ROWS) is None


@pytest.mark.parametrize(
    "metadata",
    ["", "{", "[]", "null", "{}", "[" * 100_000, {"created_at": NOW}, {"created_at": NOW, "previous_submissions": [3]},
     {"created_at": "2026-11-23T10:00:00", "previous_submissions": []},
     {"created_at": NOW, "previous_submissions": [{"submission_time": "yesterday"}]},
     {"created_at": NOW, "previous_submissions": [{"submission_time": None}]},
     {"created_at": "9999-12-31T23:59:59-23:59", "previous_submissions": [{"submission_time": NOW}] * 2}],
)  # fmt: skip
def test_metadata_that_cannot_be_read_costs_the_student_nothing(decision, metadata):
    found = decision(metadata)
    assert found.previous is None
    assert "not applied" in found.note or "9999" in str(metadata)


def test_the_limit_from_end_to_end(hand_in, tmp_path):
    settings = "assignment.MAX_SUBMISSIONS_PER_DAY = 1"
    folder = hand_in()
    first = grade(folder, tmp_path / "first.json", settings, json.dumps(submitted()))
    assert first["score"] == 100
    metadata = submitted("2026-11-23T09:00:00-08:00", results=first, score="100.0")
    (folder / "q1_dropout.py").unlink()
    second = grade(folder, tmp_path / "second.json", settings, json.dumps(metadata))
    assert second["score"] == 100
    assert second["output"].startswith("**This submission was not graded: the limit is 1 within 24 hours. ")
    assert [r["score"] for r in second["tests"]] == [r["score"] for r in first["tests"]]
    del metadata["previous_submissions"][-1]["results"]
    third = grade(folder, tmp_path / "third.json", settings, json.dumps(metadata))
    assert third["score"] == 100
    assert sum(r["max_score"] for r in third["tests"]) == 100
    assert "points of the public tests" not in third["output"]
    fourth = grade(folder, tmp_path / "fourth.json", settings, "no JSON")
    assert fourth["score"] == 80
    assert "not applied" in fourth["extra_data"]["note"]
    del metadata["previous_submissions"][-1]["score"]
    fifth = grade(folder, tmp_path / "fifth.json", settings, json.dumps(metadata))
    assert fifth["score"] == 80
    assert fifth["output"].startswith("**Found 3 of the 4 files. ")
    note = "the limit of submissions was not applied: the previous score is not known"
    assert note in fifth["extra_data"]["note"]


def test_an_import_that_takes_the_time_of_a_call_is_said(hand_in, tmp_path):
    slow = with_function("q1_dropout", "import time\n\ntime.sleep(1.1)\n\n\ndef f(p):\n    time.sleep(9)\n")
    settings = """
assignment.FUNCTION_BUDGET_SECONDS = 4.0
from autograder import suite
everything = suite.load_tests
suite.load_tests = lambda: [test for test in everything() if test.function == "f"]  # each other one would import too
"""
    results = grade(hand_in(q1_dropout=slow), tmp_path / "results.json", settings)
    text = unwrapped(row(results, "q1_dropout.f")["output"])
    assert re.search(r"what was left of the 4 s .*; importing q1_dropout.py takes \d\.\d s of it, anew for each", text)
