"""The dispute command: any name that staff read, inputs to the last digit, and one sentence where none fits."""

import json
import subprocess
import sys

import dispute
import numpy as np
import pytest
from conftest import ROOT, with_function
from graded import run_autograder

WRONG = """

def grad_var(dX_hat, X, mean, var, eps):
    return 0 * var


def grad_gamma(dY, X_hat):
    return (dY * X_hat * X_hat).mean(axis=0)
"""


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    """The path of a grading's results: question 2's grad_var is wrong, question 4's Adam returns two of three."""
    folder = tmp_path_factory.mktemp("dispute")
    (folder / "submission").mkdir()
    for path in (ROOT / "solutions").glob("q*.py"):
        (folder / "submission" / path.name).write_text(path.read_text())
    (folder / "submission/q2_batchnorm.py").write_text(with_function("q2_batchnorm", WRONG))
    wrong = "_step = adam_l2_step\n\n\ndef adam_l2_step(*args):\n    return _step(*args)[:2]\n"
    (folder / "submission/q4_optimizers.py").write_text(with_function("q4_optimizers", wrong))
    run_autograder(folder / "submission", folder / "results.json")
    return folder / "results.json"


def explain(path, *names):
    return dispute.explain(dispute.read(path), names)


@pytest.mark.parametrize("name", ["grad_var", "q2_batchnorm.grad_var", "q2_batchnorm", "q2_batchnorm.py"])
def test_a_function_is_found_by_every_name_that_staff_read(results, name):
    text = explain(results, name)
    assert text.count("q2_batchnorm.grad_var (") == 2
    assert "adam" not in text


def test_a_name_of_several_files_is_each_of_theirs_and_right_ones_lost_nothing(results):
    assert explain(results, "q3_layernorm.grad_var") == "no points were lost in q3_layernorm.grad_var"
    lost_nothing = "no points were lost in q2_batchnorm.grad_x, q3_layernorm.grad_x"
    assert explain(results, "grad_x") == lost_nothing


def test_the_changed_step_of_each_mistake_is_told(results):
    text = explain(results, "grad_gamma")
    assert "#   mistake   x-hat-squared + rows-averaged-in-gamma\n" in text
    assert "#   step      terms = dY * X_hat**2, in place of dY * X_hat\n" in text
    assert "#   step      dgamma = terms.mean(0), in place of terms.sum(0)\n" in text


@pytest.mark.parametrize(
    ("name", "advice"),
    [("grad_vra", "did you mean grad_var?"), ("q2_batchnorm.gradvar", "did you mean q2_batchnorm.grad_var?"),
     ("q2_batchnrom", "did you mean q2_batchnorm?"), ("zzz", "the grading table and results.json name them")],
)  # fmt: skip
def test_a_name_of_nothing_is_said_and_the_near_one_too(results, name, advice):
    with pytest.raises(dispute.Impossible) as error:
        explain(results, "grad_var", name)
    assert str(error.value) == f"there is no function or file {name}: {advice}"


def test_what_is_printed_runs_as_it_stands_and_is_exact(results):
    pasted, data = {}, json.loads(results.read_text())
    exec(explain(results, "grad_var"), pasted)  # all of it: the hidden row's block comes last
    hidden = [row for row in data["tests"] if row["extra_data"]["function"] == "q2_batchnorm.grad_var"][-1]
    test = dispute.tests_of(data)["q2_batchnorm.grad_var"][-1]
    (pair,) = (
        (case, expected) for case, expected in zip(test.cases, test.expected, strict=True)
        if f"{case.about}: {case.call_text('grad_var')}" == hidden["extra_data"]["case"]
    )  # fmt: skip
    for name, value in pair[0].inputs.items():
        assert np.array_equal(pasted[name], value)
    assert np.array_equal(pasted["expected_answer"], pair[1])


@pytest.mark.parametrize(
    "value", [0.1 + 0.2, True, 3, np.arange(4000.0) / 3, np.array([[True], [False]]), np.array([1e-300, -0.0]),
              np.arange(6).reshape(2, 3)],
)  # fmt: skip
def test_a_value_survives_being_pasted(value):
    again = eval(dispute.shown(value), {"np": np})
    assert np.array_equal(again, value)
    assert np.asarray(again).dtype == np.asarray(value).dtype


def test_the_parts_of_a_step_are_named(results):
    text = explain(results, "adam_l2_step")
    assert "#   verdict   " in text
    for part in ("w", "s", "r"):
        assert f"expected_{part} = np.array(" in text


def run(*arguments):
    command = [sys.executable, ROOT / "tools/dispute.py", *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd="/")


def test_help_and_a_missing_argument_say_how_it_is_called(tmp_path):
    assert "usage: build/venv/bin/python tools/dispute.py" in run("--help").stdout
    assert "the following arguments are required: RESULTS" in run().stderr
    for path, text, sentence in (
        ("none.json", None, "cannot be read: No such file or directory; ./run_autograder --submission"),
        (".", None, "cannot be read: Is a directory"),
        ("text.json", "{", "is no results.json of this grader"),
        ("list.json", "[1]", "is no results.json of this grader"),
        ("other.json", '{"tests": [{"name": "x"}]}', "is no results.json of this grader"),
        ("empty.json", '{"tests": []}', "has no tests in it"),
    ):
        if text is not None:
            (tmp_path / path).write_text(text)
        with pytest.raises(dispute.Impossible) as error:
            dispute.read(tmp_path / path)
        assert sentence in str(error.value)
    done = run(tmp_path / "text.json")
    assert (done.returncode, done.stdout, "Traceback" in done.stderr) == (2, "", False)


def test_results_of_another_seed_or_version_are_refused_or_said(results):
    data = json.loads(results.read_text())
    lost = next(row for row in data["tests"] if row["extra_data"]["verdict"])
    lost["extra_data"]["case"] = "a case of last year: f(p=0.5)"
    assert "the tests of this version have no such case" in dispute.explain(data)
    for row in data["tests"]:
        row["extra_data"]["case"] = None
    assert "it failed on no case" in dispute.explain(data)
    data["extra_data"]["sets"]["hidden"] = "0123456789ab"
    with pytest.raises(dispute.Impossible, match="made with another SEED"):
        dispute.explain(data)
