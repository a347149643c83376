"""`--against`: who gains and who loses between two versions of the grader, and what changes by itself."""

import json
import shutil
import zipfile

import pytest
from conftest import FILES, ROOT, with_function
from test_course_grading import run_here

from autograder.course.against import MARK, find_other
from autograder.course.audit import audit
from autograder.course.audit_words import as_data, for_report, summary
from autograder.course.counts import Shown

GRAD_X, GRAD_BETA = "2(a)4: grad_x: dL/dX", "2(a)1: grad_beta: dL/dβ"
ALL = Shown(names=True)


def results(most=4.0, **points):
    """results.json with two tests, one of them hidden."""
    rows = []
    for name, (number, title, hidden) in {
        "grad_x": ("2(a)4", "grad_x: dL/dX", False),
        "grad_beta": ("2(a)1", "grad_beta: dL/dβ", True),
    }.items():
        score = points.get(name, most)
        rows.append({
            "name": title, "number": number, "score": score, "max_score": most,
            "tags": ["hidden" if hidden else "public"],
            "output": f"```text\n{score:g} points\n```",
            "extra_data": {"function": f"q2_batchnorm.{name}", "mistake": None if score else "half-forgotten"},
        })  # fmt: skip
    return {"score": sum(row["score"] for row in rows), "tests": rows}


def test_another_version_that_is_edited_is_graded_anew_beside_what_it_was(tmp_path):
    other = tmp_path / "other"
    (other / "autograder").mkdir(parents=True)
    (other / MARK).write_text("VERSION = 1")
    first = find_other(other, tmp_path / "against")
    assert find_other(other, tmp_path / "against") == first
    (other / MARK).write_text("VERSION = 2")
    second = find_other(other, tmp_path / "against")
    assert (second.root, second.folder.parent) == (first.root, first.folder.parent)
    assert second.folder != first.folder


def compare(before, after, again=None):
    repeated = again or {}
    return audit(
        list(before), before.get, after.get, lambda names: {n: repeated.get(n, []) for n in names}, ("v1", "v2")
    )


def test_who_gains_and_who_loses_is_told_by_test_and_mistake():
    before = {f"s{n}": results(grad_x=0.0) for n in range(5)} | {
        "s5": results(grad_x=0.0, grad_beta=4.0),
        "s6": results(),
    }
    after = {f"s{n}": results(grad_x=4.0) for n in range(5)} | {
        "s5": results(grad_x=4.0, grad_beta=0.0),
        "s6": results(),
    }
    found = compare(before, after)
    assert summary(found, ALL) == "6 gain 4 points in grad_x, 1 loses 4 points in grad_beta."
    assert found.losers == ["s5"]
    data = as_data(found, lambda name: name.upper())
    assert data["compared"] == 7
    assert [test["test"] for test in data["tests"]] == [GRAD_X, f"{GRAD_BETA}, hidden"]
    assert data["tests"][0]["summary"] == "6 gain 4 points."
    assert data["tests"][0]["changes"][0] == {
        "submission": "S0", "points": 4.0, "mistake": "half-forgotten", "before": "0 points", "after": "4 points",
    }  # fmt: skip
    assert data["lose"] == [{"submission": "S5", "before": 4.0, "after": 4.0}]
    assert len(data["gain"]) == 5


def test_nobody_loses_is_said():
    before = {f"s{n}": results(grad_x=0.0) for n in range(12)}
    after = {f"s{n}": results(grad_x=2.0) for n in range(12)}
    found = compare(before, after)
    assert summary(found, ALL) == "12 gain 2 points in grad_x, nobody loses."
    assert not found.losers
    assert summary(compare(before, before), ALL) == (
        "Nobody gains and nobody loses: 12 submissions have the points that they had."
    )


def test_what_changes_between_two_runs_of_one_grader_is_left_out():
    before = {"still": results(), "random": results(grad_x=0.0)}
    after = {"still": results(grad_x=0.0), "random": results(grad_beta=0.0)}
    again = {"still": [(results(grad_x=0.0), results(grad_x=0.0))], "random": [(results(grad_x=0.0), results())]}
    found = compare(before, after, again)
    assert found.unstable == {"random": [GRAD_X]}
    assert found.losers == ["random", "still"]
    assert summary(found, ALL) == (
        "1 loses 4 points in grad_x, 1 loses 4 points in grad_beta. "
        "1 submission differs between two runs of the same grader too: the rows that do are left out."
    )
    assert as_data(found, str)["unstable"] == [{"submission": "random", "tests": [GRAD_X]}]


def test_points_that_move_from_one_test_to_another_cost_nobody():
    found = compare({"s": results()}, {"s": results(most=4.0, grad_x=4.0)})
    assert not found.changes
    moved = results()
    for row, worth in zip(moved["tests"], (6.0, 2.0)):
        row["score"] = row["max_score"] = worth
    found = compare({"s": results()}, {"s": moved})
    assert len(found.changes) == 2
    assert not found.losers


