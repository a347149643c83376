"""Known mistakes of question 3: the gradients of layer norm by σ², μ and X."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.mistakes.known import USUAL_EPS, mistake

GRAD_VAR = "q3_layernorm.grad_var"


@mistake(GRAD_VAR, "Check the sign: a larger variance makes X̂ smaller.")
def sign_of_grad_var(dX_hat: Any, X: Any, mean: Any, var: Any, eps: float) -> Any:
    return 0.5 * (var + eps) ** -1.5 * (dX_hat * (X - mean[:, None])).sum(axis=1)


@mistake(GRAD_VAR, "This is twice the derivative: which factor does differentiating a power bring down?")
def half_forgotten(dX_hat: Any, X: Any, mean: Any, var: Any, eps: float) -> Any:
    return -((var + eps) ** -1.5) * (dX_hat * (X - mean[:, None])).sum(axis=1)


@mistake(GRAD_VAR, "Differentiation lowers the power by one: −1/2 does not stay.")
def power_not_lowered(dX_hat: Any, X: Any, mean: Any, var: Any, eps: float) -> Any:
    return -0.5 * (var + eps) ** -0.5 * (dX_hat * (X - mean[:, None])).sum(axis=1)


@mistake(GRAD_VAR, "The power of σ² + eps comes to −2: check it, and whether X is centred there or normalized already.")
def power_lowered_too_far(dX_hat: Any, X: Any, mean: Any, var: Any, eps: float) -> Any:
    return -0.5 * (var + eps) ** -2.0 * (dX_hat * (X - mean[:, None])).sum(axis=1)


@mistake(
    GRAD_VAR, "This is the answer for another eps than the argument: where does the argument come in?", own=USUAL_EPS
)
def eps_of_its_own_in_grad_var(dX_hat: Any, X: Any, mean: Any, var: Any, eps: float, *, own: float = 1e-5) -> Any:
    return -0.5 * (var + own) ** -1.5 * (dX_hat * (X - mean[:, None])).sum(axis=1)


@mistake(GRAD_VAR, "What stands over the root in the forward pass is the centred X.")
def x_not_centred_in_grad_var(dX_hat: Any, X: Any, mean: Any, var: Any, eps: float) -> Any:
    return -0.5 * (var + eps) ** -1.5 * (dX_hat * X).sum(axis=1)


@mistake(
    GRAD_VAR, "The variance is shared by all features of a sample: their contributions add up, they are not averaged."
)
def grad_var_averaged(dX_hat: Any, X: Any, mean: Any, var: Any, eps: float) -> Any:
    return -0.5 * (var + eps) ** -1.5 * (dX_hat * (X - mean[:, None])).mean(axis=1)


@mistake(
    GRAD_VAR,
    "All features of a sample share its variance: what does that do to the gradients that come from each?",
)
def grad_var_not_summed(dX_hat: Any, X: Any, mean: Any, var: Any, eps: float) -> Any:
    return -0.5 * (var[:, None] + eps) ** -1.5 * dX_hat * (X - mean[:, None])


@mistake(GRAD_VAR, "This is what the sum of dX̂ alone gives: what multiplies 1/√(σ² + eps) in the forward pass?")
def centred_x_forgotten(dX_hat: Any, X: Any, mean: Any, var: Any, eps: float) -> Any:
    return -0.5 * (var + eps) ** -1.5 * dX_hat.sum(axis=1)


@mistake(GRAD_VAR, "eps stands inside the root, beside the variance, and stays there in the derivative.")
def grad_var_eps_outside(dX_hat: Any, X: Any, mean: Any, var: Any, eps: float) -> Any:
    return -0.5 * (np.sqrt(var) + eps) ** -3.0 * (dX_hat * (X - mean[:, None])).sum(axis=1)


@mistake(GRAD_VAR, "This sums over the samples: a row's variance is shared by its features.")
def grad_var_summed_along_the_other_axis(dX_hat: Any, X: Any, mean: Any, var: Any, eps: float) -> Any:
    return (-0.5 * np.sqrt(var + eps)[:, None] ** -3 * dX_hat * (X - mean[:, None])).sum(axis=0)


@mistake(GRAD_VAR, "This is the derivative by the standard deviation. By the variance, the chain rule goes on.")
def derivative_by_the_standard_deviation(dX_hat: Any, X: Any, mean: Any, var: Any, eps: float) -> Any:
    return -((var + eps) ** -1.0) * (dX_hat * (X - mean[:, None])).sum(axis=1)


@mistake(GRAD_VAR, "This equals half of the power −3, as Python reads −3 / 2 without brackets: which power is meant?")
def power_before_division(dX_hat: Any, X: Any, mean: Any, var: Any, eps: float) -> Any:
    return -0.5 * ((var + eps) ** -3 / 2) * (dX_hat * (X - mean[:, None])).sum(axis=1)


@mistake(GRAD_VAR, "The power belongs below the bar, as in the forward pass: check its sign.")
def sign_of_the_power(dX_hat: Any, X: Any, mean: Any, var: Any, eps: float) -> Any:
    return -0.5 * (var + eps) ** 1.5 * (dX_hat * (X - mean[:, None])).sum(axis=1)


@mistake(GRAD_VAR, "Check the power: differentiation takes one away from −1/2.")
def power_of_minus_one(dX_hat: Any, X: Any, mean: Any, var: Any, eps: float) -> Any:
    return -0.5 * (var + eps) ** -1.0 * (dX_hat * (X - mean[:, None])).sum(axis=1)


@mistake(GRAD_VAR, "eps is added to every variance; it is not the least that a variance may be.")
def grad_var_held_above_eps(dX_hat: Any, X: Any, mean: Any, var: Any, eps: float) -> Any:
    return -0.5 * np.maximum(var, eps) ** -1.5 * (dX_hat * (X - mean[:, None])).sum(axis=1)


GRAD_MEAN = "q3_layernorm.grad_mean"


@mistake(GRAD_MEAN, "Check the sign: the mean is taken away.")
def sign_of_grad_mean(dX_hat: Any, var: Any, eps: float) -> Any:
    return dX_hat.sum(axis=1) / np.sqrt(var + eps)


@mistake(
    GRAD_MEAN, "The mean is shared by all features of a sample: their contributions add up, they are not averaged."
)
def grad_mean_averaged(dX_hat: Any, var: Any, eps: float) -> Any:
    return -dX_hat.mean(axis=1) / np.sqrt(var + eps)


@mistake(GRAD_MEAN, "Here the power of σ² + eps comes to −1: which one does the forward pass have?")
def grad_mean_without_root(dX_hat: Any, var: Any, eps: float) -> Any:
    return -dX_hat.sum(axis=1) / (var + eps)


@mistake(GRAD_MEAN, "eps stands inside the root, beside the variance.")
def grad_mean_eps_outside(dX_hat: Any, var: Any, eps: float) -> Any:
    return -dX_hat.sum(axis=1) / (np.sqrt(var) + eps)


@mistake(
    GRAD_MEAN, "This is the answer for another eps than the argument: where does the argument come in?", own=USUAL_EPS
)
def grad_mean_eps_of_its_own(dX_hat: Any, var: Any, eps: float, *, own: float = 1e-5) -> Any:
    return -dX_hat.sum(axis=1) / np.sqrt(var + own)


@mistake(GRAD_MEAN, "This is minus the sum of dX̂: by what does the forward pass scale X − μ?")
def grad_mean_not_scaled(dX_hat: Any, var: Any, eps: float) -> Any:
    return -dX_hat.sum(axis=1)


@mistake(
    GRAD_MEAN,
    "The mean is shared by all features of a sample: what does that do to the gradients that come from each of them?",
)
def grad_mean_not_summed(dX_hat: Any, var: Any, eps: float) -> Any:
    return -dX_hat / np.sqrt(var[:, None] + eps)


@mistake(GRAD_MEAN, "This sums over the samples: a row's mean is shared by its features.")
def grad_mean_summed_along_the_other_axis(dX_hat: Any, var: Any, eps: float) -> Any:
    return (-dX_hat / np.sqrt(var + eps)[:, None]).sum(axis=0)


@mistake(GRAD_MEAN, "This equals the sum times the root: is X − μ scaled by the root or by one over it?")
def grad_mean_times_the_root(dX_hat: Any, var: Any, eps: float) -> Any:
    return -dX_hat.sum(axis=1) * np.sqrt(var + eps)


@mistake(
    GRAD_MEAN, "The power of σ² + eps comes to −3/2, as in the derivative by the variance: which one scales X − μ?"
)
def grad_mean_with_the_variances_power(dX_hat: Any, var: Any, eps: float) -> Any:
    return -dX_hat.sum(axis=1) * (var + eps) ** -1.5


@mistake(GRAD_MEAN, "eps stands beside the variance as it is, not squared.")
def grad_mean_eps_squared(dX_hat: Any, var: Any, eps: float) -> Any:
    return -dX_hat.sum(axis=1) / np.sqrt(var + eps**2)


@mistake(GRAD_MEAN, "eps is added to every variance; it is not the least that a variance may be.")
def grad_mean_held_above_eps(dX_hat: Any, var: Any, eps: float) -> Any:
    return -dX_hat.sum(axis=1) / np.sqrt(np.maximum(var, eps))


GRAD_X = "q3_layernorm.grad_x"


@mistake(
    GRAD_X,
    "This is what counting γ twice gives: along a row it differs, so it stands inside the sums and nowhere else.",
)
def gamma_counted_twice(dY: Any, X: Any, gamma: Any, eps: float) -> Any:
    root = np.sqrt(X.var(axis=1, keepdims=True) + eps)
    X_hat = (X - X.mean(axis=1, keepdims=True)) / root
    D = dY * gamma
    return gamma / root * (dY - D.mean(axis=1, keepdims=True) - X_hat * (D * X_hat).mean(axis=1, keepdims=True))


@mistake(GRAD_X, "This is the direct path alone, as if mean and variance were constants: how do they depend on X?")
def statistics_as_constants(dY: Any, X: Any, gamma: Any, eps: float) -> Any:
    return dY * gamma / np.sqrt(X.var(axis=1, keepdims=True) + eps)


@mistake(GRAD_X, "This is what the direct path and the one through the mean give: what comes through the variance?")
def variance_path_missing(dY: Any, X: Any, gamma: Any, eps: float) -> Any:
    D = dY * gamma
    return (D - D.mean(axis=1, keepdims=True)) / np.sqrt(X.var(axis=1, keepdims=True) + eps)


@mistake(GRAD_X, "This is what the direct path and the one through the variance give: what comes through the mean?")
def mean_path_missing(dY: Any, X: Any, gamma: Any, eps: float) -> Any:
    root = np.sqrt(X.var(axis=1, keepdims=True) + eps)
    X_hat, D = (X - X.mean(axis=1, keepdims=True)) / root, dY * gamma
    return (D - X_hat * (D * X_hat).mean(axis=1, keepdims=True)) / root


@mistake(
    GRAD_X,
    "This is what sums give in place of both paths' averages: what does one entry of X add to a mean?",
)
def sums_for_means(dY: Any, X: Any, gamma: Any, eps: float) -> Any:
    root = np.sqrt(X.var(axis=1, keepdims=True) + eps)
    X_hat, D = (X - X.mean(axis=1, keepdims=True)) / root, dY * gamma
    return (D - D.sum(axis=1, keepdims=True) - X_hat * (D * X_hat).sum(axis=1, keepdims=True)) / root


@mistake(
    GRAD_X, "This is what means over the samples give, as in batch norm: over which index are a row's statistics taken?"
)
def batch_norms_axis(dY: Any, X: Any, gamma: Any, eps: float) -> Any:
    root = np.sqrt(X.var(axis=0) + eps)
    X_hat, D = (X - X.mean(axis=0)) / root, dY * gamma
    return (D - D.mean(axis=0) - X_hat * (D * X_hat).mean(axis=0)) / root


@mistake(GRAD_X, "This is the answer for γ = 1: is dY the gradient by Y or by X̂?")
def gamma_forgotten_in_grad_x(dY: Any, X: Any, gamma: Any, eps: float) -> Any:
    root = np.sqrt(X.var(axis=1, keepdims=True) + eps)
    X_hat = (X - X.mean(axis=1, keepdims=True)) / root
    return (dY - dY.mean(axis=1, keepdims=True) - X_hat * (dY * X_hat).mean(axis=1, keepdims=True)) / root


@mistake(
    GRAD_X, "This is the answer for another eps than the argument: where does the argument come in?", own=USUAL_EPS
)
def eps_of_its_own_in_grad_x(dY: Any, X: Any, gamma: Any, eps: float, *, own: float = 1e-5) -> Any:
    root = np.sqrt(X.var(axis=1, keepdims=True) + own)
    X_hat, D = (X - X.mean(axis=1, keepdims=True)) / root, dY * gamma
    return (D - D.mean(axis=1, keepdims=True) - X_hat * (D * X_hat).mean(axis=1, keepdims=True)) / root


@mistake(GRAD_X, "Check the sign of the path through the variance.")
def sign_of_the_variance_path(dY: Any, X: Any, gamma: Any, eps: float) -> Any:
    root = np.sqrt(X.var(axis=1, keepdims=True) + eps)
    X_hat, D = (X - X.mean(axis=1, keepdims=True)) / root, dY * gamma
    return (D - D.mean(axis=1, keepdims=True) + X_hat * (D * X_hat).mean(axis=1, keepdims=True)) / root


@mistake(GRAD_X, "Check the sign of the path through the mean.")
def sign_of_the_mean_path(dY: Any, X: Any, gamma: Any, eps: float) -> Any:
    root = np.sqrt(X.var(axis=1, keepdims=True) + eps)
    X_hat, D = (X - X.mean(axis=1, keepdims=True)) / root, dY * gamma
    return (D + D.mean(axis=1, keepdims=True) - X_hat * (D * X_hat).mean(axis=1, keepdims=True)) / root


@mistake(
    GRAD_X,
    "The path through the variance comes to σ² + eps times what it should: check its power, and what X is there.",
)
def centred_for_normalized(dY: Any, X: Any, gamma: Any, eps: float) -> Any:
    root = np.sqrt(X.var(axis=1, keepdims=True) + eps)
    C, D = X - X.mean(axis=1, keepdims=True), dY * gamma
    return (D - D.mean(axis=1, keepdims=True) - C * (D * C).mean(axis=1, keepdims=True)) / root


@mistake(GRAD_X, "This is what the unbiased variance gives: which one does the question ask for?")
def unbiased_variance_in_grad_x(dY: Any, X: Any, gamma: Any, eps: float) -> Any:
    root = np.sqrt(X.var(axis=1, ddof=1, keepdims=True) + eps)
    X_hat, D = (X - X.mean(axis=1, keepdims=True)) / root, dY * gamma
    return (D - D.mean(axis=1, keepdims=True) - X_hat * (D * X_hat).mean(axis=1, keepdims=True)) / root


@mistake(
    GRAD_X,
    "The path through the variance comes to half its size: which factors do the square and the root bring down?",
)
def half_of_the_variance_path(dY: Any, X: Any, gamma: Any, eps: float) -> Any:
    root = np.sqrt(X.var(axis=1, keepdims=True) + eps)
    X_hat, D = (X - X.mean(axis=1, keepdims=True)) / root, dY * gamma
    return (D - D.mean(axis=1, keepdims=True) - 0.5 * X_hat * (D * X_hat).mean(axis=1, keepdims=True)) / root


@mistake(
    GRAD_X,
    "This is what γ before the bracket gives, as in batch norm. Along a row it differs: can it leave the sum?",
)
def gamma_taken_out_of_the_sums(dY: Any, X: Any, gamma: Any, eps: float) -> Any:
    root = np.sqrt(X.var(axis=1, keepdims=True) + eps)
    X_hat = (X - X.mean(axis=1, keepdims=True)) / root
    return gamma * (dY - dY.mean(axis=1, keepdims=True) - X_hat * (dY * X_hat).mean(axis=1, keepdims=True)) / root


@mistake(GRAD_X, "eps stands inside the root, beside the variance.")
def eps_outside_in_grad_x(dY: Any, X: Any, gamma: Any, eps: float) -> Any:
    root = X.std(axis=1, keepdims=True) + eps
    X_hat, D = (X - X.mean(axis=1, keepdims=True)) / root, dY * gamma
    return (D - D.mean(axis=1, keepdims=True) - X_hat * (D * X_hat).mean(axis=1, keepdims=True)) / root


@mistake(GRAD_X, "The normalized X of the variance's path has eps under its root too.")
def x_hat_without_eps(dY: Any, X: Any, gamma: Any, eps: float) -> Any:
    root = np.sqrt(X.var(axis=1, keepdims=True) + eps)
    X_hat, D = (X - X.mean(axis=1, keepdims=True)) / X.std(axis=1, keepdims=True), dY * gamma
    return (D - D.mean(axis=1, keepdims=True) - X_hat * (D * X_hat).mean(axis=1, keepdims=True)) / root


@mistake(GRAD_X, "The averages run over the features of a row: how many are there?")
def divided_by_the_other_size(dY: Any, X: Any, gamma: Any, eps: float) -> Any:
    root = np.sqrt(X.var(axis=1, keepdims=True) + eps)
    X_hat, D = (X - X.mean(axis=1, keepdims=True)) / root, dY * gamma
    return (D - D.sum(axis=1, keepdims=True) / len(X) - X_hat * (D * X_hat).sum(axis=1, keepdims=True) / len(X)) / root


@mistake(
    GRAD_X,
    "Both paths come to D/(D − 1) times what they should: over how many features do mean and biased variance average?",
)
def divided_by_one_less(dY: Any, X: Any, gamma: Any, eps: float) -> Any:
    root = np.sqrt(X.var(axis=1, keepdims=True) + eps)
    X_hat, D = (X - X.mean(axis=1, keepdims=True)) / root, dY * gamma
    return (
        D
        - D.sum(axis=1, keepdims=True) / (X.shape[1] - 1)
        - X_hat * (D * X_hat).sum(axis=1, keepdims=True) / (X.shape[1] - 1)
    ) / root


@mistake(
    GRAD_X, "The path through the mean comes to D times what it should: what does one entry of X add to its row's mean?"
)
def sum_in_the_mean_path(dY: Any, X: Any, gamma: Any, eps: float) -> Any:
    root = np.sqrt(X.var(axis=1, keepdims=True) + eps)
    X_hat, D = (X - X.mean(axis=1, keepdims=True)) / root, dY * gamma
    return (D - D.sum(axis=1, keepdims=True) - X_hat * (D * X_hat).mean(axis=1, keepdims=True)) / root


@mistake(
    GRAD_X,
    "The path through the variance comes to D times its size: over how many features does the variance average?",
)
def sum_in_the_variance_path(dY: Any, X: Any, gamma: Any, eps: float) -> Any:
    root = np.sqrt(X.var(axis=1, keepdims=True) + eps)
    X_hat, D = (X - X.mean(axis=1, keepdims=True)) / root, dY * gamma
    return (D - D.mean(axis=1, keepdims=True) - X_hat * (D * X_hat).sum(axis=1, keepdims=True)) / root


@mistake(
    GRAD_X,
    "The path through the variance comes to twice its size: which factors do the square and the root bring down?",
)
def variance_path_doubled(dY: Any, X: Any, gamma: Any, eps: float) -> Any:
    root = np.sqrt(X.var(axis=1, keepdims=True) + eps)
    X_hat, D = (X - X.mean(axis=1, keepdims=True)) / root, dY * gamma
    return (D - D.mean(axis=1, keepdims=True) - 2 * X_hat * (D * X_hat).mean(axis=1, keepdims=True)) / root


@mistake(GRAD_X, "This is √(σ² + eps) times the gradient: where do all three paths pass the scale of the forward pass?")
def outer_root_missing(dY: Any, X: Any, gamma: Any, eps: float) -> Any:
    root = np.sqrt(X.var(axis=1, keepdims=True) + eps)
    X_hat, D = (X - X.mean(axis=1, keepdims=True)) / root, dY * gamma
    return D - D.mean(axis=1, keepdims=True) - X_hat * (D * X_hat).mean(axis=1, keepdims=True)


@mistake(GRAD_X, "This is the gradient by the normalized X. The way to X passes the root, the mean and the variance.")
def stopped_at_x_hat(dY: Any, X: Any, gamma: Any, eps: float) -> Any:
    return dY * gamma


@mistake(
    GRAD_X, "This is what X in place of the normalized X gives in the path through the variance: what stands there?"
)
def x_for_x_hat(dY: Any, X: Any, gamma: Any, eps: float) -> Any:
    root, D = np.sqrt(X.var(axis=1, keepdims=True) + eps), dY * gamma
    return (D - D.mean(axis=1, keepdims=True) - X * (D * X).mean(axis=1, keepdims=True)) / root


@mistake(
    GRAD_X, "This is what dY in place of the gradient of X̂ gives in the path through the mean: where does γ enter?"
)
def gamma_missing_in_the_mean_path(dY: Any, X: Any, gamma: Any, eps: float) -> Any:
    root = np.sqrt(X.var(axis=1, keepdims=True) + eps)
    X_hat, D = (X - X.mean(axis=1, keepdims=True)) / root, dY * gamma
    return (D - dY.mean(axis=1, keepdims=True) - X_hat * (D * X_hat).mean(axis=1, keepdims=True)) / root


@mistake(
    GRAD_X, "This is what dY in place of the gradient of X̂ gives in the path through the variance: where does γ enter?"
)
def gamma_missing_in_the_variance_path(dY: Any, X: Any, gamma: Any, eps: float) -> Any:
    root = np.sqrt(X.var(axis=1, keepdims=True) + eps)
    X_hat, D = (X - X.mean(axis=1, keepdims=True)) / root, dY * gamma
    return (D - D.mean(axis=1, keepdims=True) - X_hat * (dY * X_hat).mean(axis=1, keepdims=True)) / root


@mistake(
    GRAD_X, "This is what an X̂ that is not centred gives in the path through the variance: what is taken away from X?"
)
def x_hat_not_centred(dY: Any, X: Any, gamma: Any, eps: float) -> Any:
    root, D = np.sqrt(X.var(axis=1, keepdims=True) + eps), dY * gamma
    return (D - D.mean(axis=1, keepdims=True) - X / root * (D * X / root).mean(axis=1, keepdims=True)) / root


@mistake(GRAD_X, "γ is in the gradient of X̂ already: it does not come a second time before the bracket.")
def gamma_before_the_bracket_too(dY: Any, X: Any, gamma: Any, eps: float) -> Any:
    root = np.sqrt(X.var(axis=1, keepdims=True) + eps)
    X_hat, D = (X - X.mean(axis=1, keepdims=True)) / root, dY * gamma
    return gamma * (D - D.mean(axis=1, keepdims=True) - X_hat * (D * X_hat).mean(axis=1, keepdims=True)) / root


@mistake(GRAD_X, "This is what γ in the direct path alone gives: through what do the other two paths reach X̂?")
def gamma_in_the_direct_path_alone(dY: Any, X: Any, gamma: Any, eps: float) -> Any:
    root = np.sqrt(X.var(axis=1, keepdims=True) + eps)
    X_hat, D = (X - X.mean(axis=1, keepdims=True)) / root, dY * gamma
    return (D - dY.mean(axis=1, keepdims=True) - X_hat * (dY * X_hat).mean(axis=1, keepdims=True)) / root


@mistake(GRAD_X, "This is what the unbiased variance gives, forward and backward: which one does the question ask for?")
def unbiased_forward_and_backward(dY: Any, X: Any, gamma: Any, eps: float) -> Any:
    root = np.sqrt(X.var(axis=1, keepdims=True, ddof=1) + eps)
    X_hat, D = (X - X.mean(axis=1, keepdims=True)) / root, dY * gamma
    return (
        D - D.mean(axis=1, keepdims=True) - X_hat * (D * X_hat).sum(axis=1, keepdims=True) / (X.shape[1] - 1)
    ) / root


@mistake(
    GRAD_X,
    "The path through the variance comes to D/(D − 1) times its size: over how many does the biased one average?",
)
def unbiased_variance_path(dY: Any, X: Any, gamma: Any, eps: float) -> Any:
    root = np.sqrt(X.var(axis=1, keepdims=True) + eps)
    X_hat, D = (X - X.mean(axis=1, keepdims=True)) / root, dY * gamma
    return (
        D - D.mean(axis=1, keepdims=True) - X_hat * (D * X_hat).sum(axis=1, keepdims=True) / (X.shape[1] - 1)
    ) / root


@mistake(GRAD_X, "The path through the variance comes to √(σ² + eps) times what it should: check its power.")
def root_missing_in_the_variance_path(dY: Any, X: Any, gamma: Any, eps: float) -> Any:
    root = np.sqrt(X.var(axis=1, keepdims=True) + eps)
    X_hat, D = (X - X.mean(axis=1, keepdims=True)) / root, dY * gamma
    return (D - D.mean(axis=1, keepdims=True) - X_hat * (D * X_hat * root).mean(axis=1, keepdims=True)) / root


@mistake(GRAD_X, "In the derivative by the variance X has to be centred.")
def x_not_centred_in_the_sum(dY: Any, X: Any, gamma: Any, eps: float) -> Any:
    root = np.sqrt(X.var(axis=1, keepdims=True) + eps)
    X_hat, D = (X - X.mean(axis=1, keepdims=True)) / root, dY * gamma
    return (D - D.mean(axis=1, keepdims=True) - X_hat * (D * X / root).mean(axis=1, keepdims=True)) / root


@mistake(GRAD_X, "The derivative of the variance by an entry of X has the centred entry in it.")
def x_not_centred_outside_the_sum(dY: Any, X: Any, gamma: Any, eps: float) -> Any:
    root = np.sqrt(X.var(axis=1, keepdims=True) + eps)
    X_hat, D = (X - X.mean(axis=1, keepdims=True)) / root, dY * gamma
    return (D - D.mean(axis=1, keepdims=True) - X / root * (D * X_hat).mean(axis=1, keepdims=True)) / root


@mistake(GRAD_X, "The path through the variance ends at each entry of X: what multiplies its sum there?")
def variance_path_without_x_hat(dY: Any, X: Any, gamma: Any, eps: float) -> Any:
    root = np.sqrt(X.var(axis=1, keepdims=True) + eps)
    X_hat, D = (X - X.mean(axis=1, keepdims=True)) / root, dY * gamma
    return (D - D.mean(axis=1, keepdims=True) - (D * X_hat).mean(axis=1, keepdims=True)) / root


@mistake(GRAD_X, "This is what means over all entries give: a row has its own.")
def means_of_everything(dY: Any, X: Any, gamma: Any, eps: float) -> Any:
    root = np.sqrt(X.var(axis=1, keepdims=True) + eps)
    X_hat, D = (X - X.mean(axis=1, keepdims=True)) / root, dY * gamma
    return (D - D.mean() - X_hat * (D * X_hat).mean()) / root


@mistake(
    GRAD_X,
    "These are backward means along the other axis than the statistics: which entries share a row's mean?",
)
def backward_means_along_the_other_axis(dY: Any, X: Any, gamma: Any, eps: float) -> Any:
    root = np.sqrt(X.var(axis=1, keepdims=True) + eps)
    X_hat, D = (X - X.mean(axis=1, keepdims=True)) / root, dY * gamma
    return (D - D.mean(axis=0) - X_hat * (D * X_hat).mean(axis=0)) / root


@mistake(
    GRAD_X, "This is the direct path for γ = 1: where does γ enter, and how do the mean and the variance depend on X?"
)
def direct_path_without_gamma(dY: Any, X: Any, gamma: Any, eps: float) -> Any:
    return dY / np.sqrt(X.var(axis=1, keepdims=True) + eps)
