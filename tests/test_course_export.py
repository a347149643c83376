"""Gradescope's export as it comes: zips and folders, submitters, and everything in it that is not as it should be."""

import io
import os
import subprocess
import zipfile

import pytest

from autograder import assignment
from autograder.course import metadata, node
from autograder.course.content import Unreadable
from autograder.course.export import open_export
from autograder.course.metadata import Student, records
from autograder.course.roster import read_roster
from autograder.fitness import Refused

FULL = """\
---
submission_1:
  :submitters:
  - :name: Zoë Nguyễn
    :sid: '0123'
    :email: zoe@example.edu
  - :name: !binary |-
      QsOpbGEg/w==
    :email: bela@example.edu
  :created_at: 2023-11-02 10:11:12.123456789 Z
  :score: 87.5
  :status: processed
  :results: !ruby/hash:ActiveSupport::HashWithIndifferentAccess
    score: 87.5
    output: |
      a text with a line at its margin:

      submission_9:
    tests:
    - name: 'grad_x: dL/dX'
      number: '1.10'
      score: 0.0
      max_score: 4.0
      output: "a tab\\tand \\e[0m"
      extra_data:
        function: q2_batchnorm.grad_x
        mistake: null
  :history:
  - :id: 7
    :created_at: 2023-11-01 10:11:12 Z
    :score: 12
    :status: failed
    :results:
submission_2:
  :submitters: &1
  - :name: Ann
    :sid:
  :created_at: 2023-11-03 10:11:12 Z
  :score:
  :status: failed
  :results: null
  :history:
  - :submitters: *1
    :created_at: 2023-11-02 00:00:00 Z
    :results: {}
"""


def read(text, **options):
    return {record.name: record for record in records(io.StringIO(text), **options)}


def test_every_submitter_is_read_as_the_file_has_them():
    found = read(FULL)
    assert found["submission_1"].students == (
        Student("Zoë Nguyễn", "0123", "zoe@example.edu"),
        Student("Béla �", "", "bela@example.edu"),
    )
    assert found["submission_1"].created_at == "2023-11-02 10:11:12.123456789 Z"
    assert found["submission_1"].score == 87.5
    assert found["submission_2"].students == (Student("Ann"),)
    assert found["submission_2"].status == "failed"
    assert found["submission_2"].score is None
    assert not any(record.problem for record in found.values())


def test_results_and_history_are_read_when_they_are_asked_for():
    found = read(FULL, whole=True)
    earlier, last = found["submission_1"].attempts
    assert (earlier.created_at, earlier.score, earlier.results) == ("2023-11-01 10:11:12 Z", 12, None)
    assert last.results["tests"][0]["extra_data"] == {"function": "q2_batchnorm.grad_x", "mistake": None}
    assert last.results["tests"][0]["number"] == "1.10"
    assert "submission_9:" in last.results["output"]
    assert [attempt.results for attempt in found["submission_2"].attempts] == [None, None]


def test_without_results_nothing_of_them_is_loaded(monkeypatch):
    loaded = []
    compose = metadata.yaml.compose
    monkeypatch.setattr(metadata.yaml, "compose", lambda text, **how: loaded.append(text) or compose(text, **how))
    read(FULL)
    assert ":status: processed" in loaded[0]
    assert "grad_x" not in "".join(loaded)


def test_a_broken_entry_is_named_and_the_others_are_read():
    found = read("submission_1:\n  :submitters: [\n" + "submission_2:\n  - a list\n" + FULL.replace("submission_", "s"))
    assert "cannot be read" in found["submission_1"].problem
    assert "cannot be read" in found["submission_2"].problem
    assert found["s1"].students[0].name == "Zoë Nguyễn"