def test_a_report_shows_no_small_group():
    before = {f"s{n}": results(grad_x=0.0, grad_beta=4.0) for n in range(4)}
    after = {f"s{n}": results(grad_x=4.0, grad_beta=4.0 * (n > 1)) for n in range(4)}
    found = compare(before, after)
    private = for_report(found, Shown(names=False), str)
    assert private["summary"] == "4 gain 4 points in grad_x, 1 or 2 lose 4 points in grad_beta."
    assert [len(test["shown"]) for test in private["tests"]] == [1, 0]
    assert [len(test["shown"]) for test in for_report(found, ALL, str)["tests"]] == [1, 1]


@pytest.fixture(scope="module")
def other_grader(tmp_path_factory):
    """A version whose test of leakage_count is wrong and whose hidden test of grad_gamma lets everything pass.

    What is installed is this clone's, so that nothing is installed again.
    """
    root = tmp_path_factory.mktemp("other") / "grader"
    for name in ("autograder", "solutions", "student_template"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    for path in [*ROOT.glob("requirements*.txt"), ROOT / "setup.sh", ROOT / "run_autograder"]:
        shutil.copy(path, root)
    build = root / "build"
    build.mkdir()
    for path in (ROOT / "build").iterdir():
        if path.name not in ("place", "lock"):
            (build / path.name).symlink_to(path)
    (build / "place").write_text(f"{root}\n")
    solution = root / "solutions/q3_layernorm.py"
    solution.write_text(solution.read_text() + "\n\ndef leakage_count(n, affine):\n    return n\n")
    hidden = root / "autograder/hidden_tests/test_q2_batchnorm.py"
    head, found, tail = hidden.read_text().partition("class HiddenGradGamma(HiddenTest):\n")
    assert found
    hidden.write_text(f"{head}{found}    check = lambda *_: None\n{tail}")
    return root


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Four right submissions and three that get dL/dγ wrong."""
    folder = tmp_path_factory.mktemp("course") / "class"
    wrong = with_function("q2_batchnorm", "def grad_gamma(dY, X_hat):\n    return (dY * X_hat).mean(axis=0)\n")
    for number in range(7):
        place = folder / f"s{number}"
        place.mkdir(parents=True)
        for name in FILES:
            shutil.copy(ROOT / "solutions" / name, place)
        if number > 3:
            (place / "q2_batchnorm.py").write_text(wrong)
    return folder


def test_another_version_is_run_on_the_same_submissions(course, other_grader, tmp_path, capsys):
    assert run_here(course, "--out", tmp_path / "out", "--against", other_grader) == 3
    said = capsys.readouterr().err
    assert "7 gain 1 point in leakage_count, 3 lose 1.5 points in grad_gamma." in said
    data = json.loads((tmp_path / "out/audit.json").read_text())
    assert data["before"] != data["after"]
    assert len(data["lose"]) == 3
    rows = json.loads((tmp_path / "out/results/s4.json").read_text())["tests"]
    (mistake,) = {row["extra_data"]["mistake"] for row in rows if row["score"] == 0}
    assert mistake
    assert [change["mistake"] for change in data["tests"][1]["changes"]] == [mistake] * 3
    assert "hint" in data["tests"][1]["changes"][0]["after"]
    assert "hint" not in data["tests"][1]["changes"][0]["before"]
    assert "s4" not in json.dumps(data["lose"])
    page = (tmp_path / "out/report.html").read_text()
    assert "3 lose 1.5 points in grad_gamma" in page
    assert f"3 lose 1.5 points, under {mistake}" in page
    assert (tmp_path / "out/against").stat().st_mode & 0o077 == 0

    earlier = next((tmp_path / "out/against").glob("*/course"))
    assert run_here(course, "--out", tmp_path / "out", "--against", earlier, "--names") == 3
    assert "7 of 7 are graded already" in capsys.readouterr().err
    assert [one["submission"] for one in json.loads((tmp_path / "out/audit.json").read_text())["lose"]] == [
        "s4",
        "s5",
        "s6",
    ]


def test_a_zip_that_is_no_grader_and_a_folder_that_is_nothing_are_refused(course, tmp_path, capsys):
    with zipfile.ZipFile(tmp_path / "notes.zip", "w") as archive:
        archive.writestr("notes.txt", "mine")
    (tmp_path / "empty").mkdir()
    for other, sentence in (
        ("notes.zip", "has no autograder/grade.py, so it is no version of this grader"),
        ("empty", "is nothing to compare with; give an earlier --out folder"),
        ("nowhere", "is nothing to compare with; give an earlier --out folder"),
    ):
        assert run_here(course, "--out", tmp_path / "out", "--against", tmp_path / other) == 2
        assert sentence in capsys.readouterr().err
    assert not list((tmp_path / "out/results").iterdir())
