"""Known mistakes as a student would hand them in: the steps of the right answer as code, some of them changed."""

import textwrap

from autograder.mistakes.known import derivation_of
from autograder.mistakes.known.derivation import TOOLS

CODE = """

def {name}({inputs}):
    import numpy as np
    from numpy import {tools}

    own_axis = {axis}

    def sums_along(axis):
        return lambda values: np.add.reduce(values, axis=axis, keepdims=True)

    def as_lines(values):
        return np.expand_dims(values, own_axis) if values.ndim == 1 else values

    def flat(values):
        return values.squeeze(own_axis) if values.shape[own_axis] == 1 else values

{body}
"""


def code_of(function, changes):
    """The function with these changes, to be put below a solution's file."""
    module, _, name = function.partition(".")
    derivation = derivation_of(function)
    given = [step for step in derivation.inputs if step in changes]
    lines = [f"{', '.join(given)} = {', '.join(changes[step] for step in given)}"] if given else []
    lines += [f"{step} = {changes.get(step, right)}" for step, right in derivation.steps.items()]
    lines.append(f"return {', '.join(derivation.returns)}")
    tools = ", ".join(tool for tool in TOOLS if tool != "len")
    body = textwrap.indent("\n".join(lines), "    ")
    axis = int(module == "q3_layernorm")
    return CODE.format(name=name, inputs=", ".join(derivation.inputs), tools=tools, axis=axis, body=body)
