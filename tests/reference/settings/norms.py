"""Questions 2 and 3(a): both norms, differentiated by PyTorch and, where the paths are, by SymPy."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import sympy
import torch
from reference.evaluate import Setting

SHAPE = ROWS, COLUMNS = (4, 3)
EPS = 0.3
L = r"d\mathcal{L}"
NAMES = {"mean": r"\mu", "var": r"\sigma^2", "X_hat": r"\hat{X}", "gamma": r"\gamma", "beta": r"\beta"}
NAMES |= {"X": "X", "Y": "Y"}
IN_SYMBOLS = ("local", "grad-var", "grad-mean", "zero-path")
EQUATIONS = {
    0: ("statistics", "forward", "grad-beta", "grad-gamma", "grad-x-hat", "paths", "local", "grad-var", "grad-mean",
        "zero-path", "assemble", "grad-x", "projection", "properties"),
    1: ("statistics", "forward", "grad-beta", "grad-gamma", "grad-x-hat", "paths", "local", "grad-var", "grad-mean",
        "grad-x"),
}  # fmt: skip
MODULES = {0: "q2_batchnorm", 1: "q3_layernorm"}
FORWARD = {0: "batchnorm", 1: "layernorm"}


def settings(answer: Any) -> dict[str, list[Setting]]:
    """The equations of question2.md and of the first half of question3.md."""
    found: dict[str, list[Setting]] = {}
    random = np.random.default_rng(2)
    for axis, question in ((0, "q2"), (1, "q3")):
        X, gamma, beta = random.normal(size=SHAPE), np.array([1.5, -0.7, 0.4]), random.normal(size=COLUMNS)
        weights = random.normal(size=SHAPE)
        differentiated = in_numbers(X, gamma, beta, weights, axis)
        answered = from_functions(differentiated, answer, axis)
        for name in EQUATIONS[axis]:
            found[f"{question}-{name}"] = [differentiated, answered]
        for name in IN_SYMBOLS:
            if f"{question}-{name}" in found:
                found[f"{question}-{name}"].append(in_symbols(axis))
        flat = np.broadcast_to(X.mean(axis, keepdims=True), SHAPE)
        constant = in_numbers(flat, gamma, beta, weights, axis)
        found[f"{question}-constant-{'column' if axis == 0 else 'row'}"] = [
            constant, from_functions(constant, answer, axis)]  # fmt: skip
    return found


def setting(values: dict[str, Any], **more: Any) -> Setting:
    """Free indices run over rows and columns; `N` and `D` count them."""
    rows, columns = values["X"].shape
    ranges = {"i": range(1, rows + 1), "j": range(1, columns + 1)}
    return Setting({"N": rows, "D": columns} | values | more, ranges)


def in_numbers(X: Any, gamma: Any, beta: Any, weights: Any, axis: int) -> Setting:
    """Everything computed and differentiated in float64, for a loss that is not linear in Y."""
    t = {name: torch.tensor(np.array(value), requires_grad=True)
         for name, value in (("X", X), ("gamma", gamma), ("beta", beta))}  # fmt: skip
    t["mean"] = t["X"].mean(axis)
    t["var"] = variance(t["X"], t["mean"], axis)
    t["X_hat"] = normalized(t["X"], t["mean"], t["var"], axis)
    t["Y"] = t["gamma"] * t["X_hat"] + t["beta"]
    loss = (torch.tensor(weights) * torch.sin(t["Y"])).sum()
    values = {NAMES[name]: value.detach().numpy() for name, value in t.items()}
    for name, gradient in zip(t, torch.autograd.grad(loss, list(t.values()))):
        values[f"{L}/d{NAMES[name]}"] = gradient.numpy()
    return setting(values | slopes(t, axis), **{r"\varepsilon": EPS, r"\sigma": np.sqrt(values[r"\sigma^2"])})


def variance(X: Any, mean: Any, axis: int) -> Any:
    """The mean squared deviation from `mean`, which autograd may hold fixed or follow."""
    return ((X - mean.unsqueeze(axis)) ** 2).mean(axis)


def normalized(X: Any, mean: Any, var: Any, axis: int) -> Any:
    """Of the three arguments that the pages give X̂."""
    return (X - mean.unsqueeze(axis)) / torch.sqrt(var.unsqueeze(axis) + EPS)


def slopes(t: dict[str, Any], axis: int) -> dict[str, Any]:
    """The derivatives written with ∂: whole Jacobians, the other arguments held."""
    X, mean, var, X_hat, gamma, beta = (t[name].detach() for name in ("X", "mean", "var", "X_hat", "gamma", "beta"))
    functions = {
        r"∂Y/∂\beta": (lambda b: gamma * X_hat + b, beta),
        r"∂Y/∂\gamma": (lambda g: g * X_hat + beta, gamma),
        r"∂Y/∂\hat{X}": (lambda h: gamma * h + beta, X_hat),
        r"∂\hat{X}/∂X": (lambda x: normalized(x, mean, var, axis), X),
        r"∂\hat{X}/∂\mu": (lambda m: normalized(X, m, var, axis), mean),
        r"∂\hat{X}/∂\sigma^2": (lambda v: normalized(X, mean, v, axis), var),
        r"∂\sigma^2/∂X": (lambda x: variance(x, mean, axis), X),
        r"∂\sigma^2/∂\mu": (lambda m: variance(X, m, axis), mean),
        r"∂\mu/∂X": (lambda x: x.mean(axis), X),
    }
    return {name: torch.autograd.functional.jacobian(*pair).numpy() for name, pair in functions.items()}


def from_functions(where: Setting, answer: Any, axis: int) -> Setting:
    """The same place, with what the functions return for output and gradients."""
    v, module = where.values, MODULES[axis]
    X, gamma, mean, var, upstream = v["X"], v[r"\gamma"], v[r"\mu"], v[r"\sigma^2"], v[f"{L}/dY"]

    def of(name: str, *arguments: Any) -> Any:
        return answer(f"{module}.{name}")(*arguments)

    answers = {
        "Y": of(FORWARD[axis], X, gamma, v[r"\beta"], EPS),
        f"{L}/d\\beta": of("grad_beta", upstream),
        f"{L}/d\\gamma": of("grad_gamma", upstream, v[r"\hat{X}"]),
        f"{L}/d\\hat{{X}}": of("grad_x_hat", upstream, gamma),
        f"{L}/d\\sigma^2": of("grad_var", v[f"{L}/d\\hat{{X}}"], X, mean, var, EPS),
        f"{L}/d\\mu": of("grad_mean", v[f"{L}/d\\hat{{X}}"], var, EPS),
        f"{L}/dX": of("grad_x", upstream, X, gamma, EPS),
    }
    return Setting(v | answers, where.ranges)


@cache
def in_symbols(axis: int) -> Setting:
    """The paths through variance and mean, for any data: SymPy differentiates, three entries per statistic."""
    shape = (3, 2) if axis == 0 else (2, 3)
    X, upstream = symbols("x", *shape), symbols("u", *shape)
    mean, var = symbols("m", 2), symbols("v", 2)
    eps, length = sympy.Symbol("epsilon", positive=True), 3
    along = (lambda values: values[None, :]) if axis == 0 else (lambda values: values[:, None])
    X_hat = (X - along(mean)) / along(np.array([sympy.sqrt(v + eps) for v in var]))
    spread = ((X - along(mean)) ** 2).sum(axis) / sympy.Integer(length)
    values = {
        "X": X, r"\mu": mean, r"\sigma": np.array([sympy.sqrt(v) for v in var]), r"\hat{X}": X_hat,
        f"{L}/d\\hat{{X}}": upstream,
        f"{L}/d\\sigma^2": derivative((upstream * X_hat).sum(), var),
        f"{L}/d\\mu": derivative((upstream * X_hat).sum(), mean),
        r"∂\hat{X}/∂X": derivative(X_hat, X), r"∂\hat{X}/∂\mu": derivative(X_hat, mean),
        r"∂\hat{X}/∂\sigma^2": derivative(X_hat, var), r"∂\sigma^2/∂X": derivative(spread, X),
        r"∂\mu/∂X": derivative(X.sum(axis) / sympy.Integer(length), X),
        r"∂\sigma^2/∂\mu": derivative(spread, mean),
    }  # fmt: skip
    own = dict(zip(mean, X.sum(axis) / sympy.Integer(length)))  # the zero path needs X's own mean
    at_own = np.vectorize(lambda entry: sympy.sympify(entry).subs(own), otypes=[object])
    values = {name: at_own(value) for name, value in values.items()}
    return setting(values, symbolic=True, N=sympy.Integer(shape[0]), D=sympy.Integer(shape[1]), **{r"\varepsilon": eps})


def symbols(letter: str, *shape: int) -> Any:
    """An array of positive symbols."""
    names = [f"{letter}{'_'.join(map(str, index))}" for index in np.ndindex(*shape)]
    return np.array([sympy.Symbol(name, positive=True) for name in names], dtype=object).reshape(shape)


def derivative(of: Any, by: Any) -> Any:
    """Every entry of `of` by every entry of `by`."""
    return np.array([[sympy.diff(entry, symbol) for symbol in np.ravel(by)] for entry in np.ravel(of)],
                    dtype=object).reshape(np.shape(of) + np.shape(by))  # fmt: skip
