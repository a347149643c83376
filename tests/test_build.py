"""`python3 -m autograder build`: the same bytes everywhere, nothing given away, nothing half-written."""

import io
import os
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import numpy as np
import pytest
from conftest import FILES, ROOT
from sweeps import sampled

from autograder import assignment
from autograder.assignment import TEMPLATE
from autograder.mistakes.known import mistakes_of
from autograder.packaging import leaks, zips
from autograder.packaging.leaks import find_leaks

PARTS = ("autograder", "solutions", "student_template", "setup.sh", "run_autograder", "requirements.txt",
         "requirements-oracles.txt")  # fmt: skip


@pytest.fixture
def clone(tmp_path):
    """A copy of what is packed, to be spoiled."""
    folder = tmp_path / "clone"
    folder.mkdir()
    for part in PARTS:
        path = ROOT / part
        if path.is_dir():
            shutil.copytree(path, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(path, folder / part)
    return folder


def build(clone, out="dist", umask=0o022):
    """With the system's Python and nothing else: no site-packages, no environment."""
    command = ["/usr/bin/python3", "-S", "-B", "-m", "autograder", "build", "--out", out]
    return subprocess.run(command, cwd=clone, env={}, umask=umask, capture_output=True, text=True)


def test_the_same_files_give_the_same_bytes_whatever_their_modes_dates_and_the_umask(clone):
    first = build(clone, "first")
    assert first.returncode == 0, first.stderr
    for path in clone.rglob("*"):
        if path.is_file() and "first" not in path.parts:
            path.chmod(0o666 if os.access(path, os.X_OK) else 0o777)
            os.utime(path, (0, 0))
    assert build(clone, "second", umask=0o077).returncode == 0
    for name in ("autograder.zip", "student_template.zip"):
        assert (clone / "first" / name).read_bytes() == (clone / "second" / name).read_bytes()


@pytest.mark.parametrize("start", ["autograder", "autograder/__main__.py", "elsewhere/../autograder"])
def test_build_runs_from_any_folder_by_its_path(clone, tmp_path, start):
    (clone / "elsewhere").mkdir()
    elsewhere = tmp_path / "another folder"
    elsewhere.mkdir()
    command = ["/usr/bin/python3", "-S", "-B", clone / start, "build", "--out", "zips"]
    done = subprocess.run(command, cwd=elsewhere, env={}, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert build(clone).returncode == 0
    for name in ("autograder.zip", "student_template.zip"):
        assert (elsewhere / "zips" / name).read_bytes() == (clone / "dist" / name).read_bytes()


def test_what_was_packed_is_printed_and_runs_after_unpacking(clone):
    printed = build(clone).stdout
    for name in ("autograder.zip", "student_template.zip"):
        with zipfile.ZipFile(clone / "dist" / name) as archive:
            assert archive.testzip() is None
            for entry in archive.infolist():
                assert f"  {entry.filename}\n" in printed
                assert entry.compress_type == zipfile.ZIP_STORED  # compressors differ between zlib versions
                executable = entry.filename in ("setup.sh", "run_autograder")
                assert entry.external_attr >> 16 & 0o777 == (0o755 if executable else 0o644)
    assert printed.count("sha256 ") == 2


def test_students_get_one_folder_with_these_files_and_no_other(clone):
    build(clone)
    with zipfile.ZipFile(clone / "dist/student_template.zip") as archive:
        names = set(archive.namelist())
    modules = ("answer_kinds", "checks", "conftest", "inputs", "ladder", "oracles", "remembered", "student_errors")
    tests = {f"tests/{name}.py" for name in modules}
    at_home = ("__init__", "cases", "choice", "debugger", "files", "letters", "rows", "rules")
    tests |= {f"tests/at_home/{name}.py" for name in at_home}
    tests |= {"tests/answers.npz", *(f"tests/test_{name}" for name in FILES)}
    assert names == {f"student_template/{name}" for name in {*FILES, "README.md", "requirements.txt", *tests}}


CURE = "    return np.asarray(-dX_hat.sum(axis=0) / np.sqrt(var + eps))"

LEAKS = [
    ("tests/oracles.py", f"\ndef grad_mean(dX_hat, var, eps):\n{CURE}\n", "solutions/q2_batchnorm.py, grad_mean"),
    ("tests/oracles.py", f"\n#{CURE}\n", "solutions/q2_batchnorm.py, grad_mean"),
    ("q2_batchnorm.py", f'\n"""\n>>> {CURE.strip()}\n"""\n', "solutions/q2_batchnorm.py, grad_mean"),
    ("README.md", "\nTry `-dX_hat.sum(axis=0) / np.sqrt(var + eps)` there.\n", "solutions/q2_batchnorm.py, grad_mean"),
    ("tests/inputs.py", "\nq = lambda up, s, tiny: -up.sum(axis=0) / np.sqrt(s + tiny)\n", "grad_mean"),  # renamed
    ("q1_dropout.py", "\nx = p * (1 - p)\n", "solutions/q1_dropout.py"),
    ("tests/test_q1_dropout.py", "\nclass HiddenGradX: ...\n", "the hidden test HiddenGradX"),
    ("tests/checks.py", "\n# see test_grad_var_elsewhere\n", "the hidden test test_grad_var_elsewhere"),
    ("tests/inputs.py", f"\nSEED = {assignment.SEED}\n", "the grader's seed"),
    ("tests/.checks.py.swp", "", "is not part of the students' zip"),
    ("solution.ipynb", "{}", "is not part of the students' zip"),
    ("tests/known_mistakes.py", "", "is not part of the students' zip"),
    ("tests/hidden.npz", "", "is not part of the students' zip"),
]


@pytest.fixture(scope="module")
def template():
    return {p.relative_to(assignment.TEMPLATE).as_posix(): p.read_bytes() for p in zips.files_below(TEMPLATE)}


def test_the_template_gives_nothing_away(template):
    assert find_leaks(template) == []


def test_a_product_under_a_function_of_pythons_is_no_copy_of_one_under_another(monkeypatch, tmp_path):
    """`round(low * unit)`, which students have, is not `float(d * p)`, which a short solution may be."""
    shutil.copytree(assignment.SOLUTIONS, tmp_path / "solutions")
    with (tmp_path / "solutions/q1_dropout.py").open("a") as file:
        file.write("\n\ndef kept_features(p, d):\n    return float(d * p)\n")
    monkeypatch.setattr(assignment, "SOLUTIONS", tmp_path / "solutions")
    files = {"tests/inputs.py": b"size = round(low * unit)\n", "tests/checks.py": b"size = float(low * unit)\n"}
    assert [leak for leak in find_leaks(files) if "kept_features" in leak] == [
        "tests/checks.py line 1: float(low * unit) is in solutions/q1_dropout.py, kept_features"
    ]


@pytest.mark.parametrize(("name", "text", "reason"), sampled(LEAKS, 3))
def test_a_leak_is_found_and_named(template, name, text, reason):
    spoiled = template | {name: template.get(name, b"") + text.encode()}
    assert any(leak.startswith(name) and reason in leak for leak in find_leaks(spoiled))


def archive_of(**arrays):
    file = io.BytesIO()
    np.savez(file, allow_pickle=True, **arrays)
    return file.getvalue()


KEY = "0" * 64
STRANGERS = [
    (b"def grad_x(dY, X, gamma, eps): ...", "is no archive of NumPy arrays"),
    (archive_of(**{f"{KEY}/0": np.array([print], dtype=object)}), f"holds {KEY}/0.npy, no array of numbers"),
    (archive_of(**{f"{KEY}/0": np.array(["dY * gamma"])}), f"holds {KEY}/0.npy, no array of numbers"),
    (archive_of(grad_x=np.zeros(3)), "holds grad_x.npy"),
    (archive_of(**{f"{KEY}/0": np.zeros(30_000)}), "has 240"),
]


@pytest.mark.parametrize(("content", "reason"), STRANGERS)
def test_the_students_stored_answers_are_numbers_and_nothing_else(template, content, reason):
    leaks = find_leaks(template | {"tests/answers.npz": content})
    assert len(leaks) == 1
    assert leaks[0].startswith(f"tests/answers.npz {reason}")


def test_a_leak_refuses_both_zips_and_leaves_the_old_ones(clone):
    (clone / "dist").mkdir()
    (clone / "dist/autograder.zip").write_text("old")
    with open(clone / "student_template/tests/oracles.py", "a") as file:
        file.write(f"\ndef grad_mean(dX_hat, var, eps):\n{CURE}\n")
    (clone / "autograder/grade.py.orig").write_text("x")
    (clone / "solutions/.notes.swp").write_text("x")
    done = build(clone)
    assert done.returncode == 1
    assert re.search(
        r"^build refused: student_template/tests/oracles.py line \d+: .* is in solutions/q2_batchnorm.py, grad_mean$",
        done.stderr, re.MULTILINE,
    )  # fmt: skip
    for stray in ("autograder/grade.py.orig", "solutions/.notes.swp"):
        assert f"build refused: {stray} is no file of the grader\n" in done.stderr
    assert "Traceback" not in done.stderr
    assert [path.name for path in (clone / "dist").iterdir()] == ["autograder.zip"]
    assert (clone / "dist/autograder.zip").read_text() == "old"


def test_every_function_body_of_the_solutions_would_be_noticed():
    unnoticed, pieces = [], leaks.solution_pieces()
    for module, functions in assignment.FUNCTIONS.items():
        source = (ROOT / "solutions" / f"{module}.py").read_text()
        tree = leaks.ast.parse(source)
        for node in tree.body:
            if isinstance(node, leaks.ast.FunctionDef) and node.name in functions:
                body = "\n".join(leaks.ast.unparse(statement) for statement in node.body[1:])
                if not list(leaks.pieces_in(body, pieces)):
                    unnoticed.append(f"{module}.{node.name}")
    # one operation at most, which many an innocent line has too: p; dY γ; dY γ; n² or n
    assert unnoticed == ["q1_dropout.f", "q2_batchnorm.grad_x_hat", "q3_layernorm.grad_x_hat",
                         "q3_layernorm.leakage_count"]  # fmt: skip


def test_every_hint_of_a_known_mistake_would_be_noticed():
    secrets = [secret for secret in leaks.secret_texts() if secret.what == "a text of the known mistakes"]
    names = [f"{module}.{name}" for module, names in assignment.FUNCTIONS.items() for name in names]
    hints = {known.hint for name in names for known in mistakes_of(name) if len(known.hint) > 40}
    assert len(hints) > 300
    assert [hint for hint in hints if not any(secret.is_in(hint) for secret in secrets)] == []
    found = find_leaks({"README.md": f"What batch norm is: {min(hints)}".encode()})
    assert "README.md holds a text of the known mistakes" in found


def test_each_exception_is_still_needed(template, monkeypatch):
    template = {
        p.relative_to(assignment.TEMPLATE).as_posix(): p.read_bytes() for p in assignment.TEMPLATE.rglob("*.py")
    }
    for text in leaks.STATED:
        others = {other: reason for other, reason in leaks.STATED.items() if other != text}
        with monkeypatch.context() as patch:
            patch.setattr(leaks, "STATED", others)
            assert any(" line " in leak for leak in find_leaks(template)), text


def test_a_full_disk_leaves_no_half_zip(tmp_path, monkeypatch):
    def fail(file, files):
        file.write(b"half")
        raise OSError("no space left on device")

    monkeypatch.setattr(zips, "pack", fail)
    with pytest.raises(OSError, match="no space"):
        zips.build(tmp_path)
    assert list(Path(tmp_path).iterdir()) == []
