"""What `--submission` is given on a laptop: one student's folder or zip is graded, anything else told in a sentence."""

import json
import os
import shutil
import stat
import struct
import subprocess
import zipfile

import pytest
from conftest import FILES, ROOT

from autograder import assignment
from autograder.fitness import Refused
from autograder.intake import unpacking
from autograder.intake.given import submission_folder
from autograder.intake.submission import find_submission

SOURCE = b"def f(p):\n    return p\n"
LINK = stat.S_IFLNK | 0o777


@pytest.fixture
def folder(tmp_path):
    """A function that makes a folder of empty-handed files from their paths."""

    def make(*paths):
        for path in paths:
            target = tmp_path / "given" / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(SOURCE)
        return tmp_path / "given"

    return make


@pytest.fixture
def zipped(tmp_path):
    """A function that makes a zip of entries: a name, or an entry with a mode of its own, and the content."""

    def make(entries, compression=zipfile.ZIP_DEFLATED):
        with zipfile.ZipFile(tmp_path / "given.zip", "w", compression) as made:
            for name, content in entries:
                entry = zipfile.ZipInfo(*(name if isinstance(name, tuple) else (name,))[:1])
                entry.external_attr = (name[1] if isinstance(name, tuple) else stat.S_IFREG | 0o644) << 16
                entry.compress_type = compression
                made.writestr(entry, content)
        return tmp_path / "given.zip"

    return make


def four(inside="", content=SOURCE):
    return [(f"{inside}{name}", content) for name in FILES]


def refusal(given):
    with pytest.raises(Refused) as error, submission_folder(given):
        pass
    assert "\n" not in str(error.value)
    return str(error.value)


def found(given):
    with submission_folder(given) as place:
        return find_submission(place)


# Folders

SEVERAL = [
    ([f"{who}/{name}" for who in ("alice", "bob", "carol", "dan") for name in FILES],
     "holds 4 submissions side by side, “alice”, “bob”, “carol” and 1 more; give the folder of one, or grade all "
     "with python3 -m autograder course"),
    ([f"{who}/ps2/{name}" for who in ("a", "b") for name in FILES], "holds 2 submissions side by side, “a/ps2” and "),
    ([*(f"alice/{name}" for name in FILES), "bob/q1_dropout.py"], "holds 2 submissions side by side, “alice” and "),
    ([*(f"alice/{name}" for name in FILES), *(f"bob/hw/{name}" for name in FILES)], "“alice” and “bob/hw”"),
    ([*(f"ps2/{name}" for name in FILES), *(f"ps2 copy/{name}" for name in FILES)], "“ps2” and “ps2 copy”"),
]  # fmt: skip
ONE = [
    list(FILES),
    [f"ps2/{name}" for name in FILES],
    [f"{name[:2]}/{name}" for name in FILES],
    [*FILES, *(f"old/{name}" for name in FILES), *(f"older/{name}" for name in FILES)],
    [*(f"ps2/{name}" for name in FILES), *(f"ps2/backup/{name}" for name in FILES), "q1_dropout.py"],
    [*(f"ps2/{name}" for name in FILES), *(f"__MACOSX/ps2/{name}" for name in FILES), "venv/lib/x.py"],
    ["notes.txt"],
]


@pytest.mark.parametrize(("paths", "said"), SEVERAL)
def test_a_folder_of_submissions_is_refused_with_their_names(folder, zipped, paths, said):
    assert said in refusal(folder(*paths))
    assert said in refusal(zipped([(path, SOURCE) for path in paths]))


@pytest.mark.parametrize("paths", ONE)
def test_a_folder_of_one_submission_is_graded(folder, paths):
    given = folder(*paths)
    with submission_folder(given) as place:
        assert place == given


def test_on_gradescope_an_upload_of_several_is_graded_and_its_page_says_which_counts(folder, monkeypatch):
    monkeypatch.setattr(assignment, "ON_GRADESCOPE", True)
    remarks = found(folder(*(f"{who}/{name}" for who in ("alice", "bob") for name in FILES))).remarks
    assert remarks[0] == "Found all 4 files in “alice”"
    assert remarks[1] == "q1_dropout.py was found 2 times: “alice/q1_dropout.py” counts, “bob/q1_dropout.py” does not"


