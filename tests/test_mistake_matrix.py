"""Every known mistake and every right variant, handed in and graded from end to end.

A hand-in has at most four mistakes in each file, so that what a mistake costs elsewhere in its file would show.
"""

import heapq
import itertools
import json
import os
import shutil
from concurrent.futures import ThreadPoolExecutor

import pytest
from conftest import FILES, ROOT, check_diagnoses, unwrapped
from graded import run_autograder
from mistaken import code_of
from right_variants import VARIANTS
from sweeps import sampled
from test_catalogue import CATALOGUE

AT_ONCE = os.cpu_count() or 1
HANDED_IN = sampled(CATALOGUE, 12)


def hand_in(folder, additions):
    """A copy of the solutions with code added at the end of some files."""
    folder.mkdir()
    for name in FILES:
        shutil.copy(ROOT / "solutions" / name, folder / name)
    for module, code in additions:
        with (folder / f"{module}.py").open("a") as file:
            file.write(code)


def grade_all(folder, hand_ins):
    """The results of many hand-ins, each a list of (module, code)."""

    def grade(numbered):
        number, additions = numbered
        hand_in(folder / str(number), additions)
        results = folder / f"{number}.json"
        run_autograder(folder / str(number), results)
        graded = json.loads(results.read_text())
        check_diagnoses(graded)
        return graded

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(grade, enumerate(hand_ins)))


def module_of(entry):
    return entry.function.partition(".")[0]


def few_of_each_file(entries):
    """The entries in as few lists as have at most four of one file, never two of one function."""
    left = {}  # by file and function: each list takes of those functions that have most
    for entry in entries:
        left.setdefault(module_of(entry), {}).setdefault(entry.function, []).append(entry)
    lists = []
    while any(any(of_file.values()) for of_file in left.values()):
        fullest = [heapq.nlargest(4, filter(None, of_file.values()), key=len) for of_file in left.values()]
        lists.append([of_function.pop(0) for of_function in itertools.chain(*fullest)])
    return lists


@pytest.fixture(scope="module")
def mistakes_graded(tmp_path_factory):
    groups = few_of_each_file(HANDED_IN)
    hand_ins = [
        [(module_of(mistake), code_of(mistake.function, mistake.variants[0])) for mistake in group] for group in groups
    ]
    results = grade_all(tmp_path_factory.mktemp("mistakes"), hand_ins)
    return {
        (mistake.function, mistake.name): ([other.function for other in group], result["tests"])
        for group, result in zip(groups, results)
        for mistake in group
    }


@pytest.mark.parametrize("mistake", HANDED_IN, ids=lambda m: f"{m.function}-{m.name}")
def test_a_known_mistake_costs_its_own_points_alone_and_is_called_by_its_name(mistakes_graded, mistake):
    wrong, rows = mistakes_graded[mistake.function, mistake.name]
    own = [row for row in rows if row["extra_data"]["function"] == mistake.function]
    failed = [row for row in own if row["score"] == 0]
    assert failed
    assert all(row["score"] == row["max_score"] for row in rows if row["extra_data"]["function"] not in wrong)
    named = {row["extra_data"]["mistake"] for row in failed} - {None}
    assert named == {mistake.name}, [row["output"] for row in failed]
    for row in rows:
        names = row["extra_data"]["mistakes"]
        assert row["extra_data"]["mistake"] == (" + ".join(names) or None)
    for row in failed:
        assert (row["extra_data"]["mistake"] is not None) == (f"  hint      {mistake.hint}" in unwrapped(row["output"]))
        feedback = row["output"].partition("```text\n")[2].partition("\n```")[0]
        assert max(map(len, feedback.splitlines())) <= 75, feedback  # the box of a row on a page of 760 pixels


def test_right_variants_get_full_marks_and_no_hint(tmp_path):
    groups = {}
    for variant in VARIANTS:  # the first way of each function in one hand-in, the second in the next, and so on
        turn = sum(other.function == variant.function for other in VARIANTS[: VARIANTS.index(variant)])
        groups.setdefault(turn, []).append(variant)
    assert len(VARIANTS) >= 60
    assert {variant.function for variant in VARIANTS} == {mistake.function for mistake in CATALOGUE}
    hand_ins = [[(module_of(variant), variant.code) for variant in group] for group in groups.values()]
    for group, results in zip(groups.values(), grade_all(tmp_path, hand_ins)):
        lost = [row["output"] for row in results["tests"] if row["score"] < row["max_score"]]
        assert lost == [], [variant.name for variant in group]
        assert not any("hint" in row["output"] or row["extra_data"]["mistake"] for row in results["tests"])
