"""`python3 -m autograder course`: the results of single runs, none lost, none made twice, whatever happens."""

import csv
import errno
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from unittest import mock

import course_export
import pytest
from conftest import ROOT, with_function
from course_export import Rows
from graded import run_autograder
from test_course_export import LONG, make_folder, make_zip, nest
from test_same_verdicts import SUBMISSIONS

from autograder.__main__ import main
from autograder.course import command
from autograder.course.grader import GraderDied
from autograder.course.pool import LocalPool, Outcome
from autograder.report import whole_file

METADATA = """\
submission_1:
  :submitters:
  - :name: Zoë van Nguyễn
    :sid: '0123'
    :email: zoe@example.edu
  - :name: =HYPERLINK("x")
    :email: bob@example.edu
  :created_at: 2026-05-02 10:11:12.123456789 Z
  :status: processed
submission_2:
  :submitters:
  - :name: Ann
    :sid: '9'
  :created_at: 2026-05-03 10:11:12 Z
submission_3:
  :submitters:
  - :name: Ann
    :sid: '9'
  :created_at: 2026-05-04 10:11:12 Z
submission_4:
  :submitters:
  - :name: Broken Zip
  :created_at: 2026-05-04 10:11:12 Z
"""
WRONG = with_function("q2_batchnorm", "def grad_x(dY, X, gamma, eps):\n    return 0 * dY\n")


def timeless(path):
    """The bytes of a results.json but for the time that it took."""
    return re.sub(rb'"execution_time": [\d.]+', b"", path.read_bytes())


def written(path):
    """Which file it is, and when it was written; not when it was read."""
    status = path.stat()
    return status.st_ino, status.st_mtime_ns


def start(*options, python=sys.executable, **how):
    return subprocess.Popen([python, "-m", "autograder", "course", *map(str, options)], cwd=ROOT, text=True,
                            stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, **how)  # fmt: skip


def run_here(*options):
    """The command within this process; its exit status."""
    with mock.patch.object(sys, "argv", ["autograder", "course", *map(str, options)]):
        return main()


@pytest.fixture(scope="module")
def export(tmp_path_factory):
    """A zip of three submissions, one of which exists in the metadata alone, and of one that is broken."""
    path = tmp_path_factory.mktemp("export") / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("assignment_7_export/submission_metadata.yml", METADATA)
        for file in (ROOT / "solutions").glob("q?_*.py"):
            text = WRONG if file.stem == "q2_batchnorm" else file.read_text()
            archive.writestr(f"assignment_7_export/submission_1/{file.name}", text)
            archive.write(ROOT / "student_template" / file.name, f"assignment_7_export/submission_3/ps2/{file.name}")
        archive.writestr("assignment_7_export/submission_4/q1_dropout.py", "broken" * 99)
    path.write_bytes(path.read_bytes().replace(b"broken" * 99, b"sundry" * 99))
    return path


@pytest.fixture(scope="module")
def first_run(export, tmp_path_factory):
    """Its folder and what it said, started by the system's own Python."""
    out = tmp_path_factory.mktemp("course") / "out"
    process = start(export, "--out", out, "--processes", 2, python="/usr/bin/python3")
    _, said = process.communicate()
    return out, said, process.returncode


def test_results_are_those_of_a_single_run(export, first_run, tmp_path):
    out, said, status = first_run
    assert status == 1, said
    with zipfile.ZipFile(export) as archive:
        archive.extractall(tmp_path, [name for name in archive.namelist() if "submission_4" not in name])
    (tmp_path / "assignment_7_export/submission_2").mkdir()
    for number in (1, 2, 3):
        run_autograder(tmp_path / f"assignment_7_export/submission_{number}", tmp_path / "single.json")
        assert timeless(out / f"results/submission_{number}.json") == timeless(tmp_path / "single.json")
    assert not (out / "results/submission_4.json").exists()
    assert not list(out.glob("scratch*"))


def test_what_could_not_be_graded_is_named(first_run):
    _, said, _ = first_run
    for sentence in (
        "submission_2: has no files in the export; it is graded as empty",
        "submission_2, submission_3: are of one student; the last stands in grades.csv",
        "submission_4: not graded: its part of the zip is broken",
        "3 of 3 graded",
        "3 of 4 submissions are graded",
    ):
        assert sentence in said