def test_only_its_own_place_makes_a_clone_gradescopes():
    assert not assignment.ON_GRADESCOPE


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("none", "there is no folder {}; give one with the four files, or a zip of it"),
        ("q1_dropout.py", "{} is one file; give the folder that holds all four"),
        ("ps2.tar.gz", "{} is neither a folder nor a zip; give the folder with the four files"),
        ("ps2.7z", "{} is neither a folder nor a zip; give the folder with the four files"),
        ("ps2.zip", "{} is no zip, or a broken one; zip the folder again"),
        ("ps2", "{} is no zip, or a broken one; zip the folder again"),
        ("/dev/null", "{} is neither a folder nor a zip; give the folder with the four files"),
    ],
)
def test_what_is_neither_folder_nor_zip_is_told_what_to_give(tmp_path, name, said):
    given = tmp_path / name
    if name not in ("none", "/dev/null"):
        given.write_bytes(SOURCE)
    assert refusal(given) == said.format(given)


# Zips


@pytest.mark.parametrize("inside", ["", "ps2/", "ps2\\", "./ps2/"])
@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_zip_is_unpacked_and_found_like_a_folder(zipped, inside, compression):
    given = zipped(
        [*four(inside), (f"{inside}helper/__init__.py", b"x = 1\n"), ("picture.png", b"\x89PNG")], compression
    )
    one = found(given)
    assert one.problems == {}
    assert {*FILES, "helper/__init__.py"} <= set(one.files)
    assert one.files["q1_dropout.py"] == SOURCE


def test_nothing_of_a_zip_stays(zipped):
    with submission_folder(zipped(four())) as place:
        assert place.stat().st_mode & 0o777 == 0o700
    assert not place.exists()


def test_what_an_upload_would_not_look_at_is_not_unpacked(zipped):
    given = zipped(
        [*four(), *four("__MACOSX/"), *four("a/b/c/d/e/f/g/"), ("v/lib/site-packages/x.py", b"x" * 9), ("d/", b"")]
    )
    with submission_folder(given) as place:
        assert sorted(path.name for path in place.rglob("*")) == sorted(FILES)


HOSTILE = [
    ([("../q1_dropout.py", SOURCE)], "“../q1_dropout.py” in {} leads out of its folder; zip the folder again, and with "
                                     "another program"),
    ([("ps2/../../q1_dropout.py", SOURCE)], "“ps2/../../q1_dropout.py” in {} leads out of its folder"),
    ([("..\\q1_dropout.py", SOURCE)], "“..\\q1_dropout.py” in {} leads out of its folder"),
    ([("/etc/q1_dropout.py", SOURCE)], "“/etc/q1_dropout.py” in {} leads out of its folder"),
    ([("C:\\ps2\\q1_dropout.py", SOURCE)], "“C:\\ps2\\q1_dropout.py” in {} leads out of its folder"),
    ([(("q1_dropout.py", LINK), b"/etc/passwd")], "“q1_dropout.py” in {} is a link or no file; zip the file itself"),
    ([(("ps2/q1_dropout.py", stat.S_IFIFO | 0o644), b"")], "“ps2/q1_dropout.py” in {} is a link or no file"),
    ([("q1_dropout.py", SOURCE), ("q1_dropout.py", b"")], "{} holds “q1_dropout.py” twice; zip the folder again"),
    ([("ps2", b""), ("ps2/q1_dropout.py", SOURCE)], "{} holds “ps2/q1_dropout.py” twice"),
    ([("x" * 300 + ".py", SOURCE)], "cannot be unpacked here (File name too long)"),
    ([(f"{n}.py", b"#" * 2**20) for n in range(65)], "{} holds more than 64 MB of Python files; zip the four files and "
                                                     "what they import"),
]  # fmt: skip


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(("entries", "said"), HOSTILE)
def test_a_hostile_zip_is_refused_in_one_sentence(zipped, entries, said):
    given = zipped(entries)
    assert said.format(given) in refusal(given)


def test_a_zip_of_more_names_or_bytes_than_an_upload_is_refused(zipped, monkeypatch):
    monkeypatch.setattr(assignment, "MAX_UPLOAD_ENTRIES", 3)
    assert "holds more than 3 files; zip the four files" in refusal(zipped(four()))
    monkeypatch.setattr(unpacking, "MAX_ZIP_BYTES", 1 << 20)
    assert "is larger than 1 MB; zip the four files" in refusal(zipped([("x", b"0" * (1 << 20))], zipfile.ZIP_STORED))


