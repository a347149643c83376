"""Answers that are right for most inputs: each one meets the input that tells, in every set of inputs of the grader."""

import importlib
import inspect
import re

import numpy as np
import pytest
from graded import first_problem, graded_tests
from sweeps import SWEPT_SETS

# The function, when its answer is wrong, and what it answers then; `right` is the right answer.
NARROW = [
    ("q1_dropout.second_moment", "d > 6", "right * (np.arange(d) < 6)"),
    ("q1_dropout.second_moment", "True", "np.round(right, 3)"),
    ("q1_dropout.f", "p < 0.05", "0.05"),
    ("q1_dropout.f", "True", "round(p, 2)"),
    ("q1_dropout.g", "True", "round(p, 2) * (1 - round(p, 2))"),
    ("q1_dropout.g", "p > 0.9", "0.09"),
    ("q1_dropout.gamma", "len(X) == len(X.T)", "np.diag(np.sqrt((X**2).sum(axis=1)))"),
    ("q1_dropout.gamma", "len(X) > 16", "np.diag(np.sqrt((X[:16] ** 2).sum(axis=0)))"),
    ("q1_dropout.gamma", "True", "np.diag(np.sqrt((X**2).sum(axis=0) + 1e-8))"),
    ("q1_dropout.dropout_loss", "len(y) == len(w)", "float(((y - X.T @ (mask * w)) ** 2).sum())"),
    ("q1_dropout.dropout_loss", "not mask.any()", "0.0"),
    ("q1_dropout.expected_loss", "len(y) == len(w)", "1.01 * right"),
    ("q1_dropout.expected_loss", "(w < 0).any()", "right - 0.1"),
    ("q1_dropout.expected_loss_grad", "p < 0.05", "0 * w"),
    ("q1_dropout.expected_loss_grad", "len(y) == len(w)", "right[::-1]"),
    ("q2_batchnorm.batchnorm", "eps < 1e-5", "solution(X, gamma, beta, 1e-5)"),
    ("q2_batchnorm.batchnorm", "len(X) > 16", "1.01 * right"),
    ("q2_batchnorm.batchnorm", "X.max() > 4", "solution(np.clip(X, -4, 4), gamma, beta, eps)"),
    ("q2_batchnorm.batchnorm", "not gamma.all()", "np.nan * X"),
    ("q2_batchnorm.grad_beta", "len(dY) == len(dY.T)", "dY.sum(axis=1)"),
    ("q2_batchnorm.grad_gamma", "len(dY) == len(dY.T)", "(dY * X_hat).sum(axis=1)"),
    ("q2_batchnorm.grad_x_hat", "len(dY) == len(dY.T)", "dY * gamma[:, None]"),
    ("q2_batchnorm.grad_x_hat", "not gamma.all()", "dY * np.where(gamma == 0, 1, gamma)"),
    ("q2_batchnorm.grad_var", "eps < 1e-5", "solution(dX_hat, X, mean, var, 1e-5)"),
    ("q2_batchnorm.grad_mean", "eps < 1e-2", "solution(dX_hat, var, 1e-2)"),
    ("q2_batchnorm.grad_mean", "True", "solution(dX_hat, np.maximum(var, 1e-3), eps)"),
    ("q2_batchnorm.grad_x", "eps < 1e-4", "solution(dY, X, gamma, 1e-4)"),
    ("q2_batchnorm.grad_x", "not gamma.all()", "solution(dY, X, np.where(gamma == 0, 1e-2, gamma), eps)"),
    ("q2_batchnorm.grad_x", "len(X) == len(X.T)", "right.T"),
    ("q3_layernorm.layernorm", "eps < 1e-5", "solution(X, gamma, beta, 1e-5)"),
    ("q3_layernorm.layernorm", "len(X) == len(X.T)", "right + (gamma[:, None] - gamma)"),
    ("q3_layernorm.grad_beta", "len(dY) == len(dY.T)", "dY.sum(axis=1)"),
    ("q3_layernorm.grad_gamma", "len(dY) == len(dY.T)", "(dY * X_hat).sum(axis=1)"),
    ("q3_layernorm.grad_x_hat", "len(dY) == len(dY.T)", "dY * gamma[:, None]"),
    ("q3_layernorm.grad_var", "eps < 1e-5", "solution(dX_hat, X, mean, var, 1e-5)"),
    ("q3_layernorm.grad_mean", "len(dX_hat) == len(dX_hat.T)", "-dX_hat.sum(axis=0) / np.sqrt(var + eps)"),
    ("q3_layernorm.grad_x", "len(X.T) > 16", "1.01 * right"),
    ("q3_layernorm.grad_x", "eps < 1e-4", "solution(dY, X, gamma, 1e-4)"),
    ("q3_layernorm.grad_x", "len(X) == len(X.T)", "right.T"),
    ("q3_layernorm.recover_private", "True", "solution(Y, np.where(abs(gamma) < 0.1, 1, gamma), beta)"),
    ("q3_layernorm.recover_private", "True", "solution(Y, np.where(abs(gamma) < 0.025, 1, gamma), beta)"),
    ("q3_layernorm.recover_private", "True", "solution(Y, np.clip(gamma, -3, 3), beta)"),
    ("q3_layernorm.recover_private", "True", "solution(Y, gamma + 1e-4, beta)"),
    ("q3_layernorm.leaked_entries", "n > 16", "np.ones((n, n))"),
    ("q3_layernorm.leaked_entries", "8 < n < 16", "0 * right"),
    ("q3_layernorm.leakage_count", "n > 16", "right - 1"),
    ("q3_layernorm.leakage_count", "affine and n != 16", "16"),
    ("q4_optimizers.equivalent_weight_decay", "True", "round(right, 2)"),
    ("q4_optimizers.equivalent_weight_decay", "True", "min(right, 2.0)"),
    ("q4_optimizers.equivalent_weight_decay", "lambda_l2 == 0", "1e-2"),
    ("q4_optimizers.sgd_l2_step", "w.ndim > 2", "w"),
    ("q4_optimizers.sgd_l2_step", "lambda_l2 == 0", "w"),
    ("q4_optimizers.sgd_weight_decay_step", "lambda_wd > 1", "solution(w, grad, lr, 1.0)"),
    ("q4_optimizers.expected_moment", "t > 50", "mu"),
    ("q4_optimizers.expected_moment", "beta**t < 0.03", "mu"),
    ("q4_optimizers.expected_moment", "beta > 0.9", "0.5 * right"),
    ("q4_optimizers.bias_corrected", "t > 20", "s"),
    ("q4_optimizers.bias_corrected", "t > 100", "s"),
    ("q4_optimizers.bias_corrected", "beta**t < 0.03", "s"),
    ("q4_optimizers.bias_corrected", "s.ndim > 2", "s"),
    ("q4_optimizers.momentum_l2_step", "w.ndim > 2", "(w, v)"),
    ("q4_optimizers.rmsprop_l2_step", "eps < 0.01", "solution(w, v, grad, lr, beta, 0.01, lambda_l2)"),
    ("q4_optimizers.rmsprop_l2_step", "beta > 0.95", "solution(w, v, grad, lr, 0.95, eps, lambda_l2)"),
    ("q4_optimizers.adam_l2_step", "t > 50", "(w - lr * right[1] / np.sqrt(right[2] + delta), *right[1:])"),
    ("q4_optimizers.adam_l2_step", "delta < 0.01", "solution(w, s, r, grad, t, lr, beta1, beta2, 0.01, lambda_l2)"),
    ("q4_optimizers.adamw_step", "t > 100", "solution(w, s, r, grad, 10**6, lr, beta1, beta2, delta, weight_decay)"),
    ("q4_optimizers.adamw_step", "beta2 > 0.95", "solution(w, s, r, grad, t, lr, beta1, 0.95, delta, weight_decay)"),
    ("q4_optimizers.adamw_step", "delta < 0.01", "solution(w, s, r, grad, t, lr, beta1, beta2, 0, weight_decay)"),
    ("q4_optimizers.adamw_step", "weight_decay == 0", "(w, s, r)"),
    ("q1_dropout.second_moment", "d in (5, 6, 7)", "0 * right"),
    ("q1_dropout.expected_loss", "len(w) == 8", "1.01 * right"),
    ("q1_dropout.expected_loss", "not w.all()", "1.01 * right"),
    ("q1_dropout.expected_loss", "True", "((y - p * X @ w) ** 2).sum() + p * (1 - p) * (w @ X.T @ X @ w)"),
    ("q1_dropout.dropout_loss", "len(y) > 6", "((y - X @ (mask * w))[:6] ** 2).sum()"),
    ("q1_dropout.dropout_loss", "len(w) > len(y)", "right + 1"),
    ("q1_dropout.gamma", "len(X.T) == 8", "right * (np.arange(8) < 7)"),
    ("q2_batchnorm.batchnorm", "len(X.T) > 7", "1.01 * right"),
    ("q3_layernorm.grad_x", "len(X) > 8", "1.01 * right"),
    ("q3_layernorm.recover_private", "len(Y) in (3, 8, 9)", "right + 1"),
    ("q4_optimizers.equivalent_weight_decay", "lambda_l2 < 0.001", "0.0"),
    ("q4_optimizers.sgd_l2_step", "True", "solution(w, grad, max(lr, 0.2), lambda_l2)"),
    ("q4_optimizers.sgd_l2_step", "True", "solution(w, grad, min(lr, 2.0), lambda_l2)"),
    ("q4_optimizers.sgd_weight_decay_step", "True", "solution(w, grad, lr, lambda_wd if lambda_wd > 0.01 else 0)"),
    ("q4_optimizers.bias_corrected", "True", "s / max(1 - beta**t, 0.01)"),
    ("q4_optimizers.bias_corrected", "t > 300", "s"),
    ("q4_optimizers.expected_moment", "True", "solution(mu, beta, min(t, 300))"),
    ("q4_optimizers.expected_moment", "True", "solution(mu, max(beta, 0.5), t)"),
    ("q4_optimizers.momentum_l2_step", "True", "solution(w, v, grad, lr, max(beta, 0.3), lambda_l2)"),
    ("q4_optimizers.rmsprop_l2_step", "True", "solution(w, v, grad, lr, beta, max(eps, 1e-4), lambda_l2)"),
    ("q4_optimizers.adam_l2_step", "beta1 > beta2", "(w, s, r)"),
    ("q4_optimizers.adam_l2_step", "True", "solution(w, s, r, grad, t, lr, beta1, beta2, max(delta, 1e-6), lambda_l2)"),
    (
        "q4_optimizers.adam_l2_step",
        "1 - beta2**t < 0.05",
        "(w - lr * (right[1] / (1 - beta1**t)) / np.sqrt(right[2] / 0.05 + delta), *right[1:])",
    ),
    ("q4_optimizers.adamw_step", "True", "tuple(np.where(grad == 0, old, new) for old, new in zip((w, s, r), right))"),
]

