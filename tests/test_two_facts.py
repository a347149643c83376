"""What is told of a known mistake whose answer took another form, or that comes with a function that is called."""

import json

import pytest
from conftest import FILES, ROOT, check_diagnoses, unwrapped
from graded import run_autograder

from autograder.mistakes.known import mistakes_of

WRONG = {
    "q1_dropout": """
def expected_loss_grad(X, y, w, p):
    return 2 * p * X.T @ (y - p * X @ w) - 2 * p * (X**2).sum(axis=0) * w


def gamma(X):
    return 2 * np.diag(X.std(axis=0))


def f(p):
    return p**2


def second_moment(p, d):
    masks = np.random.default_rng(3).random((100_000, d)) < p
    return masks.T.astype(float) @ masks / 100_000


def expected_loss(X, y, w, p):
    return ((y - f(p) * (X @ w)) ** 2).sum() + p * (1 - p) * (X**2).sum(axis=0) @ w**2
""",
    "q2_batchnorm": """
def grad_var(dX_hat, X, mean, var, eps):
    return -((var + eps) ** -1.5) * (dX_hat * (X - mean)).sum(axis=0)


def grad_x(dY, X, gamma, eps):
    D, mean, var = dY * gamma, X.mean(axis=0), X.var(axis=0)
    through_mean = grad_mean(D, var, eps) / len(X)
    return D / np.sqrt(var + eps) + grad_var(D, X, mean, var, eps) * 2 * (X - mean) / len(X) + through_mean


def batchnorm(X, gamma, beta, eps):
    return (gamma * (X - X.mean(axis=0)) / (X.std(axis=0) + eps) + beta).astype(np.float16)
""",
    "q3_layernorm": """
def grad_var(dX_hat, X, mean, var, eps):
    return -0.5 * np.maximum(var, eps) ** -1.5 * (dX_hat * (X - mean[:, None])).sum(axis=1)


def grad_x(dY, X, gamma, eps):
    D, mean, var = dY * gamma, X.mean(axis=1), X.var(axis=1)
    through_var = grad_var(D, X, mean, var, eps)[:, None] * 2 * (X - mean[:, None]) / X.shape[1]
    through_mean = grad_mean(D, var, eps)[:, None] / X.shape[1]
    return D / np.sqrt(var + eps)[:, None] + through_var + through_mean


def layernorm(X, gamma, beta, eps):
    return (gamma * (X - X.mean(axis=1, keepdims=True)) / np.sqrt(X.var(axis=1, keepdims=True) + eps)).T


def grad_mean(dX_hat, var, eps):
    return -dX_hat.sum(axis=1) / np.sqrt(var + eps)


def grad_beta(dY):
    return dY.sum(axis=1)[:, None]
""",
    "q4_optimizers": """
def bias_corrected(s, beta, t):
    return s / (1 - beta ** (t + 1))


def adamw_step(w, s, r, grad, t, lr, beta1, beta2, delta, weight_decay):
    s, r = beta1 * s + (1 - beta1) * grad, beta2 * r + (1 - beta2) * grad**2
    step = bias_corrected(s, beta1, t) / np.sqrt(bias_corrected(r, beta2, t) + delta)
    return w - lr * step - lr * weight_decay * w, s, r


def momentum_l2_step(w, v, grad, lr, beta, lambda_l2):
    v = beta * v + (1 - beta) * (grad + lambda_l2 * w)
    return v, w - lr * v
""",
}

FORMS = [
    ("q1_dropout.expected_loss_grad", "penalty-gradient-with-p + negated", "The sign of the whole answer is flipped."),
    ("q1_dropout.gamma", "gamma-from-standard-deviations + doubled", "The whole answer is twice as large."),
    ("q2_batchnorm.batchnorm", "eps-outside-the-root + in-float16", "The answer has the precision of float16"),
    ("q3_layernorm.layernorm", "beta-forgotten + transposed", "The answer is transposed."),
    ("q3_layernorm.grad_beta", "summed-over-features-in-beta + axis-of-length-one", "an axis of length 1 too many."),
    ("q4_optimizers.momentum_l2_step", "momentum-penalty-without-the-two + parts-in-another-order",
     "The parts stand in another order."),
]  # fmt: skip
CALLS = [  # the function, what it calls, what it is named, whether by a mistake of its own
    ("q1_dropout.expected_loss", "f", "prediction-scaled-by-p-squared", True),
    ("q2_batchnorm.grad_x", "grad_var", "variance-path-doubled", True),
    ("q3_layernorm.grad_x", "grad_var", "grad-var-held-above-eps", False),
    ("q4_optimizers.adamw_step", "bias_corrected", "adamw-correction-one-step-late", True),
]


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    folder = tmp_path_factory.mktemp("forms")
    for name in FILES:
        added = WRONG[name.removesuffix(".py")]
        (folder / name).write_text((ROOT / "solutions" / name).read_text() + "\n\n" + added)
    run_autograder(folder, folder / "results.json")
    results = json.loads((folder / "results.json").read_text())
    check_diagnoses(results)
    return results["tests"]


def failed(rows, function):
    return [row for row in rows if row["extra_data"]["function"] == function and not row["score"]]


def hint_of(function, name):
    return next(mistake.hint for mistake in mistakes_of(function) if mistake.name == name)


@pytest.mark.parametrize(("function", "names", "form"), FORMS, ids=[function for function, *_ in FORMS])
def test_a_known_mistake_in_another_form_is_both_facts(graded, function, names, form):
    rows = failed(graded, function)
    assert {row["extra_data"]["mistake"] for row in rows} == {names}
    told = f"Two slips together give exactly this: (1) {hint_of(function, names.partition(' + ')[0])} (2) "
    for row in rows:
        assert told in unwrapped(row["output"])
        assert form in unwrapped(row["output"])


@pytest.mark.parametrize(("function", "helper", "name", "own"), CALLS, ids=[function for function, *_ in CALLS])
def test_a_slip_that_comes_with_a_called_function_is_told_as_such(graded, function, helper, name, own):
    rows = failed(graded, function)
    assert rows
    for row in rows:
        assert row["extra_data"]["mistakes"] == [name]
        told = f"A right answer that calls your {helper} gives the same: look there first."
        if own:
            told = f"{hint_of(function, name)} {told}"
        else:
            told = f"This is what a right answer that calls your {helper} gives: look there first."
        assert told in unwrapped(row["output"])


def test_a_mean_of_samples_is_asked_about(graded):
    rows = failed(graded, "q1_dropout.second_moment")
    assert rows
    for row in rows:
        assert "off by another share in each case: is it sampled? The expectation is exact." in unwrapped(row["output"])
        assert row["extra_data"]["mistakes"] == []
