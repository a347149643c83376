"""Known mistakes of questions 2 and 3: batch norm and layer norm.

The two differ in the axis of their statistics alone, so that they share a derivation, and one line here is a mistake
of both.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.assignment import FunctionName
from autograder.mistakes.known.derivation import Derivation

WORDS = {
    "q2_batchnorm": {
        "norm": "batchnorm", "size": "N", "line": "column", "terms": "samples", "all_terms": "all samples",
        "other_axis": "1", "other_line": "row", "other_terms": "features", "other_norm": "layer norm",
        "view": "Batch norm looks at one feature over the samples.",
    },
    "q3_layernorm": {
        "norm": "layernorm", "size": "D", "line": "row", "terms": "features", "all_terms": "all features of a sample",
        "other_axis": "0", "other_line": "column", "other_terms": "samples", "other_norm": "batch norm",
        "view": "Layer norm looks at one sample over its features.",
    },
}  # fmt: skip


@functools.cache
def sums_along(axis: int) -> Callable[[Any], Any]:
    """The sum along `axis`, which stays with length one."""
    return lambda values: np.add.reduce(values, axis=axis, keepdims=True)


def both(function: str, inputs: str, text: str) -> dict[str, Derivation]:
    """The derivation of one function, for batch norm and for layer norm."""

    def as_lines(values: Any, axis: int) -> Any:
        return np.expand_dims(values, axis) if values.ndim == 1 else values

    def flat(values: Any, axis: int) -> Any:
        return values.squeeze(axis) if values.shape[axis] == 1 else values

    found: dict[str, Derivation] = {}
    for axis, (module, words) in enumerate(WORDS.items()):
        tools = {
            "own_axis": axis,
            "sums_along": sums_along,
            "as_lines": functools.partial(as_lines, axis=axis),
            "flat": functools.partial(flat, axis=axis),
        }
        found[FunctionName.of(module, function.format_map(words))] = Derivation(inputs, text, tools)
    return found


DERIVATIONS = {
    **both("{norm}", "X, gamma, beta, eps", """
        axis = own_axis
        total = sums_along(axis)
        count = X.shape[axis]
        mu = total(X) / count
        centred = X - mu
        var = total(centred**2) / count
        root = sqrt(var + eps)
        X_hat = centred / root
        scaled = gamma * X_hat
        Y = scaled + beta
        return Y
    """),
}  # fmt: skip

# The functions, the name, what stands in place of a right step, and the hint; {words} as above.
MISTAKES = (
    ("{norm}", "statistics-of-{other_line}s", "axis = {other_axis}",
     "These are the statistics of {other_line}s: that is {other_norm}. {view}"),
    ("{norm}", "unbiased-variance", "var = total(centred**2) / (count - 1)",
     "This is what the unbiased variance gives: which one does the question ask for?"),
    ("{norm}", "eps-outside-the-root", "root = sqrt(var) + eps", "eps stands inside the root, beside the variance."),
    ("{norm}", "eps-of-its-own", "eps = own",
     "This is the answer for another eps than the argument: where does the argument come in?"),
    ("{norm}", "divided-by-the-variance", "root = var + eps",
     "Here X̂ equals (X − μ)/(σ² + eps): which spread has the units of X?"),
    ("{norm}", "mean-not-taken-away", "X_hat = X / root",
     "This is what X in place of the centred X gives: what is taken away from X first?"),
    ("{norm}", "beta-forgotten", "Y = scaled", "This is the answer for β = 0: where does β enter?"),
    ("{norm}", "gamma-forgotten", "scaled = X_hat", "This is the answer for γ = 1: where does γ enter?"),
    ("{norm}", "beta-scaled-by-gamma", "Y = scaled + gamma * beta",
     "γ scales the normalized X; β is added afterwards and is not scaled."),
    ("{norm}", "eps-squared", "root = sqrt(var + eps**2)", "eps stands beside the variance as it is, not squared."),
    ("{norm}", "variance-held-above-eps", "root = sqrt(maximum(var, eps))",
     "eps is added to every variance; it is not the least that a variance may be."),
    ("{norm}", "gamma-and-beta-exchanged", "gamma, beta = beta, gamma",
     "This is what γ and β in each other's place give: which scales, and which shifts?"),
    ("{norm}", "normalized-alone", "Y = X_hat", "This is the normalized X alone: γ scales it and β shifts it."),
    ("{norm}", "statistics-of-everything", "mu, var = X.mean(), X.var()",
     "This is what the mean and the variance of all entries of X give: a {line} has its own."),
    ("{norm}", "mean-square-for-variance", "var = total(X**2) / count",
     "This is what the mean of X² in place of the variance gives: which squares does a variance average?"),
    ("{norm}", "sign-of-the-centred-x", "X_hat = -centred / root",
     "Check the sign of the centred X: the mean is taken away from it."),
    ("{norm}", "sign-of-beta", "Y = scaled - beta", "The shift β is added, not taken away."),
    ("{norm}", "root-mean-square", "centred = X",
     "This is what RMS norm gives: where does the mean come in, above the root and in the variance?"),
    ("{norm}", "affine-before-normalizing", "X, gamma, beta = gamma * X + beta, 1, 0",
     "γ and β come after the normalization, not before it."),
    ("{norm}", "variance-along-the-other-axis", "var = X.var({other_axis}, keepdims=True)",
     "This is what the variance along the other axis gives: mean and variance belong to the same {terms}."),
    ("{norm}", "mean-along-the-other-axis", "X_hat = (X - X.mean({other_axis}, keepdims=True)) / root",
     "This is what the mean along the other axis gives: mean and variance belong to the same {terms}."),
    ("{norm}", "sum-of-squares-for-variance", "var = total(centred**2)",
     "The variance is an average of squares, not their sum."),
    ("{norm}", "a-root-for-each", "root = sqrt(var) + sqrt(eps)",
     "The root of a sum is not the sum of roots: variance and eps stand under one root."),
    ("{norm}", "rooted-twice", "root = sqrt(sqrt(var) + eps)",
     "This is what the standard deviation under the root gives: what stands there beside eps?"),
    ("{norm}", "multiplied-by-the-root", "X_hat = centred * root",
     "This is the centred X times the standard deviation: which of the two has X̂ of variance 1?"),
    ("{norm}", "not-divided-by-the-root", "X_hat = centred",
     "This is X centred, and as wide as before: which variance does X̂ have?"),
    ("{norm}", "divided-by-gamma", "scaled = X_hat / gamma",
     "This is what one over γ as the scale gives: what does Y do when γ grows?"),
    ("{norm}", "absolute-gamma", "scaled = abs(gamma) * X_hat", "γ keeps its sign."),
    ("{norm}", "eps-taken-away", "root = sqrt(abs(var - eps))", "eps is added to the variance."),
    ("{norm}", "eps-added-to-x-hat", "X_hat = centred / sqrt(var) + eps",
     "This is X̂ for eps = 0, and eps added after that, as without brackets: what does eps stand beside?"),
    ("{norm}", "mean-of-everything", "centred = X - X.mean()",
     "The mean here is that of all entries of X: a {line} has its own."),
    ("{norm}", "mean-alone-over-the-root", "X_hat = X - mu / root",
     "This is X less μ over the root, as without brackets: what does the root stand below?"),
    ("{norm}", "mean-divided-by-one-less", "mu = total(X) / (count - 1)",
     "This is what {size} − 1 in the mean gives: over how many {terms} does it average?"),
)  # fmt: skip
