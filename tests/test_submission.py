"""What students hand in: each kind of upload gets its files found, and a first line that says what to do."""

import itertools
import json
import multiprocessing
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

import pytest
from conftest import FILES, ROOT

from autograder import assignment
from autograder.intake.faults import Unfit
from autograder.intake.submission import find_submission
from autograder.intake.upload import CannotRead, Upload, look_through

SOURCE = "def f(p):\n    return p\n"


@pytest.fixture
def upload(tmp_path):
    folder = tmp_path / "upload"
    folder.mkdir()

    def fill(*names, inside=".", text=SOURCE):
        for name in names:
            path = folder / inside / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return folder

    return fill


def first_line(folder):
    return find_submission(folder).remarks[0]


def test_four_files_are_found_and_nothing_is_asked(upload):
    found = find_submission(upload(*FILES))
    assert sorted(found.files) == sorted(FILES)
    assert found.problems == {}
    assert found.remarks == ("Found all 4 files",)


@pytest.mark.parametrize("inside", ["ps2", "ps2/ps2", "My Homework (2)/ps2/code"])
def test_a_folder_around_the_files_costs_nothing(upload, inside):
    upload("._q1_dropout.py", "._q2_batchnorm.py", inside="__MACOSX")
    upload(*FILES, inside="__MACOSX/ps2", text=b"\0\5\26\7")
    found = find_submission(upload(*FILES, inside=inside))
    assert sorted(found.files) == sorted(FILES)
    assert found.remarks == (f"Found all 4 files in “{inside}”",)


def test_a_folder_for_each_question_costs_nothing(upload):
    for name in FILES:
        upload(name, inside=name[:2])
    found = find_submission(upload("readme.txt"))
    assert found.problems == {}
    assert found.remarks == ("Found all 4 files in “q1”, “q2”, “q3” and 1 more",)


@pytest.mark.parametrize(
    "stray", ["q1_dropout (1).py", "q1_dropout-1.py", "Q1_Dropout.py", "q1_dropout.py.txt", "q1_dropout copy.py",
              "dropout.py", "q1.py", "q1_dropout"]
)  # fmt: skip
def test_a_renamed_file_is_named_and_not_graded(upload, stray):
    upload(*FILES[1:])
    found = find_submission(upload(stray))
    assert "q1_dropout.py" not in found.files
    assert found.remarks == (
        f"Found 3 of the 4 files. q1_dropout.py is missing; the upload has “{stray}”: rename it to q1_dropout.py",
    )


def test_a_notebook_is_to_be_exported(upload):
    upload(*FILES[1:])
    assert first_line(upload("q1_dropout.ipynb")) == (
        "Found 3 of the 4 files. q1_dropout.py is missing; "
        "“q1_dropout.ipynb” is a notebook: export it as a Python script named q1_dropout.py"
    )


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf \n", "is empty"),
        ("def f(p): ...\n".encode("utf-16"), "is saved as UTF-16; save it as UTF-8"),
        ("def f(p): ...\n".encode("utf-16-le"), "holds null bytes; save it as UTF-8 text"),
        ("x = 1\ny = 'café'\n".encode("latin-1"), "is not UTF-8 (byte 0xe9 in line 2); save it as UTF-8"),
        (b"{\\rtf1 def f(p)}", "is a rich-text document"),
        (b"PK\x03\x04....", "is a zip archive"),
        (json.dumps({"cells": [], "nbformat": 4}).encode(), "is a notebook under another name"),
        (b"x" * (1024**2 + 1), "is larger than 1024 KB"),
    ],
)
def test_a_file_that_is_not_python_text_is_explained(upload, content, problem):
    upload(*FILES)
    found = find_submission(upload("q1_dropout.py", text=content))
    assert found.remarks[0].startswith(f"Found 3 of the 4 files. q1_dropout.py {problem}")
    assert found.problems["q1_dropout"].startswith(f"cannot be called: q1_dropout.py {problem}")
    assert "q1_dropout.py" not in found.files


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + SOURCE.encode(),  # what Notepad writes
        "# -*- coding: latin-1 -*-\n# café\n".encode("latin-1") + SOURCE.encode(),
        SOURCE.replace("\n", "\r\n").encode(),
    ],
)
def test_what_python_reads_is_left_to_python(upload, content):
    upload(*FILES)
    found = find_submission(upload("q1_dropout.py", text=content))
    assert found.problems == {}
    assert found.files["q1_dropout.py"] == content