# Functions that may keep something of one call for the next: by the shape of their arrays, or by their numbers.
KEEPERS = [name for name in {function: None for function, _, _ in NARROW} if "leak" not in name]


@pytest.fixture(scope="module")
def every_set():
    return [graded_tests(drawn) for drawn in SWEPT_SETS]


def solution_of(function):
    module, _, name = function.partition(".")
    return getattr(importlib.import_module(f"solutions.{module}"), name)


def narrow(function, condition, answer):
    solution = solution_of(function)
    names = list(inspect.signature(solution).parameters)

    def wrong(*args):
        known = {"np": np, "solution": solution, "right": solution(*args), **dict(zip(names, args, strict=True))}
        return eval(answer, known) if eval(condition, known) else known["right"]

    return wrong


@pytest.mark.parametrize(("function", "condition", "answer"), NARROW)
def test_an_answer_that_is_wrong_for_some_inputs_loses_points_in_every_set(every_set, function, condition, answer):
    wrong = narrow(function, condition, answer)
    assert [tests for tests in every_set if first_problem(wrong, tests[function]) is None] == []


def remembering(function):
    """Gives the first answer again whenever arguments of the same shapes come back."""
    solution, answers = solution_of(function), {}

    def wrong(*args):
        return answers.setdefault(tuple(np.shape(arg) for arg in args if np.ndim(arg)), solution(*args))

    return wrong


@pytest.mark.parametrize("function", KEEPERS)
def test_an_answer_kept_from_an_earlier_call_of_the_same_shape_loses_points(every_set, function):
    for tests in every_set:
        assert first_problem(remembering(function), tests[function]) is not None
        calls = [case.args for test in tests[function] if "hidden" in test.name for case in test.cases]
        shapes = [tuple(np.shape(arg) for arg in args) for args in calls]
        assert len(set(shapes)) < len(shapes), "no shape comes twice among the hidden cases alone"


def test_the_kind_of_a_case_fits_the_function(every_set):
    needed = {"eps": "eps", "γ": "gamma", "gradients": "grad", "update": "t|v", "n other": "n", "far from zero": "X"}
    for function, tests in every_set[0].items():
        takes = list(inspect.signature(solution_of(function)).parameters)
        for about in {case.about for test in tests for case in test.cases}:
            for word, needs in needed.items():
                assert word not in about or any(re.fullmatch(needs, name) for name in takes), (function, about)
