"""A student who runs pytest at home and then hands in reads the same verdicts in the same words.

Every hand-in of tests/submissions/ordinary is laid into the unpacked students' zip, where pytest runs it with the
seed that students have and with the grader's, and is graded in the Gradescope layout. What concerns one function, or
one file, is laid into one submission with what concerns others.
"""

import itertools
import json
import re
import subprocess
import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from conftest import FILES, ROOT, unwrapped
from hand_ins import Pack, family, packs

from autograder.assignment import ALL_FUNCTIONS
from autograder.input_sets import sets_for
from autograder.intake.submission import find_submission

STUDENTS_SEED = "at home"
HAND_INS = family("ordinary")


def packs_of_files(hand_ins):
    """Hand-ins of whole files in as few submissions as give each of the four files one."""
    of_files = [hand_in for hand_in in hand_ins if f"{hand_in.target}.py" in FILES]
    columns = [[hand_in for hand_in in of_files if f"{hand_in.target}.py" == name] for name in FILES]
    rounds = itertools.zip_longest(*columns)
    return [Pack(f"pack-of-files-{k}", [hand_in for hand_in in taken if hand_in]) for k, taken in enumerate(rounds, 1)]


PACKS = [*packs(HAND_INS), *packs_of_files(HAND_INS)]
PACKED = {member.name for pack in PACKS for member in pack.members}
SUBMISSIONS = [*PACKS, *(hand_in for hand_in in HAND_INS if hand_in.name not in PACKED)]

# At home Python itself meets what the grader refuses before, in its own words; test_submission.py has the grader's.
WORDED_DIFFERENTLY = {"ordinary/lacks_a_file", "ordinary/has_an_empty_file", "ordinary/is_not_in_utf_8"}

ONLY_AT_HOME = re.compile(
    r"/\S+/student_template/"  # where the folder is
    r"| \((PyTorch checks your answers|on Gradescope your code has) [^)]*\)"  # why it cannot be imported
)


class Verdicts:
    """What one hand-in got in both places: at home by function, at Gradescope the public rows by function."""

    def __init__(self, home, home_with_the_graders_seed, graded):
        self.home = home
        self.same_inputs = home_with_the_graders_seed
        self.graded = graded
        rows = [row for row in graded.results["tests"] if row["visibility"] == "visible"]
        self.gradescope = {row["extra_data"]["function"]: row for row in rows}


def lay(hand_in, folder, gradescope):
    """The submission, and the students' folder with it inside."""
    submission, home = folder / "submission", folder / "home"
    hand_in.lay(submission)
    subprocess.run(["bash", "-ec", hand_in.prepare], cwd=submission, check=True)
    with zipfile.ZipFile(gradescope.folder / "student_template.zip") as archive:
        archive.extractall(home)
    home /= "student_template"
    for name in FILES:
        (home / name).unlink()
    subprocess.run(["cp", "-r", f"{submission}/.", home], check=True)
    return submission, home


def run_pytest(laid):
    """The rows of every folder at home with each of two seeds: the student's, and the one that Gradescope will take."""
    orders = [
        {"folder": str(home), "seed": seed}
        for submission, home in laid
        for seed in (STUDENTS_SEED, sets_for(find_submission(Path(submission)).files).public.key)
    ]
    done = subprocess.run(
        [sys.executable, ROOT / "tests/students_pytest.py", json.dumps(orders)],
        stdout=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    rows = json.loads(done.stdout)
    return list(zip(rows[::2], rows[1::2], strict=True))


@pytest.fixture(scope="module")
def verdicts(gradescope, tmp_path_factory):
    """By name, for every hand-in."""
    top = tmp_path_factory.mktemp("ordinary")
    laid = [lay(hand_in, top / str(number), gradescope) for number, hand_in in enumerate(SUBMISSIONS)]
    half = len(laid) // 2
    with ThreadPoolExecutor(2) as lanes:
        halves = [lanes.submit(run_pytest, part) for part in (laid[:half], laid[half:])]
        graded = list(lanes.map(lambda folders: gradescope.grade(folders[0]), laid))
    homes = [rows for part in halves for rows in part.result()]
    found = zip(SUBMISSIONS, homes, graded, strict=True)
    return {hand_in.name: Verdicts(*home, grading) for hand_in, home, grading in found}


@pytest.mark.parametrize("hand_in", SUBMISSIONS, ids=lambda hand_in: hand_in.name)
def test_the_same_rows_pass_in_the_same_words(verdicts, hand_in):
    seen = verdicts[hand_in.name]
    assert seen.graded.score == 100 - sum(member.loses for member in hand_in.members)
    passed = {function: row["status"] == "passed" for function, row in seen.gradescope.items()}
    assert set(passed) == set(ALL_FUNCTIONS)
    for home in (seen.home, seen.same_inputs):
        assert {function: row["passed"] for function, row in home.items()} == passed
    if hand_in.name in WORDED_DIFFERENTLY:
        return
    for function, row in seen.gradescope.items():
        check_words(seen.same_inputs[function], row)


def check_words(home, row):
    """With the same inputs, both say the same but for hints, of which Gradescope knows more."""
    promise, *blocks = re.split(r"\n\n`{3,}text\n|\n`{3,}(?:\n|$)", row["output"])
    shown = unwrapped(blocks[0] if blocks else "")
    if home["passed"]:
        assert shown == (f"note      {home['note']}" if home["note"] else "")
        return
    text, hint = without_hint(f"{promise}\n\n{shown}")
    text_at_home, hint_at_home = without_hint(ONLY_AT_HOME.sub("", unwrapped(home["text"].strip())))
    assert text == text_at_home
    assert hint or not hint_at_home
    assert not row["extra_data"]["mistake"] or hint != hint_at_home


def without_hint(text):
    """`text` without its last line where that is a hint, and the hint."""
    text, _, hint = text.partition("\n  hint      ")
    return text, hint