def test_of_two_copies_the_folder_with_more_of_the_four_counts_and_the_page_says_so(upload):
    upload("q1_dropout.py", text="stale = True\n")
    found = find_submission(upload(*FILES, inside="ps2"))
    assert found.files["q1_dropout.py"] == SOURCE.encode()
    assert found.remarks == (
        "Found all 4 files in “ps2”",
        "q1_dropout.py was found 2 times: “ps2/q1_dropout.py” counts, “q1_dropout.py” does not",
    )


def test_of_two_whole_copies_the_one_nearest_to_the_top_counts(upload):
    upload(*FILES, inside="old", text="stale = True\n")
    found = find_submission(upload(*FILES))
    assert found.files["q1_dropout.py"] == SOURCE.encode()
    assert len(found.remarks) == 5


@pytest.mark.parametrize(
    ("names", "line"),
    [
        ((), "The upload holds no files: hand in q1_dropout.py, "),
        (("a.txt", "b.txt"), "Found none of the four files; the upload holds “a.txt” and “b.txt”: hand in "),
        (("ps2.zip",), "Found none of the four files; the upload holds “ps2.zip”: an archive inside an upload is not "),
        (("homework.ipynb",), "Found none of the four files; the upload holds “homework.ipynb”: export your notebooks"),
    ],
)
def test_an_upload_without_any_of_the_files_says_what_it_holds(upload, names, line):
    assert first_line(upload(*names)).startswith(line)


def test_a_folder_with_a_files_name_is_named(upload):
    upload(*FILES[1:])
    assert "q1_dropout.py is a folder" in first_line(upload("x.py", inside="q1_dropout.py"))


@pytest.mark.parametrize("suffix", [".txt", ".py"])
def test_ten_thousand_stray_files_neither_hide_the_four_nor_take_long(upload, suffix):
    upload(*FILES)
    folder = upload(*(f"a{i}{suffix}" for i in range(10_000)))
    started = time.monotonic()
    found = find_submission(folder)
    assert time.monotonic() - started < 2
    assert set(FILES) <= set(found.files)
    assert len(found.files) <= assignment.MAX_SUBMISSION_FILES
    assert len("".join(found.remarks)) < 1000


def test_the_four_are_found_beyond_the_number_of_names_that_are_looked_at(upload, monkeypatch):
    monkeypatch.setattr(assignment, "MAX_UPLOAD_ENTRIES", 3)
    upload(*(f"a{i}.py" for i in range(50)))
    assert set(FILES) <= set(find_submission(upload(*FILES)).files)


def test_modules_and_packages_of_the_students_own_come_along(upload, tmp_path):
    upload(*FILES)
    upload("mine.py", "conftest.py", "tests/test_q1_dropout.py", "venv/pyvenv.cfg", "venv/lib/big.py", "note.md")
    upload("deep/inner.py", "deep/deeper/__init__.py", "__pycache__/mine.cpython-310.py", inside="package")
    found = find_submission(upload("package/__init__.py"))
    own = {"mine.py", "conftest.py", "package/__init__.py", "package/deep/inner.py", "package/deep/deeper/__init__.py"}
    assert set(found.files) == own | set(FILES)
    found.copy_to(tmp_path / "copy")
    assert (tmp_path / "copy/package/deep/inner.py").read_text() == SOURCE
    assert os.stat(tmp_path / "copy/package/deep").st_mode & 0o777 == 0o755