def test_grades_csv_has_gradescopes_columns_and_a_row_for_each_student(first_run):
    out, _, _ = first_run
    assert (out / "grades.csv").stat().st_mode & 0o777 == 0o600
    heads, *rows = csv.reader((out / "grades.csv").read_text(encoding="utf-8").splitlines())
    assert heads[:13] == [
        "First Name", "Last Name", "SID", "Email", "Sections", "Total Score", "Max Points", "Status", "Submission ID",
        "Submission Time", "Lateness (H:M:S)", "View Count", "Submission Count",
    ]  # fmt: skip
    tests = json.loads((out / "results/submission_1.json").read_text())["tests"]
    assert len(heads) == len(set(heads)) == 13 + len(tests)
    assert "2(a)4: grad_x: dL/dX, hidden (2 pts)" in heads
    time, earlier = "2026-05-02 10:11:12.123456789 Z", "2026-05-04 10:11:12 Z"
    assert [row[:10] for row in rows] == [
        ["Zoë van", "Nguyễn", "0123", "zoe@example.edu", "", "92", "100", "Graded", "1", time],
        ["", '\'=HYPERLINK("x")', "", "bob@example.edu", "", "92", "100", "Graded", "1", time],
        ["", "Ann", "9", "", "", "0", "100", "Graded", "3", earlier],
        ["Broken", "Zip", "", "", "", "", "100", "Ungraded", "4", earlier],
    ]
    assert rows[0][heads.index("2(a)4: grad_x: dL/dX (4 pts)")] == "0"
    assert set(rows[3][13:]) == {""}


def test_the_report_has_no_names_unless_they_are_asked_for(export, first_run):
    out, _, _ = first_run
    page = (out / "report.html").read_text(encoding="utf-8")
    assert not re.search(r"Nguyễn|Ann|HYPERLINK|example.edu|submission_\d", page)
    assert (out / "pseudonyms.key").stat().st_mode & 0o777 == 0o600
    assert run_here(export, "--out", out, "--names") == 1
    page = (out / "report.html").read_text(encoding="utf-8")
    assert "submission_1 (Zoë van Nguyễn, =HYPERLINK(&#34;x&#34;))" in page


def test_a_second_run_grades_what_is_missing_only(export, first_run, capsys):
    out, _, _ = first_run
    (out / "results/submission_2.json").unlink()
    (out / "results/submission_3.json").write_text("{}")
    before = written(out / "results/submission_1.json")
    assert run_here(export, "--out", out) == 1
    said = capsys.readouterr().err
    assert "1 of 3 are graded already" in said
    assert "2 of 2 graded" in said
    assert written(out / "results/submission_1.json") == before
    assert json.loads((out / "results/submission_3.json").read_text())["score"] == 0


def test_a_changed_submission_is_graded_again(first_run, tmp_path):
    shutil.copytree(ROOT / "student_template", tmp_path / "class/ann", ignore=shutil.ignore_patterns("tests"))
    assert run_here(tmp_path / "class", "--out", tmp_path / "out") == 0
    assert json.loads((tmp_path / "out/results/ann.json").read_text())["score"] == 0
    shutil.copy(ROOT / "solutions/q1_dropout.py", tmp_path / "class/ann")
    assert run_here(tmp_path / "class", "--out", tmp_path / "out") == 0
    assert json.loads((tmp_path / "out/results/ann.json").read_text())["score"] == 20


def test_all_ordinary_hand_ins_get_the_results_of_single_runs_in_any_order(tmp_path):
    names = [f"submission_{number}" for number in range(len(SUBMISSIONS))]
    random.Random(148).shuffle(names)
    for name, hand_in in zip(names, SUBMISSIONS, strict=True):
        hand_in.lay(tmp_path / "class" / name)
        subprocess.run(["bash", "-ec", hand_in.prepare], cwd=tmp_path / "class" / name, check=True)
    with ThreadPoolExecutor(2) as lanes:
        list(
            lanes.map(
                lambda name: run_autograder(tmp_path / "class" / name, tmp_path / "single" / f"{name}.json"), names
            )
        )
    assert run_here(tmp_path / "class", "--out", tmp_path / "out", "--processes", 2) == 0
    for name in names:
        assert timeless(tmp_path / f"out/results/{name}.json") == timeless(tmp_path / f"single/{name}.json")


def test_a_folder_of_any_name_is_graded_and_none_keeps_the_others_from_their_grades(tmp_path, capsys):
    """As long as a name can be, and one from a disk whose names are no UTF-8."""
    names = ["b" * 255, os.fsdecode(b"caf\xe9"), "\u202ertl", "a"]
    for name in names:
        (tmp_path / "class" / name).mkdir(parents=True)
    assert run_here(tmp_path / "class", "--out", tmp_path / "out") == 0
    results = list((tmp_path / "out/results").iterdir())
    assert len(results) == len(names)
    rows = (tmp_path / "out/grades.csv").read_text(encoding="utf-8").splitlines()
    assert len(rows) == 1 + len(names)
    assert (tmp_path / "out/report.html").is_file()
    assert run_here(tmp_path / "class", "--out", tmp_path / "out") == 0
    assert f"{len(names)} of {len(names)} are graded already" in capsys.readouterr().err


