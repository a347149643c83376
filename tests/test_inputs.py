"""Which inputs a submission meets: the same for the same files, others for others, from a store made with the image."""

import json
import subprocess

from conftest import ROOT, with_function

from autograder.input_sets import ALL_SETS

FUNCTION = "q4_optimizers.adam_l2_step"  # the text of its case shows many numbers
WRONG = "def adam_l2_step(w, *others):\n    return w, w, w\n"


def inputs_met(submission, results):
    """For a function's public test and for its hidden one: the case that it failed on, and the set, as staff read."""
    subprocess.run([ROOT / "run_autograder", "--submission", submission, "--results", results], check=True)
    graded = json.loads(results.read_text())
    failed = [row["extra_data"]["case"] for row in graded["tests"] if row["extra_data"]["function"] == FUNCTION]
    return list(zip(failed, graded["extra_data"]["sets"].values(), strict=True))


def test_the_same_files_meet_the_same_inputs_and_a_changed_letter_others(hand_in, tmp_path):
    submission = hand_in()
    met = []
    for comment in ("", "", "# one", "# two", "# three"):
        (submission / "q4_optimizers.py").write_text(with_function("q4_optimizers", WRONG + comment))
        met.append(inputs_met(submission, tmp_path / "results.json"))
    assert met[0] == met[1]
    for kind in zip(*met, strict=True):  # public, then hidden
        assert len({number for _, number in kind}) > 2
        assert len({case for case, _ in kind}) == len({number for _, number in kind}) == len(set(kind))
    public, hidden = zip(*((public, hidden) for (_, public), (_, hidden) in met))
    assert public != hidden


def test_the_oracles_answers_to_every_set_of_inputs_are_stored():
    stored = {path.name for path in (ROOT / "build/oracles").iterdir()}
    assert stored == {f"{drawn.name}.npz" for drawn in ALL_SETS}