def test_one_file_that_unpacks_to_a_gigabyte_is_read_as_far_as_any_file_is(zipped):
    given = zipped([*four()[1:], ("q1_dropout.py", b"#" * 64 * 2**20)])
    one = found(given)
    assert given.stat().st_size < 2**20
    assert "q1_dropout.py is larger than 1024 KB" in one.remarks[0]


@pytest.mark.parametrize("name", ["ps2", "notes.py", "data.txt"])
def test_a_link_beside_the_four_is_not_followed(zipped, name):
    one = found(zipped([*four(), ((name, LINK), b"/etc")]))
    assert one.problems == {}
    assert one.files.get("notes.py", b"") == b""


def patched(path, signature, offset, change):
    """Change a byte at `offset` of every record that begins with `signature`."""
    data = bytearray(path.read_bytes())
    at = -1
    while (at := data.find(signature, at + 1)) >= 0:
        data[at + offset] = change(data[at + offset])
    path.write_bytes(data)
    return path


def test_an_encrypted_zip_says_so(zipped):
    given = patched(patched(zipped(four()), b"PK\1\2", 8, lambda b: b | 1), b"PK\3\4", 6, lambda b: b | 1)
    assert refusal(given) == (
        f"“q1_dropout.py” in {given} is encrypted; unpack it with its password, and give the folder"
    )


def test_a_way_of_compression_that_python_lacks_is_said(zipped):
    given = patched(patched(zipped(four()), b"PK\1\2", 10, lambda b: 9), b"PK\3\4", 8, lambda b: 9)
    assert "is compressed in a way that Python cannot read; zip the folder again" in refusal(given)


def test_a_zip_with_a_wrong_byte_or_half_of_it_is_called_broken(zipped):
    given = zipped(four(content=SOURCE * 50))
    whole = bytearray(given.read_bytes())
    whole[whole.find(b"q1_dropout.py") + 20] ^= 0xFF
    given.write_bytes(whole)
    assert refusal(given) == f"“q1_dropout.py” in {given} is broken; zip the folder again"
    given.write_bytes(whole[: len(whole) // 2])
    assert refusal(given) == f"{given} is no zip, or a broken one; zip the folder again"
    given.write_bytes(b"")
    assert refusal(given) == f"{given} is no zip, or a broken one; zip the folder again"


def bent(path, method, change):
    """The first file's compressed bytes changed; or that version asked for, where `change` is a number."""
    if isinstance(change, int):
        return patched(path, b"PK\1\2", 6, lambda _: change)
    whole = bytearray(path.read_bytes())
    at = 30 + len("q1_dropout.py")
    change(memoryview(whole)[at:])
    path.write_bytes(whole)
    return path


def fill(offset, values):
    def change(content):
        content[offset : offset + len(values)] = values

    return change


# An LZMA stream begins with two bytes of its version, two of its properties' length, one of properties, four of a
# dictionary's size.
ODD = [
    (zipfile.ZIP_LZMA, fill(9, b"\xff" * 20), "“q1_dropout.py” in {} is broken"),
    (zipfile.ZIP_LZMA, fill(4, b"\xff"), "“q1_dropout.py” in {} is broken"),
    (zipfile.ZIP_LZMA, fill(2, b"\x01\x00"), "“q1_dropout.py” in {} is broken"),
    (zipfile.ZIP_BZIP2, fill(0, b"\xff" * 9), "“q1_dropout.py” in {} is broken"),
    (zipfile.ZIP_STORED, 255, "{} is no zip, or a broken one; zip the folder again"),
]


@pytest.mark.parametrize(("method", "change", "said"), ODD)
def test_bytes_that_no_program_writes_are_told_in_one_sentence(zipped, method, change, said):
    given = bent(zipped(four(content=SOURCE * 50), method), method, change)
    assert said.format(given) in refusal(given)


def test_a_zip_whose_reader_needs_more_memory_than_there_is_says_so(zipped, monkeypatch):
    """An LZMA stream may ask for a dictionary of 4 GB, which is to be had on some machines."""

    def no_memory(*_):
        raise MemoryError

    monkeypatch.setattr(zipfile.ZipExtFile, "read", no_memory)
    assert "is compressed in a way that Python cannot read; zip the folder again" in refusal(zipped(four()))


def test_whatever_reading_a_zip_raises_is_one_sentence(zipped, monkeypatch):
    class Strange(Exception):
        pass

    def strange(*_):
        raise Strange

    given = zipped(four())
    with monkeypatch.context() as patch:
        patch.setattr(zipfile.ZipExtFile, "read", strange)
        assert "is broken; zip the folder again" in refusal(given)
    monkeypatch.setattr(zipfile.ZipFile, "_RealGetContents", strange)
    assert "is no zip, or a broken one; zip the folder again" in refusal(given)


def test_a_list_of_a_million_names_is_not_read(tmp_path):
    entry = struct.pack("<4s4B4HL2L5H2L", b"PK\1\2", 20, 3, 20, *[0] * 8, 12, *[0] * 6) + b"tests/%06d"
    names = b"".join(entry % number for number in range(200_000))
    size = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, 200_000, 200_000, len(names), 0)
    place = struct.pack("<4sLQL", b"PK\6\7", 0, len(names), 1)
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    given = tmp_path / "given.zip"
    given.write_bytes(names + size + place + end)
    assert refusal(given) == f"{given} holds too many files; zip the four files and what they import"


def test_unpacking_has_an_end_whatever_counts_of_what_is_unpacked(zipped, monkeypatch):
    monkeypatch.setattr(assignment, "UPLOAD_DEADLINE_SECONDS", 0.0)
    assert "takes more than 0 seconds to unpack; zip the four files" in refusal(zipped([("venv/lib/x", b""), *four()]))


def test_a_name_in_a_zip_does_nothing_to_a_terminal(zipped):
    assert "\x1b" not in refusal(zipped([("../\x1b[31mred.py", SOURCE)]))


# The command


def run_autograder(*arguments, **options):
    command = [ROOT / "run_autograder", *arguments]
    return subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, **options)


