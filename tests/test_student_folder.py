"""A student at home: `pytest` in a copy of student_template/, in 80 columns and without the project's own plugins."""

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import FILES, ROOT

from autograder import assignment

ALL = len(assignment.ALL_FUNCTIONS)
OF = {module: len(names) for module, names in assignment.FUNCTIONS.items()}

REPORT_TORCH = "import sys, pytest; status = pytest.main(sys.argv[1:]); print('torch' in sys.modules); sys.exit(status)"
WITHOUT_TORCH = "import sys, pytest; sys.modules['torch'] = None; sys.exit(pytest.main(sys.argv[1:]))"


@pytest.fixture
def stubs(tmp_path):
    folder = tmp_path / "ps2"
    shutil.copytree(ROOT / "student_template", folder, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


@pytest.fixture
def home(stubs):
    """The folder of somebody who has solved all of it."""
    for name in FILES:
        shutil.copy(ROOT / "solutions" / name, stubs / name)
    return stubs


def add(path, code):
    with path.open("a") as file:
        file.write(f"\n\n{code}\n")


def run_python(folder, *arguments, typed="", **environment):
    clean = {"COLUMNS": "80", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, *arguments], cwd=folder, env=os.environ | clean | environment, input=typed,
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def run_pytest(folder, *arguments, **options):
    script = Path(sys.executable).with_name("pytest")  # -m would have Python read the student's random.py for its own
    return run_python(folder, script, "-p", "no:cacheprovider", *arguments, **options)


def block(output, title):
    """The lines under the heading `title`."""
    found = re.search(
        rf"^[_=]+ {re.escape(title)} [_=]+\n(.*?)(?=^(?:_{{5}}|={{5}}))", output, re.MULTILINE | re.DOTALL
    )
    return found[1] if found else ""


def widest(output):
    """The length of the longest line but for the one with the folder of this run."""
    return max(len(line) for line in output.splitlines() if not line.startswith("rootdir"))


@pytest.mark.smoke
def test_the_solutions_pass_without_torch_and_the_points_are_printed_by_question(home):
    done = run_python(home, "-c", REPORT_TORCH, "-p", "no:cacheprovider")
    assert done.returncode == 0, done.stdout
    assert done.stdout.endswith("\nFalse\n")
    assert f"{ALL} passed" in done.stdout
    assert "total                                              50 of 50" in done.stdout
    assert "2(a)4   q2_batchnorm.grad_x                         4 of 4" in done.stdout
    assert re.search(r"\n  passed  4\(c\)3   adamw_step               AdamW\n\n=+ public points =+\n1 ", done.stdout)
    assert "what is off" not in done.stdout
    assert widest(done.stdout) <= 80


def test_a_function_that_is_not_written_is_one_line(stubs):
    done = run_pytest(stubs)
    assert done.returncode == 1
    assert f"{ALL} failed" in done.stdout
    assert len(re.findall(r"^  FAILED  \S+ +\w+ +is not written yet$", done.stdout, re.MULTILINE)) == ALL
    assert done.stdout.count("not written") == ALL
    assert len(done.stdout.splitlines()) < 90
    assert widest(done.stdout) <= 80
    for ours in ("Traceback", "checks.py", "ladder.py", "oracles.py", "self.check", "NotImplementedError"):
        assert ours not in done.stdout


MANY_MISTAKES = {
    "q1_dropout": "import random\ndef f(p):\n    print('kept γ')\n    return 1 - p\n"
    "def g(p):\n    return random.mine(p)\ndef gamma(X):\n    raise NotImplementedError('when I know Γ')\n",
    "q2_batchnorm": "def grad_var(dX_hat, X, mean, var):\n    return 1\ndef grad_mean(dX_hat):\n    return 1\n"
    "def grad_beta():\n    return 1\ndef grad_x(dY, X, gamma, eps):\n    return X.missing\n",
}


def test_what_is_wrong_with_a_file_is_told_once_and_what_is_wrong_with_an_answer_by_its_name(home):
    for module, code in MANY_MISTAKES.items():
        add(home / f"{module}.py", code)
    (home / "random.py").write_text("def mine(p):\n    return p\n")
    (home / "q3_layernorm.py").write_text("def grad_x(:\n")
    (home / "q4_optimizers.py").rename(home / "q4_optimisers.py")
    (home / "test_mine.py").write_text("def test_mine():\n    assert 1 == 2\n")
    done = run_pytest(home)
    out = done.stdout
    assert "  FAILED  2(a)4   grad_x                   raised AttributeError: 'numpy." in out
    assert out.count("  q3_layernorm.py cannot be imported\n") == OF["q3_layernorm"]
    assert out.count("  q4_optimizers.py is missing\n") == OF["q4_optimizers"]
    assert out.count("SyntaxError") == 1
    syntax = block(out, "q3_layernorm.py")
    assert "q3_layernorm.py cannot be imported: it raised SyntaxError" in syntax
    assert "def grad_x(:" in syntax
    assert f"as Python {sys.version_info.major}.{sys.version_info.minor} reads it" in syntax
    assert ".py" not in syntax.replace("q3_layernorm.py", "")  # no line of ours
    assert block(out, "q4_optimizers.py") == "There is a q4_optimisers.py: rename it to q4_optimizers.py.\n\n"
    wrong = block(out, "q1_dropout.f")
    p = re.search(r"^f\(p=(0\.[12]\d?)\) gave a wrong value$", wrong, re.MULTILINE)[1]
    assert f"  expected  {p}\n  got       {1 - float(p):.4g}\n" in wrong
    assert "  inputs    pytest --show-case q1_dropout.f\n" in wrong
    assert wrong.count("kept γ\n") == 3
    assert "random.py has the name of a module of the standard library" in block(out, "q1_dropout.g")
    assert "note: random.py has the name of a module" in out
    assert "is not written yet: when I know Γ" in block(out, "q1_dropout.gamma")
    for name, arguments in [("grad_var", "dX_hat, X, mean,\n            var, eps."), ("grad_beta", "dY.")]:
        told = block(out, f"q2_batchnorm.{name}")
        assert f"hint      It is called with {1 if name == 'grad_beta' else 5} argument" in told
        assert f"in this order: {arguments}\n" in told
    assert "in this order: dX_hat, var, eps." in block(out, "q2_batchnorm.grad_mean")
    assert ">       return X.missing" not in out
    assert ">       assert 1 == 2" in block(out, "test_mine")  # a test of the student's own is pytest's to tell
    # All of two files, f, g, gamma, four of question 2, and a test of the student's own.
    wrong = OF["q3_layernorm"] + OF["q4_optimizers"] + 3 + 4 + 1
    assert f"{wrong} failed, {ALL + 1 - wrong} passed" in out


FORMS = [
    (("-q",), {}, r"^\nq2_batchnorm\.py\n(?:  passed .*\n){6}  FAILED  2\(a\)4   grad_x +gave wrong values\n"),
    (("--tb=line",), {}, r"what is off =+\nq2_batchnorm\.grad_x gave wrong values\n=+ public points"),
    (("--tb=no",), {}, r"gave wrong values\n\n=+ public points"),
    (("-v",), {}, r"::GradX::test_grad_x FAILED +2\(a\)4 +Your dL/dX agrees with"),
    ((), {"PYTHONIOENCODING": "ascii"}, r"\n_+ q2_batchnorm\.grad_x _+\nFailed: Your dL/dX .*\n(?:.*\n)+my gamma\n"),
    (("-s",), {"PYTHONIOENCODING": "ascii:replace"}, r"  passed  2\(a\)3   grad_x_hat               dL/dX_hat\n"),
]


def test_every_form_of_output_names_file_and_function_once(home):
    add(home / "q2_batchnorm.py", "def grad_x(dY, X, gamma, eps):\n    print('my γ')\n    return dY")
    for arguments, environment, pattern in FORMS:
        out = run_pytest(home, "tests/test_q2_batchnorm.py", *arguments, **environment).stdout
        assert re.search(pattern, out), out
        assert r"\n" not in out
        assert "4 of 4" not in out
    above = run_pytest(home.parent).stdout
    assert "\nps2/tests/test_q2_batchnorm.py \n  passed  2       batchnorm                Y\n" in above
    assert "46 of 50" in above


def test_one_function_of_one_file_is_run_and_a_name_that_there_is_not_is_answered_with_one_that_there_is(home):
    for only in ("q2_batchnorm.grad_x", "q1_dropout.g"):
        out = run_pytest(home, "--only", only).stdout
        assert f"1 passed, {ALL - 1} deselected" in out
        assert re.search(rf"^\S+ +{only} .*\ntotal", out, re.MULTILINE)
    assert "4 passed" in run_pytest(home, "--only", "grad_x", "--only=q2_batchnorm.grad_x_hat", "--only", "f").stdout
    assert f"{OF['q3_layernorm']} passed" in run_pytest(home, "--only", "q3_layernorm").stdout
    wrong = run_pytest(home, "--only", "grad_xhat")
    assert wrong.returncode == 4
    assert "there is no test of grad_xhat: did you mean grad_x_hat?" in wrong.stderr
    assert (
        "there is no test of zzz: the functions are q1_dropout.second_moment, "
        in run_pytest(home, "--only", "zzz").stderr
    )


def test_a_failing_case_is_printed_as_lines_that_python_runs(home):
    for function in ("q2_batchnorm.grad_x", "q3_layernorm.leaked_entries", "q4_optimizers.adamw_step", "q1_dropout.f"):
        module, _, name = function.partition(".")
        add(
            home / f"{module}.py",
            f"_right = {name}\ndef {name}(*inputs):\n    return -1.0 * np.asarray(_right(*inputs))",
        )
        done = run_pytest(home, "--show-case", function)
        pasted = block(done.stdout, f"a case of {function}")
        assert pasted.count("\nexpected") == (3 if name == "adamw_step" else 1)
        wanted = "expected_w, expected_s, expected_r" if name == "adamw_step" else "expected"
        check = f"assert not np.allclose(got, ({wanted})), got\nassert np.allclose(-got, ({wanted})), got\n"
        ran = run_python(home, "-c", pasted + check)
        assert ran.returncode == 0, pasted + ran.stderr
    assert "q1_dropout.g passes: no case fails\n" in run_pytest(home, "--show-case", "q1_dropout.g").stdout


def test_edited_inputs_and_oracles_are_computed_by_torch_or_say_what_to_install(home):
    inputs = home / "tests/inputs.py"
    inputs.write_text(inputs.read_text().replace('SEED = "at home"', 'SEED = "mine"'))
    add(home / "q2_batchnorm.py", "def grad_var(*inputs):\n    raise NotImplementedError")
    done = run_python(home, "-c", WITHOUT_TORCH, "-p", "no:cacheprovider", "tests/test_q2_batchnorm.py")
    told = block(done.stdout, "q2_batchnorm.grad_x")
    assert "answers.npz has no answer of the oracle batchnorm_grad_x to these inputs" in told
    assert "Your code is not at fault here. Run: pip install torch==" in told
    assert "is not written yet\n" in done.stdout  # which needs no oracle
    assert "Traceback" not in done.stdout
    pin = re.search(r"^torch==([\d.]+)", (ROOT / "requirements-oracles.txt").read_text(), re.MULTILINE)[1]
    for text in (done.stdout, (home / "requirements.txt").read_text(), (home / "README.md").read_text()):
        assert f"pip install torch=={pin}" in text
    live = run_python(home, "-c", REPORT_TORCH, "-p", "no:cacheprovider", "--only", "q2_batchnorm.grad_x")
    assert "1 passed" in live.stdout
    assert live.stdout.endswith("True\n")


DEBUGGED = "def f(p):\n    mine = 3\n    return mine / 0\ndef g(p):\n    breakpoint()\n    return p\n"
DEBUGGED += "def gamma(X):\n    import pdb; pdb.set_trace()\n    return X\ndef dropout_loss(*inputs):\n    return 0.0\n"


def test_the_debugger_stops_in_the_students_code_and_leaving_it_ends_the_run(home):
    add(home / "q1_dropout.py", DEBUGGED)
    for typed, only in (("q\n", "g"), ("", "g"), ("q\n", "gamma")):  # "" is Ctrl-D
        done = run_pytest(home, "--only", f"q1_dropout.{only}", "--only", "q2_batchnorm", typed=typed)
        assert f"){only}()\n-> " in done.stdout
        assert "Exit: Quitting debugger" in done.stdout
        assert done.returncode == 2
        for left in ("passed", "FAILED", "Traceback", "bdb.", "checks.py", "what is off"):
            assert left not in done.stdout, done.stdout
    done = run_pytest(home, "--pdb", "--only", "f", "--only", "dropout_loss", typed="p mine + 39\nc\n")
    assert re.search(r"q1_dropout\.py\(\d+\)f\(\)\n-> return mine / 0\n\(Pdb\) 42\n", done.stdout)
    assert done.stdout.count("entering PDB") == 1  # a wrong answer leaves nothing to look into
    assert "2 failed" in done.stdout


def test_a_test_file_runs_as_a_script_from_anywhere(home):
    add(home / "q2_batchnorm.py", "def grad_x(dY, X, gamma, eps):\n    return dY")
    wrong = run_python(home, "tests/test_q2_batchnorm.py")
    assert wrong.returncode == 1
    assert f"1 failed, {OF['q2_batchnorm'] - 1} passed" in wrong.stdout
    right = run_python(home / "tests", "test_q3_layernorm.py")
    assert right.returncode == 0
    assert f"{OF['q3_layernorm']} passed" in right.stdout


def test_copies_of_the_tests_are_left_out_and_said_so_in_one_line(home):
    shutil.copytree(home / "tests", home / "tests copy")
    shutil.copytree(home / "tests", home / "old/tests")
    shutil.copytree(ROOT / "student_template", home / "student_template")
    shutil.copy(home / "tests/test_q1_dropout.py", home / "tests/test_q1_dropout (1).py")
    shutil.copy(home / "tests/test_q4_optimizers.py", home / "test_q4_optimizers.py")
    (home / "tests/test_q1_mine.py").write_text("def test_mine():\n    pass\n")
    done = run_pytest(home)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{ALL + 1} passed" in done.stdout
    assert "50 of 50" in done.stdout
    (line,) = re.findall(r"^not run: (.*), copies? of the tests in tests/$", done.stdout, re.MULTILINE)
    assert set(line.split(", ")) == {
        "tests copy", "old/tests", "student_template/tests", "tests/test_q1_dropout (1).py", "test_q4_optimizers.py",
    }  # fmt: skip
    (home / "old/q1_dropout.py").write_text("")
    assert (
        f"{OF['q1_dropout']} failed" in run_pytest(home / "old", "tests/test_q1_dropout.py").stdout
    )  # its own folder, by itself
    alone = run_pytest(home, "tests copy/test_q2_batchnorm.py")
    assert f"{OF['q2_batchnorm']} passed" in alone.stdout, alone.stdout + alone.stderr


NEAR = [
    (["Q2_BatchNorm.py"], "There is a Q2_BatchNorm.py: rename it to q2_batchnorm.py."),
    (["q2_batchnorm (1).py"], "There is a q2_batchnorm (1).py: rename it"),
    (["q2_batchnorm.py.txt"], "There is a q2_batchnorm.py.txt: rename it"),
    (["q2_bachnorm.py", "helpers.py"], "There is a q2_bachnorm.py: rename it"),
    (["batchnorm.py"], "There is a batchnorm.py: rename it"),
    (["q2.ipynb"], "q2.ipynb is a notebook: export it as a Python script named q2_batchnorm.py."),
    (["q2_batchnorm.ipynb", "q1.py"], "q2_batchnorm.ipynb is a notebook"),
    (["q2.py"], "There is a q2.py: rename it"),
    (["q1_dropout.py", "q20.py", "batchnorm.png", "notes.txt"], "There is no q2_batchnorm.py in "),
]


@pytest.mark.parametrize(("names", "told"), NEAR, ids=[names[0] for names, _ in NEAR])
def test_what_lies_in_place_of_a_missing_file_is_named(tmp_path, names, told):
    from at_home import files

    for name in names:
        (tmp_path / name).touch()
    assert files.instead_of("q2_batchnorm", tmp_path).startswith(told)


def test_the_four_files_are_the_same_at_home():
    from at_home import files

    assert tuple(f"{module}.py" for module in files.MODULES) == assignment.FILES


STATED = [  # what a student has to know and no formula of theirs says
    ("q1_dropout", "each weighted by its probability"),
    ("q1_dropout.g", "with the Γ defined there"),
    ("q1_dropout.dropout_loss", "of 0.0 and 1.0, dtype float64"),
    ("q2_batchnorm.grad_gamma", "`X_hat` is X̂, `(N, D)`"),
    ("q3_layernorm.grad_gamma", "`X_hat` is X̂, `(N, D)`"),
    ("q2_batchnorm.grad_var", "X and μ are held fixed"),
    ("q3_layernorm.grad_var", "X and μ are held fixed"),
    ("q3_layernorm", "False, γ = 1 and β = 0 and everybody knows it; True, any γ and β"),
    ("q4_optimizers", "Weight decay is the rule w ← w − lr (∇L + λ_wd w)"),
    ("q4_optimizers", "`s` is the first moment, the moving average of gradients with `beta1`, and `r` the second"),
    ("q4_optimizers", '"uncorrected" says what is returned'),
    ("q4_optimizers.rmsprop_l2_step", "v ← βv + (1 − β) (gradient)². Nothing is bias-corrected"),
]


@pytest.mark.parametrize(("name", "words"), STATED)
def test_a_stub_leaves_no_question_open(name, words):
    module, _, function = name.partition(".")
    tree = ast.parse((ROOT / "student_template" / f"{module}.py").read_text(encoding="utf-8"))
    (node,) = [node for node in ast.walk(tree) if getattr(node, "name", "") == function] if function else [tree]
    assert words in " ".join(ast.get_docstring(node).split())
