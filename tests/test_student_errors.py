"""The next step for an error follows from the exception, at home as in the grader: no message talks its way to one."""

import sys

import numpy as np
import pytest

from autograder.public import Case, FunctionTest, StudentError, WrongAnswer, checks
from autograder.sandbox.outcomes import Raised
from autograder.sandbox.wording import facts_of

EXIT = "Take exit(), quit() or sys.exit() out of the file"
AXIS = "keep the axis of the mean or sum (keepdims=True)"
COUNT = "It is called with 2 arguments, in this order: X, eps."
MODULE = "file_of_a_student"
CASE = Case("a case", X=np.ones((3, 4)), eps=0.1)


def ask():
    """Have `f` of the student's file answer a test."""
    test = FunctionTest()
    test.module, test.function = MODULE, "f"
    test.check([CASE], [1.0])


@pytest.mark.parametrize(
    ("code", "hint"),
    [
        ("def f(X, eps):\n    return X - X.mean(axis=1)", AXIS),
        ("def f(X):\n    return X", COUNT),
        ("def f(X, eps):\n    return g(X)\n\n\ndef g(X, eps):\n    return X", ""),
        ("import sys\n\nsys.exit()", EXIT),
        ("def f(X, eps):\n    raise SystemExit", ""),
        ("def f(X, eps):\n    raise RuntimeError('cannot be imported: it raised SystemExit')", ""),
        ("raise RuntimeError('cannot be imported: it raised SystemExit')", ""),
        (
            "def f(X, eps):\n    raise TypeError('raised TypeError: f() takes 1 positional argument but 2')",
            "",
        ),
        ("def f(X, eps):\n    raise KeyError('operands could not be broadcast together with shapes (3,4) (3,)')", ""),
    ],
)
def test_the_next_step_for_an_error(tmp_path, monkeypatch, code, hint):
    (tmp_path / f"{MODULE}.py").write_text(f"{code}\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, MODULE, raising=False)
    with pytest.raises(WrongAnswer) as wrong:
        ask()
    told = wrong.value.problem.hint
    assert (hint in told) if hint else told == ""
    with pytest.raises(StudentError) as error:
        checks.call(MODULE, "f", CASE)
    at_home = error.value.facts
    from_the_worker = Raised(at_home.kind, at_home.message, ())
    assert facts_of(from_the_worker, importing=at_home.importing) == at_home