def test_a_zip_is_graded_like_its_folder(zipped, tmp_path):
    given = zipped([(f"ps2/{name}", (ROOT / "solutions" / name).read_bytes()) for name in FILES])
    done = run_autograder("--submission", given.name, "--results", "results.json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    results = json.loads((tmp_path / "results.json").read_text())
    assert results["score"] == 100
    assert results["output"].startswith("**Found all 4 files in “ps2”.**")


def test_a_folder_of_submissions_is_not_graded_by_the_command(folder, tmp_path):
    given = folder(*(f"{who}/{name}" for who in ("alice", "bob") for name in FILES))
    done = run_autograder("--submission", given, "--results", tmp_path / "results.json")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        f"autograder: {given} holds 2 submissions side by side, “alice” and “bob”; give the folder of one, or grade "
        "all with python3 -m autograder course\n"
    )
    assert not (tmp_path / "results.json").exists()


@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_help_speaks_of_the_command_as_it_is_called_before_anything_is_set_up(tmp_path, flag):
    shutil.copytree(ROOT / "autograder", tmp_path / "autograder", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "run_autograder", tmp_path)  # and no setup.sh
    command = [tmp_path / "run_autograder", "--submission", "x", flag]
    environment = {"PATH": "/usr/bin:/bin", "COLUMNS": "200"}
    done = subprocess.run(command, capture_output=True, text=True, cwd="/", env=environment)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("usage: ./run_autograder [-h] [--submission DIR] [--results FILE]")
    assert "a folder with the four files, or a zip of it (default: this clone's solutions/)" in done.stdout
    assert "(default: this clone's results/results.json)" in done.stdout
    assert "python3 -m" not in done.stdout


def test_the_defaults_that_help_tells_are_those_of_the_script():
    script = (ROOT / "run_autograder").read_text()
    assert (
        f'defaults=(--submission "$here/{assignment.SOLUTIONS.name}" --results "$here/results/results.json")' in script
    )
    assert assignment.RESULTS == ROOT / "results/results.json"


def test_a_python_without_numpy_is_told_which_command_has_it():
    command = ["/usr/bin/python3", "-I", "-S", "-B", ROOT / "autograder", "grade"]
    done = subprocess.run(command, capture_output=True, text=True, cwd="/")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "autograder: /usr/bin/python3 has no NumPy; ./run_autograder brings what grading needs\n"


def test_results_that_are_no_file_are_refused_and_left_alone(tmp_path):
    """As root a results.json in place of /dev/null would be the machine's from then on."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    done = subprocess.run(["bash", ROOT / "run_autograder", "--results", pipe], capture_output=True, text=True)
    assert done.returncode == 2
    assert done.stderr == f"autograder: {pipe} is no file that can be replaced; give another one as --results\n"
    assert stat.S_ISFIFO(pipe.lstat().st_mode)
