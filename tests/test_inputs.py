"""Which inputs a submission meets: the same for the same files, others for others, from a store made with the image."""

import json
import re
import subprocess

from conftest import ROOT, with_function

from autograder import assignment

TELLS = 'def f(p):\n    print("asked", p)\n    return -1.0\n'


def inputs_met(submission, results):
    """The arguments that `f` printed, and the seed that staff can read."""
    subprocess.run([ROOT / "run_autograder", "--submission", submission, "--results", results], check=True)
    graded = json.loads(results.read_text())
    rows = [row["output"] for row in graded["tests"] if row["extra_data"]["function"] == "q1_dropout.f"]
    return re.findall(r"asked [0-9.]+", "\n".join(rows)), graded["extra_data"]["seed"]


def test_the_same_files_meet_the_same_inputs_and_a_changed_letter_others(hand_in, tmp_path):
    submission = hand_in()
    met = []
    for comment in ("", "", "# one", "# two", "# three"):
        (submission / "q1_dropout.py").write_text(with_function("q1_dropout", TELLS + comment))
        met.append(inputs_met(submission, tmp_path / "results.json"))
    assert met[0] == met[1]
    assert len({seed for _, seed in met}) > 2
    assert len({tuple(asked) for asked, _ in met}) == len({seed for _, seed in met})
    assert all(len(asked) > 1 for asked, _ in met)


def test_the_oracles_answers_to_every_set_of_inputs_are_stored():
    stored = {path.name for path in (ROOT / "build/oracles").iterdir()}
    assert stored == {f"{seed}.npz" for seed in assignment.SEEDS}
