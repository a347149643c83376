"""Code that goes wrong in ways of its own: what its student is told, of many functions in one grading."""

import json
import re
import shutil

import pytest
from conftest import FILES, ROOT, unwrapped
from graded import run_autograder

FUNCTIONS = {
    "q1_dropout.second_moment": (
        "def second_moment(p, d):\n    raise MemoryError('mine')",
        r"raised MemoryError: mine\n +File .*in second_moment",
    ),
    "q1_dropout.f": (
        "async def f(p):\n    return p", r"returned a coroutine: define the function with def, not with async def",
    ),
    "q1_dropout.g": ("def g(p):\n    yield p", r"returned a generator: the function yields in place of returning"),
    "q1_dropout.gamma": (
        "def gamma(X):\n    return np.zeros((10**6, 10**6))",
        r"used more than 512 MB, or asked for more: Unable to allocate 7.28 TiB for an array[^$]*File .*in gamma",
    ),
    "q1_dropout.dropout_loss": (
        "def dropout_loss(X, y, w, mask):\n    return 10**400", r"returned a whole number too large for 64 bits",
    ),
    "q1_dropout.expected_loss": (
        "def expected_loss(X, y, w, p):\n    return [0] * 10**12",
        r"used more than 512 MB, or asked for more\n +File .*in expected_loss",
    ),
    "q1_dropout.expected_loss_grad": (
        "class Mine(MemoryError):\n    pass\n\n\ndef expected_loss_grad(X, y, w, p):\n    raise Mine('own')",
        r"raised Mine: own\n",
    ),
    "q2_batchnorm.batchnorm": (
        "def batchnorm(X, gamma, beta, eps):\n    return np.ma.masked_array(X, X > 0)",
        r"returned a masked array: what it masks is no number",
    ),
    "q2_batchnorm.grad_beta": (
        "import builtins\n\n\ndef grad_beta(dY):\n    builtins.len = None\n    return dY.sum(0)",
        r"ended its process with exit code 70, as where a builtin such as len has been replaced",
    ),
    "q2_batchnorm.grad_gamma": (
        "def grad_gamma(dY, X_hat):\n    return (dY * X_hat).sum",
        r"a function in place of its answer: it was not called",
    ),
    "q2_batchnorm.grad_x_hat": (
        "del grad_x_hat\n\n\ndef grad_xhat(dY, gamma):\n    return dY * gamma",
        r"no function named grad_x_hat; there is a `grad_xhat`: did you mean `grad_x_hat`\?",
    ),
    "q2_batchnorm.grad_var": (
        "del grad_var\n\n\nclass Solution:\n    def grad_var(self):\n        return 0",
        r"no function named grad_var; there is a `Solution.grad_var`: move it out of the class",
    ),
    "q2_batchnorm.grad_mean": (
        "del grad_mean\n\n\ndef gradMean(dX_hat, var, eps):\n    return 0",
        r"no function named grad_mean; there is a `gradMean`: did you mean `grad_mean`\?",
    ),
    "q2_batchnorm.grad_x": (  # grad_xhat is near too, and meant for another
        "del grad_x\nglobals()['grad_x`\\n# <b>'] = lambda: 0\nglobals()['grad_\\u0445'] = lambda: 0",
        r"q2_batchnorm.py defines no function named grad_x\n",
    ),
    "q3_layernorm.layernorm": ("\nx = " + "-" * 20_000 + "1", r"cannot be imported: it raised MemoryError: P"),
    "q4_optimizers.sgd_l2_step": (
        "\nexit()", r"q4_optimizers.py cannot be imported: it raised SystemExit[^$]*hint +Take exit\(\), quit",
    ),
}  # fmt: skip
WHOLE_FILES = ("q3_layernorm", "q4_optimizers")


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    folder = tmp_path_factory.mktemp("odd")
    for name in FILES:
        shutil.copy(ROOT / "solutions" / name, folder / name)
    for function, (code, _) in FUNCTIONS.items():
        with (folder / f"{function.partition('.')[0]}.py").open("a") as file:
            file.write(f"\n\n{code}\n")
    run_autograder(folder, folder / "results.json")
    return json.loads((folder / "results.json").read_text())


@pytest.mark.parametrize("function", FUNCTIONS)
def test_odd_code_is_told_what_it_did_and_shown_nothing_of_ours(graded, function):
    rows = [row for row in graded["tests"] if row["extra_data"]["function"] == function]
    assert all(row["score"] == 0 for row in rows)
    output = unwrapped(rows[0]["output"])
    assert re.search(FUNCTIONS[function][1], output), output
    assert not re.search(r"RuntimeWarning|/worker/|autograder/|Your code printed|<b>", output)


@pytest.mark.smoke
def test_odd_code_costs_no_other_function_a_point(graded):
    rows = [row for row in graded["tests"] if row["extra_data"]["function"].partition(".")[0] not in WHOLE_FILES]
    lost = {row["extra_data"]["function"] for row in rows if row["score"] < row["max_score"]}
    assert lost == {name for name in FUNCTIONS if name.partition(".")[0] not in WHOLE_FILES}