def test_links_are_never_followed(upload, tmp_path):
    secret = tmp_path / "secret"
    secret.mkdir()
    for name in (*FILES, "mine.py"):
        (secret / name).write_text("secret = 1\n")
    folder = upload("stray.txt")
    (folder / "linked").symlink_to(secret)  # a folder
    (folder / "loop").symlink_to(".")
    (folder / "mine.py").symlink_to(secret / "mine.py")
    (folder / "q1_dropout.py").symlink_to(secret / "q1_dropout.py")
    os.link(secret / "q2_batchnorm.py", folder / "q2_batchnorm.py")
    os.mkfifo(folder / "q3_layernorm.py")
    found = find_submission(folder)
    assert found.files == {}
    assert "is a link" in found.problems["q1_dropout"]
    assert "is a hard link" in found.problems["q2_batchnorm"]
    assert "is not a file" in found.problems["q3_layernorm"]


def test_a_folder_swapped_for_a_link_after_the_look_is_not_followed(upload, tmp_path):
    folder = upload(*FILES, inside="ps2")
    found = look_through(folder)
    shutil.move(folder / "ps2", tmp_path / "elsewhere")
    (folder / "ps2").symlink_to(tmp_path / "elsewhere")
    assert found.read(("ps2", "q1_dropout.py")) is Unfit.LINK


def test_strange_names_are_shown_on_one_line_and_do_nothing(upload):
    folder = upload("q1_dropout\n# Full marks\n.py", "q1_dropout\x1b[31m.py", "q1_dropout\u202e.py")
    (folder / os.fsdecode(b"q1_dropout\xff.py")).write_text(SOURCE)
    text = " ".join(find_submission(folder).remarks)
    assert "“q1_dropout\\n# Full marks\\n.py”" in text
    assert "\\x1b[31m" in text
    assert text.isprintable()
    assert text.encode()


def test_the_solutions_and_the_template_are_whole(tmp_path):
    for folder in ("solutions", "student_template"):
        found = find_submission(ROOT / folder)
        assert set(found.files) >= set(FILES)
        assert found.problems == {}


@pytest.mark.parametrize("inside", [".", "hw2", "hw2/student_template"])
def test_files_in_the_folder_of_a_virtual_environment_are_found_and_its_own_are_not(upload, inside):
    upload("pyvenv.cfg", "lib/python3.12/big.py", "Scripts/activate_this.py", inside=inside.split("/")[0])
    found = find_submission(upload(*FILES, inside=inside))
    assert sorted(found.files) == sorted(FILES)


def test_a_folder_named_like_a_file_of_another_folder_stops_nothing(upload, tmp_path):
    upload(*FILES, "foo.py/bar.py")
    found = find_submission(upload("q1_dropout.py", "foo.py", inside="sub"))
    found.copy_to(tmp_path / "copy")
    assert (tmp_path / "copy/q1_dropout.py").is_file()
    assert found.problems == {}


def test_a_helper_that_another_folder_has_too_is_named(upload):
    upload("q1_dropout.py", "sums.py", inside="one")
    upload("q2_batchnorm.py", inside="two")
    found = find_submission(upload("sums.py", inside="two", text="rows = 1\n"))
    assert found.files["sums.py"] == SOURCE.encode()
    expected = "Two folders hold files of one name: “two/sums.py” cannot be imported; give each a name of its own"
    assert expected in found.remarks


def test_nobody_is_told_to_rename_a_picture(upload):
    folder = upload(*FILES[1:], "dropout.png", "q1_dropout.pdf")
    assert "q1_dropout.py is missing from the upload; hand in all four files" in first_line(folder)


