"""A case of a public test as lines to paste into Python."""

import numpy as np


def lines_of(function, trial, parts):
    """The lines that call `function` (`q2_batchnorm.grad_x`) as the test did, and what should come out."""
    module, _, name = function.partition(".")
    names = list(trial.case.inputs)
    yield from (f"# {function}, {trial.case.about}: start Python in the folder of {module}.py and paste",)
    yield "import numpy as np"
    yield f"from {module} import {name}"
    for key, value in trial.case.inputs.items():
        yield from f"{key} = {shown(value)}".split("\n")
    yield f"got = {name}({', '.join(names)})"
    if trial.expected is not None:
        many = isinstance(trial.expected, tuple)
        wanted = trial.expected if many else (trial.expected,)
        for part, value in zip(parts if many else ("",), wanted):
            yield from f"expected{'_' * many}{part} = {shown(value)}".split("\n")


def shown(value):
    """A number, or an array with a row per line, exactly."""
    if np.ndim(value) == 0:
        return repr(np.asarray(value).item())
    rows = [repr(row) for row in np.asarray(value).tolist()]
    if np.ndim(value) == 1:
        return f"np.array([{', '.join(rows)}])"
    return "np.array([\n    " + ",\n    ".join(rows) + ",\n])"