def test_folders_nested_deeper_than_a_path_cost_no_points(tmp_path, capsys):
    """By hand or by a program, in a folder and in a zip: the results are those of a single run."""
    right = {path.name: path.read_text() for path in (ROOT / "solutions").glob("q?_*.py")}
    make_folder(tmp_path / "class/deep/ps2", right)
    make_folder(tmp_path / "class/ann", right)
    nest(tmp_path / "class/deep", 300)
    run_autograder(tmp_path / "class/deep", tmp_path / "single.json")
    assert json.loads((tmp_path / "single.json").read_text())["score"] == 100
    layout = {
        **{f"class/deep/ps2/{name}": text for name, text in right.items()},
        **{f"class/deep/{'/'.join([LONG] * depth)}/file.py": "" for depth in range(1, 301)},
        **{f"class/ann/{name}": text for name, text in right.items()},
    }
    for export, out in ((tmp_path / "class", "out"), (make_zip(tmp_path / "class.zip", layout), "of-zip")):
        assert run_here(export, "--out", tmp_path / out, "--processes", 2) == 0
        assert timeless(tmp_path / out / "results/deep.json") == timeless(tmp_path / "single.json")
        assert not list((tmp_path / out).glob("scratch*"))
        assert run_here(export, "--out", tmp_path / out) == 0
        assert "2 of 2 are graded already" in capsys.readouterr().err
    subprocess.run(["rm", "-r", tmp_path / "class"], check=True)  # pytest would look for it by its path


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_an_interrupted_run_goes_on_where_it_was(tmp_path, number, capsys):
    for name in "abcdef":
        shutil.copytree(ROOT / "student_template", tmp_path / "class" / name, ignore=shutil.ignore_patterns("tests"))
    process = start(tmp_path / "class", "--out", tmp_path / "out", "--processes", 1, start_new_session=True,
                    preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))  # fmt: skip
    while not list((tmp_path / "out/records").glob("?.json")):
        assert process.poll() is None
        time.sleep(0.02)
    process.send_signal(number)
    _, said = process.communicate()
    assert process.returncode == (130 if number == signal.SIGINT else -number), said
    done = {path: written(path) for path in (tmp_path / "out/records").glob("?.json")}
    assert 1 <= len(done) < 6
    assert run_here(tmp_path / "class", "--out", tmp_path / "out") == 0
    assert f"{len(done)} of 6 are graded already" in capsys.readouterr().err
    assert all(written(path) == before for path, before in done.items())
    assert len(list((tmp_path / "out/results").iterdir())) == len(list((tmp_path / "out/records").iterdir())) == 6


FAKE_GRADER = """\
import json, os, signal, sys, time
from pathlib import Path

TRIES = Path(__file__).parent / "tries"


def main():
    for line in sys.stdin:
        order = json.loads(line)
        name = Path(order["folder"]).name
        with open(TRIES, "a") as tries:
            tries.write(name + "\\n")
        if name == "kills":
            os.kill(os.getpid(), signal.SIGKILL)
        if name == "kills_once" and TRIES.read_text().count("kills_once") == 1:
            sys.exit("no luck")
        Path(order["results"]).write_text("{}")
        print(json.dumps({"seconds": 0, "failed": "disk on fire" if name == "fails" else None}), flush=True)
"""


@pytest.fixture
def fake_root(tmp_path):
    """A grader whose process does what the submission's name says."""
    (tmp_path / "root/build/venv/bin").mkdir(parents=True)
    (tmp_path / "root/build/venv/bin/python").symlink_to(sys.executable)
    (tmp_path / "root/autograder/course").mkdir(parents=True)
    (tmp_path / "root/autograder/course/grader_process.py").write_text(FAKE_GRADER)
    return tmp_path / "root"


def test_a_submission_that_kills_its_grader_is_tried_once_more_alone_and_then_reported(fake_root, tmp_path):
    def grade(name, grader):
        answer = grader.grade(tmp_path / name, tmp_path / f"{name}.json")
        if answer["failed"]:
            raise GraderDied(answer["failed"])
        return Outcome(name, answer["seconds"])

    names = ["kills", "a", "b", "kills_once", "c", "fails", "d"]
    found = {outcome.name: outcome for outcome in LocalPool(fake_root, 2).run(names, grade)}
    assert {name for name, outcome in found.items() if not outcome.failed} == {"a", "b", "c", "d", "kills_once"}
    assert "SIGKILL" in found["kills"].failed
    assert found["fails"].failed == "disk on fire"
    tries = (fake_root / "autograder/course/tries").read_text().split()
    assert sorted(tries) == sorted([*names, "kills", "kills_once", "fails"])
    assert set(tries[-3:]) == {"kills", "kills_once", "fails"}