def test_many_folders_with_the_four_files_are_looked_through_in_time_that_grows_with_them(tmp_path):
    """Steps of Python, whatever the machine is doing: twice as many folders take about twice as many."""
    steps = []
    for count in (60, 120):
        for number in range(count):
            folder = tmp_path / f"{count}/{number:03}/inner"
            folder.mkdir(parents=True)
            for name in (*FILES, f"helper{number}.py", "shared.py"):
                (folder / name).write_text(SOURCE)
        steps.append(0)

        def counted(frame, event, argument):
            frame.f_trace_opcodes = "autograder" in frame.f_code.co_filename
            steps[-1] += event == "opcode"
            return counted

        sys.settrace(counted)
        try:
            found = find_submission(tmp_path / str(count))
        finally:
            sys.settrace(None)
        assert set(found.files) > {*FILES, "shared.py", "helper0.py"}
    assert steps[0] > 10_000
    assert steps[1] < 2.5 * steps[0]


def test_what_is_read_of_an_upload_is_bounded_wherever_it_lies(tmp_path, monkeypatch):
    """Files of one name in many folders count nowhere; they are not all kept in memory either."""
    (tmp_path / "mine").mkdir()
    for name in (*FILES, "shared.py"):
        (tmp_path / "mine" / name).write_text(SOURCE)
    for number in range(30):
        (tmp_path / f"{number}").mkdir()
        (tmp_path / f"{number}" / FILES[0]).write_text(SOURCE)
        (tmp_path / f"{number}/shared.py").write_bytes(b"#" * assignment.MAX_SUBMISSION_FILE_BYTES)
    read, upload_read = [], Upload.read
    monkeypatch.setattr(Upload, "read", lambda self, path: read.append(upload_read(self, path)) or read[-1])
    found = find_submission(tmp_path)
    assert sum(map(len, read)) <= assignment.MAX_SUBMISSION_BYTES + assignment.MAX_SUBMISSION_FILE_BYTES
    assert set(found.files) == {*FILES, "shared.py"}
    assert any("8 MB of them; those beyond were left out" in remark for remark in found.remarks)


def test_an_upload_with_too_much_in_it_is_graded_and_says_what_was_not_seen(upload, monkeypatch):
    monkeypatch.setattr(assignment, "MAX_UPLOAD_ENTRIES", 50)
    folder = upload(*FILES, *(f"{number}.dat" for number in range(60)))
    said = "The upload was not looked through to the end: it holds more than 50 files and folders"
    assert find_submission(folder).remarks == ("Found all 4 files", f"{said}; hand in the files alone")


def test_looking_through_an_upload_has_a_deadline(upload, monkeypatch):
    monkeypatch.setattr(assignment, "UPLOAD_DEADLINE_SECONDS", -1.0)
    remarks = find_submission(upload(*FILES)).remarks
    assert remarks[-1].startswith("The upload was not looked through to the end: that took longer than")


@pytest.mark.skipif(os.geteuid() != 0, reason="becomes another user")
@pytest.mark.parametrize("closed", ["q3_layernorm.py", "", "more"])
def test_what_cannot_be_read_here_blames_no_student(hand_in, closed):
    """A download of root's, say, that a TA grades without being root."""
    folder = hand_in()
    (folder / "more").mkdir()
    for place in (folder, *itertools.takewhile(lambda above: above != Path(tempfile.gettempdir()), folder.parents)):
        place.chmod(place.stat().st_mode | 0o055)
    (folder / closed).chmod(0o000)
    said = multiprocessing.get_context("fork").Queue()

    def as_nobody():
        os.setresuid(65534, 65534, 65534)
        try:
            find_submission(folder)
        except CannotRead as error:
            said.put(str(error))
        else:
            said.put("nothing")

    process = multiprocessing.get_context("fork").Process(target=as_nobody)
    process.start()
    sentence = said.get(timeout=60)
    process.join()
    what = closed or "the upload"
    assert sentence == f"{what} cannot be read here (Permission denied); make it readable (chmod -R u+rX), then again"