def test_aliases_of_aliases_take_no_longer_than_what_they_stand_for():
    nested = ["  :a0: &a0 [x]", *(f"  :a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 60))]
    (read,) = records(line + "\n" for line in ["submission_1:", *nested, "  :score: 2.0"])
    assert (read.problem, read.score) == ("", 2.0)


def test_the_file_is_read_a_block_at_a_time():
    def endless():
        yield from FULL.splitlines(keepends=True)
        while True:
            yield "submission_3:\n"
            yield "  :status: processed\n"

    found = records(endless())
    assert [next(found).name for _ in range(4)] == ["submission_1", "submission_2", "submission_3", "submission_3"]


def make_folder(top, layout):
    for path, content in layout.items():
        file = top / path
        if content is None:
            file.mkdir(parents=True)
        else:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(content)
    return top


def make_zip(path, layout):
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in layout.items():
            archive.writestr(f"{name}/" if content is None else name, content or "")
    return path


LAYOUT = {
    "assignment_1_export/submission_metadata.yml": FULL,
    "assignment_1_export/submission_1/q1_dropout.py": "x = 1\n",
    "assignment_1_export/submission_1/more/deep/notes.txt": "notes",
    "assignment_1_export/submission_5/q1_dropout.py": "x = 5\n",
    "assignment_1_export/submission_6": None,
    "assignment_1_export/.DS_Store": "",
    "__MACOSX/assignment_1_export/._x": "",
}


def test_a_zip_and_its_folder_have_the_same_submissions_with_the_same_files(tmp_path):
    packed = open_export(make_zip(tmp_path / "export.zip", LAYOUT))
    folder = make_folder(tmp_path / "folder", LAYOUT)
    for unpacked in (open_export(folder), open_export(folder / "assignment_1_export")):
        assert packed.names == unpacked.names == ["submission_1", "submission_5", "submission_6"]
        for name in (*packed.names, "submission_2"):
            assert packed.digest(name) == unpacked.digest(name)
    assert len({packed.digest(name) for name in packed.names}) == 3
    with packed.unpacked("submission_1", tmp_path / "scratch") as place:
        assert place.name == "submission_1"
        assert (place / "more/deep/notes.txt").read_text() == "notes"
    assert not place.exists()


def nest(folder, depth):
    """Folders in folders, deeper than a path can be, with a file in each."""
    here = os.open(folder, os.O_RDONLY)
    for _ in range(depth):
        os.mkdir(LONG, dir_fd=here)
        below = os.open(LONG, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
        os.close(os.open("file.py", os.O_CREAT | os.O_WRONLY, dir_fd=here))
    os.close(here)


LONG = "d" * 40


@pytest.mark.parametrize("depth", [6, 7, 8, 300])
def test_what_lies_deeper_than_a_grading_looks_is_neither_read_nor_unpacked(tmp_path, depth):
    """A zip can name what no path leads to, and so can a folder hold it."""
    layout = {"top/a/q1_dropout.py": "1", "top/b/q1_dropout.py": "2"}
    folder = make_folder(tmp_path / "folder", layout)
    nest(folder / "top/a", depth)
    layout |= {f"top/a/{'/'.join([LONG] * number)}/file.py": "" for number in range(1, depth + 1)}
    packed, unpacked = open_export(make_zip(tmp_path / "export.zip", layout)), open_export(folder)
    assert packed.digest("a") == unpacked.digest("a")
    with packed.unpacked("a", tmp_path / "scratch") as place:
        found = max(len(path.relative_to(place).parts) for path in place.rglob("*"))
        assert found == min(depth + 1, assignment.MAX_UPLOAD_DEPTH + 1)
    assert not list((tmp_path / "scratch").iterdir())
    node.unpack(node.pack(folder / "top/a"), tmp_path / "node")
    assert open_export(make_folder(tmp_path / "node", {})).digest(".") == packed.digest("a")
    subprocess.run(["rm", "-r", tmp_path], check=True)  # pytest would look for it by its path


def test_who_is_in_one_place_only_is_named(tmp_path):
    roster = read_roster(open_export(make_zip(tmp_path / "export.zip", LAYOUT)))
    assert roster.names == ["submission_1", "submission_2", "submission_5", "submission_6"]
    assert roster.remarks == (
        "submission_2: has no files in the export; it is graded as empty",
        "submission_2: Gradescope calls it failed",
        "submission_5: is not in submission_metadata.yml, so nobody knows whose it is",
        "submission_6: is not in submission_metadata.yml, so nobody knows whose it is",
    )


def test_a_folder_of_folders_is_an_export_without_names(tmp_path):
    layout = {"zoe/q1_dropout.py": "1", "ann/inner/q1_dropout.py": "2", "README.md": "no submission"}
    roster = read_roster(open_export(make_folder(tmp_path / "class", layout)))
    assert roster.names == ["ann", "zoe"]
    assert not roster.has_metadata
    assert not roster.remarks


def test_one_submission_that_is_broken_leaves_the_others(tmp_path):
    path = make_zip(tmp_path / "export.zip", {"top/a/q1_dropout.py": "x" * 99, "top/b/q1_dropout.py": "y" * 99})
    path.write_bytes(path.read_bytes().replace(b"x" * 99, b"z" * 99))
    export = open_export(path)
    with pytest.raises(Unreadable, match="its part of the zip is broken"):
        export.digest("a")
    assert export.digest("b")


def test_whatever_reading_a_zip_raises_is_told_of_that_submission(tmp_path, monkeypatch):
    class Strange(Exception):
        pass

    def strange(*_):
        raise Strange

    path = make_zip(tmp_path / "export.zip", LAYOUT)
    export = open_export(path)
    monkeypatch.setattr(zipfile.ZipExtFile, "read", strange)
    with pytest.raises(Unreadable, match="its part of the zip is broken \\(Strange\\)"):
        export.digest(export.names[0])
    with pytest.raises(Refused, match=r"submission_metadata.yml in it cannot be read \(Strange\); download the export"):
        read_roster(export)
    monkeypatch.setattr(zipfile.ZipFile, "_RealGetContents", strange)
    with pytest.raises(Refused, match="is no zip that can be read \\(Strange\\); download the export again"):
        open_export(path)


def test_a_list_of_names_without_end_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("autograder.course.export_zip.MAX_LIST_BYTES", 100)
    with pytest.raises(Refused, match="its list of names takes more than 0 MB"):
        open_export(make_zip(tmp_path / "export.zip", LAYOUT))


def test_all_files_of_a_submission_together_are_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr("autograder.course.export_zip.MAX_SUBMISSION_BYTES", 150)
    path = make_zip(tmp_path / "export.zip", {"top/a/q1.py": "x" * 100, "top/a/q2.py": "y" * 100, "top/b/q1.py": "z"})
    export = open_export(path)
    with pytest.raises(Unreadable, match=r"its files take more than .* GB"):
        export.digest("a")
    with pytest.raises(Unreadable, match=r"its files take more than .* GB"), export.unpacked("a", tmp_path / "scratch"):
        pass
    assert not list(tmp_path.rglob("q2.py"))
    assert export.digest("b")


def test_no_file_is_unpacked_outside(tmp_path):
    path = make_zip(tmp_path / "export.zip", {"top/a/../../../evil.py": "1", "top/b/fine.py": "2"})
    export = open_export(path)
    with pytest.raises(Unreadable, match="leads out of its folder"), export.unpacked("a", tmp_path / "deep/scratch"):
        pass
    assert not list(tmp_path.rglob("evil.py"))


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("none.zip", None, "there is no export .*none.zip; give the zip of Gradescope's Export Submissions"),
        ("text.zip", b"not a zip", "is no zip that can be read .*; download the export again"),
        ("empty.zip", b"PK\5\6" + bytes(18), "the export holds no submissions"),
    ],
)
def test_what_is_no_export_is_refused_in_one_sentence(tmp_path, name, content, sentence):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(Refused, match=sentence):
        read_roster(open_export(tmp_path / name))