def test_an_error_of_ours_is_raised_and_ends_the_run(fake_root, tmp_path):
    def grade(name, grader):
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        list(LocalPool(fake_root, 2).run(["a", "b", "c"], grade))


def other_folder(tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out/thesis.tex").write_text("mine")


def other_version(tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out/course.json").write_text('{"format": 1, "grader": "0123456789abcdef", "commit": "v1.0"}')


def a_file(tmp_path):
    (tmp_path / "out").write_text("mine")


@pytest.mark.parametrize(
    ("prepare", "sentence"),
    [
        (other_folder, "holds something else; give a new or empty folder as --out"),
        (other_version, "another version of the grader, 0123456789ab (commit v1.0), and this is"),
        (a_file, "is a file; give a folder as --out"),
    ],
)
def test_an_out_folder_that_is_none_of_ours_is_left_alone(export, tmp_path, capsys, prepare, sentence):
    prepare(tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert run_here(export, "--out", tmp_path / "out") == 2
    said = capsys.readouterr().err
    assert sentence in said
    assert said.count("\n") == 1
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_two_runs_do_not_fill_one_folder_at_once(tmp_path, capsys):
    shutil.copytree(ROOT / "student_template", tmp_path / "class/ann", ignore=shutil.ignore_patterns("tests"))
    with command.Out(tmp_path / "out", command.version_of(ROOT)):
        assert run_here(tmp_path / "class", "--out", tmp_path / "out") == 2
    assert "another run fills" in capsys.readouterr().err


def test_a_full_disk_ends_it_with_nothing_half_written(tmp_path, capsys, monkeypatch):
    shutil.copytree(ROOT / "student_template", tmp_path / "class/ann", ignore=shutil.ignore_patterns("tests"))
    assert run_here(tmp_path / "class", "--out", tmp_path / "first") == 0

    def full(descriptor):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    (tmp_path / "first/records/ann.json").unlink()
    results = (tmp_path / "first/results/ann.json").read_bytes()
    monkeypatch.setattr(whole_file.os, "fsync", full)
    assert run_here(tmp_path / "class", "--out", tmp_path / "first") == 2
    assert "cannot be written to (No space left on device); make room, then start again" in capsys.readouterr().err
    assert (tmp_path / "first/results/ann.json").read_bytes() == results
    assert not list((tmp_path / "first").rglob(".writing-*"))


@pytest.mark.parametrize("text", ["0/3", "4/3", "1", "a/b"])
def test_a_shard_that_is_none_is_refused(text, capsys):
    with pytest.raises(SystemExit) as ended:
        run_here("export.zip", "--out", "out", "--shard", text)
    assert ended.value.code == 2
    assert "is not K/N with K from 1 to N, such as 2/8" in capsys.readouterr().err


def test_shards_share_a_folder_and_the_last_one_makes_the_grades(export, tmp_path, capsys):
    assert run_here(export, "--out", tmp_path / "out", "--shard", "1/2") == 0
    assert "2 of 4 are graded; other shards have the rest" in capsys.readouterr().err
    assert not (tmp_path / "out/grades.csv").exists()
    assert run_here(export, "--out", tmp_path / "out", "--shard", "2/2") == 1
    assert "3 of 4 submissions are graded" in capsys.readouterr().err
    assert len(Path(tmp_path / "out/grades.csv").read_text().splitlines()) == 5


def test_a_report_is_made_of_the_exports_own_results(tmp_path, capsys):
    made = course_export.course(4)[:4]
    course_export.write_zip(tmp_path / "export.zip", made, Rows())
    assert run_here(tmp_path / "export.zip", "--out", tmp_path / "out", "--report-only") == 0
    assert "4 of 4 submissions have results: report.html" in capsys.readouterr().err
    page = (tmp_path / "out/report.html").read_text()
    assert "Read from the export's own results" in page or "Read from the export&#39;s own results" in page
    assert "functions have to be called again" in page
    assert not list((tmp_path / "out/results").iterdir())
    assert run_here(tmp_path / "export.zip", "--out", tmp_path / "out") == 2
    assert "gradings and a report without; give another --out" in capsys.readouterr().err


def test_options_that_exclude_each_other_are_refused(tmp_path, capsys):
    assert run_here("x.zip", "--out", tmp_path, "--report-only", "--shard", "1/2") == 2
    assert "--report-only grades nobody, so leave out --shard" in capsys.readouterr().err
    assert run_here("x.zip", "--out", tmp_path, "--dask", "tcp://here:1", "--shard", "1/2") == 2
    assert "give --dask or --shard" in capsys.readouterr().err
    assert run_here(tmp_path, "--out", tmp_path / "out") == 2
    assert "would be taken for a submission; give another --out" in capsys.readouterr().err
