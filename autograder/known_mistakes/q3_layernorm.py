"""Known mistakes of question 3: layer norm, its gradients, and what leaks of it."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.known_mistakes import USUAL_EPS, mistake

LAYERNORM = "q3_layernorm.layernorm"


@mistake(
    LAYERNORM,
    "These are the statistics of columns: that is batch norm. Layer norm looks at one sample over its features.",
)
def statistics_of_columns(X: Any, gamma: Any, beta: Any, eps: float) -> Any:
    return gamma * (X - X.mean(axis=0)) / np.sqrt(X.var(axis=0) + eps) + beta


@mistake(LAYERNORM, "The variance is the biased one: look at what the squares are divided by.")
def unbiased_variance(X: Any, gamma: Any, beta: Any, eps: float) -> Any:
    return gamma * (X - X.mean(axis=1, keepdims=True)) / np.sqrt(X.var(axis=1, ddof=1, keepdims=True) + eps) + beta


@mistake(LAYERNORM, "eps stands inside the root, beside the variance.")
def eps_outside_the_root(X: Any, gamma: Any, beta: Any, eps: float) -> Any:
    return gamma * (X - X.mean(axis=1, keepdims=True)) / (X.std(axis=1, keepdims=True) + eps) + beta


@mistake(LAYERNORM, "The argument eps is not used as it is given.", own=USUAL_EPS)
def eps_of_its_own(X: Any, gamma: Any, beta: Any, eps: float, *, own: float = 1e-5) -> Any:
    return gamma * (X - X.mean(axis=1, keepdims=True)) / np.sqrt(X.var(axis=1, keepdims=True) + own) + beta


@mistake(LAYERNORM, "The root is missing: one divides by the standard deviation, not by the variance.")
def divided_by_the_variance(X: Any, gamma: Any, beta: Any, eps: float) -> Any:
    return gamma * (X - X.mean(axis=1, keepdims=True)) / (X.var(axis=1, keepdims=True) + eps) + beta


@mistake(LAYERNORM, "X is scaled but not centred.")
def mean_not_taken_away(X: Any, gamma: Any, beta: Any, eps: float) -> Any:
    return gamma * X / np.sqrt(X.var(axis=1, keepdims=True) + eps) + beta


@mistake(LAYERNORM, "The shift β is missing.")
def beta_forgotten(X: Any, gamma: Any, beta: Any, eps: float) -> Any:
    return gamma * (X - X.mean(axis=1, keepdims=True)) / np.sqrt(X.var(axis=1, keepdims=True) + eps)


@mistake(LAYERNORM, "The scale γ is missing.")
def gamma_forgotten(X: Any, gamma: Any, beta: Any, eps: float) -> Any:
    return (X - X.mean(axis=1, keepdims=True)) / np.sqrt(X.var(axis=1, keepdims=True) + eps) + beta


@mistake(LAYERNORM, "eps stands beside the variance as it is, not squared.")
def eps_squared(X: Any, gamma: Any, beta: Any, eps: float) -> Any:
    return gamma * (X - X.mean(axis=1, keepdims=True)) / np.sqrt(X.var(axis=1, keepdims=True) + eps**2) + beta


@mistake(LAYERNORM, "eps is added to every variance; it is not the least that a variance may be.")
def variance_held_above_eps(X: Any, gamma: Any, beta: Any, eps: float) -> Any:
    return gamma * (X - X.mean(axis=1, keepdims=True)) / np.sqrt(np.maximum(X.var(axis=1, keepdims=True), eps)) + beta


@mistake(LAYERNORM, "γ and β are in each other's place.")
def gamma_and_beta_exchanged(X: Any, gamma: Any, beta: Any, eps: float) -> Any:
    return beta * (X - X.mean(axis=1, keepdims=True)) / np.sqrt(X.var(axis=1, keepdims=True) + eps) + gamma


@mistake(LAYERNORM, "This is the normalized X alone: γ scales it and β shifts it.")
def normalized_alone(X: Any, gamma: Any, beta: Any, eps: float) -> Any:
    return (X - X.mean(axis=1, keepdims=True)) / np.sqrt(X.var(axis=1, keepdims=True) + eps)


@mistake(LAYERNORM, "The mean and the variance here are those of all entries of X: a row has its own.")
def statistics_of_everything(X: Any, gamma: Any, beta: Any, eps: float) -> Any:
    return gamma * (X - X.mean()) / np.sqrt(X.var() + eps) + beta


@mistake(LAYERNORM, "The squares in the variance are not those of the centred X.")
def mean_square_for_variance(X: Any, gamma: Any, beta: Any, eps: float) -> Any:
    return gamma * (X - X.mean(axis=1, keepdims=True)) / np.sqrt((X**2).mean(axis=1, keepdims=True) + eps) + beta


@mistake(LAYERNORM, "Check the sign of the centred X: the mean is taken away from it.")
def sign_of_the_centred_x(X: Any, gamma: Any, beta: Any, eps: float) -> Any:
    return gamma * (X.mean(axis=1, keepdims=True) - X) / np.sqrt(X.var(axis=1, keepdims=True) + eps) + beta


@mistake(LAYERNORM, "The shift β is added, not taken away.")
def sign_of_beta(X: Any, gamma: Any, beta: Any, eps: float) -> Any:
    return gamma * (X - X.mean(axis=1, keepdims=True)) / np.sqrt(X.var(axis=1, keepdims=True) + eps) - beta


GRAD_BETA = "q3_layernorm.grad_beta"


@mistake(
    GRAD_BETA,
    "β is shared by all samples: what does that do to the gradients that come from each of them?",
)
def rows_not_summed_in_beta(dY: Any) -> Any:
    return dY.copy()


@mistake(GRAD_BETA, "β enters every sample with weight one: the contributions are not averaged.")
def rows_averaged_in_beta(dY: Any) -> Any:
    return dY.mean(axis=0)


@mistake(GRAD_BETA, "This sums over the features. Which index of dY does β not have?")
def summed_over_features_in_beta(dY: Any) -> Any:
    return dY.sum(axis=1)


@mistake(GRAD_BETA, "β has one entry for each feature; only one of the two indices is summed over.")
def beta_summed_to_one_number(dY: Any) -> Any:
    return dY.sum()


@mistake(GRAD_BETA, "Check the sign: β is added.")
def sign_of_grad_beta(dY: Any) -> Any:
    return -dY.sum(axis=0)


GRAD_GAMMA = "q3_layernorm.grad_gamma"


@mistake(GRAD_GAMMA, "γ is shared by all samples: what does that do to the gradients that come from each of them?")
def rows_not_summed_in_gamma(dY: Any, X_hat: Any) -> Any:
    return dY * X_hat


@mistake(GRAD_GAMMA, "γ takes part in every sample with full weight: the contributions are not averaged.")
def rows_averaged_in_gamma(dY: Any, X_hat: Any) -> Any:
    return (dY * X_hat).mean(axis=0)


@mistake(GRAD_GAMMA, "This sums over the features. Which index of dY does γ not have?")
def summed_over_features_in_gamma(dY: Any, X_hat: Any) -> Any:
    return (dY * X_hat).sum(axis=1)


@mistake(GRAD_GAMMA, "What γ is multiplied with in the forward pass is missing.")
def x_hat_forgotten(dY: Any, X_hat: Any) -> Any:
    return dY.sum(axis=0)


@mistake(GRAD_GAMMA, "The sum of products is not the product of sums: multiply entry by entry first.")
def product_of_sums(dY: Any, X_hat: Any) -> Any:
    return dY.sum(axis=0) * X_hat.sum(axis=0)


@mistake(GRAD_GAMMA, "This is a matrix product, which pairs every feature with every other. γ_j meets only feature j.")
def matrix_product_in_gamma(dY: Any, X_hat: Any) -> Any:
    return dY.T @ X_hat


@mistake(GRAD_GAMMA, "This is a matrix product, which pairs every feature with every other: γ_j meets only feature j.")
def matrix_product_the_other_way(dY: Any, X_hat: Any) -> Any:
    return X_hat.T @ dY


@mistake(GRAD_GAMMA, "Check the sign: γ multiplies, and with a plus.")
def sign_of_grad_gamma(dY: Any, X_hat: Any) -> Any:
    return -(dY * X_hat).sum(axis=0)


GRAD_X_HAT = "q3_layernorm.grad_x_hat"


@mistake(GRAD_X_HAT, "The scale γ of the forward pass is missing.")
def gamma_forgotten_in_x_hat(dY: Any, gamma: Any) -> Any:
    return dY.copy()


@mistake(GRAD_X_HAT, "Each sample has its own X̂: nothing is summed here.")
def rows_summed_in_x_hat(dY: Any, gamma: Any) -> Any:
    return (dY * gamma).sum(axis=0)


@mistake(GRAD_X_HAT, "The backward pass multiplies by the same γ as the forward pass; it does not divide.")
def divided_by_gamma(dY: Any, gamma: Any) -> Any:
    return dY / gamma


@mistake(GRAD_X_HAT, "γ keeps its sign in the backward pass.")
def absolute_gamma(dY: Any, gamma: Any) -> Any:
    return dY * np.abs(gamma)


@mistake(GRAD_X_HAT, "The average over samples is not taken in this path: it belongs to the loss, if anywhere.")
def x_hat_averaged(dY: Any, gamma: Any) -> Any:
    return dY * gamma / len(dY)


GRAD_VAR = "q3_layernorm.grad_var"


@mistake(GRAD_VAR, "Check the sign: a larger variance makes X̂ smaller.")
def sign_of_grad_var(dX_hat: Any, X: Any, mean: Any, var: Any, eps: float) -> Any:
    return 0.5 * (var + eps) ** -1.5 * (dX_hat * (X - mean[:, None])).sum(axis=1)


@mistake(GRAD_VAR, "The power that differentiation brings down as a factor is missing.")
def half_forgotten(dX_hat: Any, X: Any, mean: Any, var: Any, eps: float) -> Any:
    return -((var + eps) ** -1.5) * (dX_hat * (X - mean[:, None])).sum(axis=1)


@mistake(GRAD_VAR, "Differentiation lowers the power by one: −1/2 does not stay.")
def power_not_lowered(dX_hat: Any, X: Any, mean: Any, var: Any, eps: float) -> Any:
    return -0.5 * (var + eps) ** -0.5 * (dX_hat * (X - mean[:, None])).sum(axis=1)


@mistake(GRAD_VAR, "A root too many is divided out: check the power, and that X is centred there, not normalized.")
def power_lowered_too_far(dX_hat: Any, X: Any, mean: Any, var: Any, eps: float) -> Any:
    return -0.5 * (var + eps) ** -2.0 * (dX_hat * (X - mean[:, None])).sum(axis=1)


@mistake(GRAD_VAR, "The argument eps is not used as it is given.", own=USUAL_EPS)
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


@mistake(GRAD_VAR, "The derivative of the numerator is missing its partner: what multiplies 1/√(σ² + eps)?")
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


@mistake(GRAD_VAR, "Python reads a power before a division: put the exponent in brackets.")
def power_before_division(dX_hat: Any, X: Any, mean: Any, var: Any, eps: float) -> Any:
    return -0.5 * ((var + eps) ** -3 / 2) * (dX_hat * (X - mean[:, None])).sum(axis=1)


@mistake(GRAD_VAR, "The power belongs below the bar, as in the forward pass: check its sign.")
def sign_of_the_power(dX_hat: Any, X: Any, mean: Any, var: Any, eps: float) -> Any:
    return -0.5 * (var + eps) ** 1.5 * (dX_hat * (X - mean[:, None])).sum(axis=1)


GRAD_MEAN = "q3_layernorm.grad_mean"


@mistake(GRAD_MEAN, "Check the sign: the mean is taken away.")
def sign_of_grad_mean(dX_hat: Any, var: Any, eps: float) -> Any:
    return dX_hat.sum(axis=1) / np.sqrt(var + eps)


@mistake(
    GRAD_MEAN, "The mean is shared by all features of a sample: their contributions add up, they are not averaged."
)
def grad_mean_averaged(dX_hat: Any, var: Any, eps: float) -> Any:
    return -dX_hat.mean(axis=1) / np.sqrt(var + eps)


@mistake(GRAD_MEAN, "The root is missing: one divides by the standard deviation.")
def grad_mean_without_root(dX_hat: Any, var: Any, eps: float) -> Any:
    return -dX_hat.sum(axis=1) / (var + eps)


@mistake(GRAD_MEAN, "eps stands inside the root, beside the variance.")
def grad_mean_eps_outside(dX_hat: Any, var: Any, eps: float) -> Any:
    return -dX_hat.sum(axis=1) / (np.sqrt(var) + eps)


@mistake(GRAD_MEAN, "The argument eps is not used as it is given.", own=USUAL_EPS)
def grad_mean_eps_of_its_own(dX_hat: Any, var: Any, eps: float, *, own: float = 1e-5) -> Any:
    return -dX_hat.sum(axis=1) / np.sqrt(var + own)


@mistake(GRAD_MEAN, "The scale 1/√(σ² + eps) of the forward pass is missing.")
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


@mistake(GRAD_MEAN, "The forward pass divides by the root; its derivative does so too.")
def grad_mean_times_the_root(dX_hat: Any, var: Any, eps: float) -> Any:
    return -dX_hat.sum(axis=1) * np.sqrt(var + eps)


GRAD_X = "q3_layernorm.grad_x"


@mistake(GRAD_X, "γ is counted twice: here it differs within the sums, so it can stand inside them and nowhere else.")
def gamma_counted_twice(dY: Any, X: Any, gamma: Any, eps: float) -> Any:
    root = np.sqrt(X.var(axis=1, keepdims=True) + eps)
    X_hat = (X - X.mean(axis=1, keepdims=True)) / root
    D = dY * gamma
    return gamma / root * (dY - D.mean(axis=1, keepdims=True) - X_hat * (D * X_hat).mean(axis=1, keepdims=True))


@mistake(GRAD_X, "The mean and the variance are constants here. They depend on X too: two paths are missing.")
def statistics_as_constants(dY: Any, X: Any, gamma: Any, eps: float) -> Any:
    return dY * gamma / np.sqrt(X.var(axis=1, keepdims=True) + eps)


@mistake(GRAD_X, "The path through the variance is missing.")
def variance_path_missing(dY: Any, X: Any, gamma: Any, eps: float) -> Any:
    D = dY * gamma
    return (D - D.mean(axis=1, keepdims=True)) / np.sqrt(X.var(axis=1, keepdims=True) + eps)


@mistake(GRAD_X, "The path through the mean is missing.")
def mean_path_missing(dY: Any, X: Any, gamma: Any, eps: float) -> Any:
    root = np.sqrt(X.var(axis=1, keepdims=True) + eps)
    X_hat, D = (X - X.mean(axis=1, keepdims=True)) / root, dY * gamma
    return (D - X_hat * (D * X_hat).mean(axis=1, keepdims=True)) / root


@mistake(GRAD_X, "The mean and the variance of a row are averages: a division is missing in their paths.")
def sums_for_means(dY: Any, X: Any, gamma: Any, eps: float) -> Any:
    root = np.sqrt(X.var(axis=1, keepdims=True) + eps)
    X_hat, D = (X - X.mean(axis=1, keepdims=True)) / root, dY * gamma
    return (D - D.sum(axis=1, keepdims=True) - X_hat * (D * X_hat).sum(axis=1, keepdims=True)) / root


@mistake(GRAD_X, "The means run over the samples: that is batch norm. Over which index are a row's statistics taken?")
def batch_norms_axis(dY: Any, X: Any, gamma: Any, eps: float) -> Any:
    root = np.sqrt(X.var(axis=0) + eps)
    X_hat, D = (X - X.mean(axis=0)) / root, dY * gamma
    return (D - D.mean(axis=0) - X_hat * (D * X_hat).mean(axis=0)) / root


@mistake(GRAD_X, "The scale γ is missing: the upstream gradient is that of Y, not of X̂.")
def gamma_forgotten_in_grad_x(dY: Any, X: Any, gamma: Any, eps: float) -> Any:
    root = np.sqrt(X.var(axis=1, keepdims=True) + eps)
    X_hat = (X - X.mean(axis=1, keepdims=True)) / root
    return (dY - dY.mean(axis=1, keepdims=True) - X_hat * (dY * X_hat).mean(axis=1, keepdims=True)) / root


@mistake(GRAD_X, "The argument eps is not used as it is given.", own=USUAL_EPS)
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
    "Two roots are missing in the path through the variance: check its power, and whether X is normalized there.",
)
def centred_for_normalized(dY: Any, X: Any, gamma: Any, eps: float) -> Any:
    root = np.sqrt(X.var(axis=1, keepdims=True) + eps)
    C, D = X - X.mean(axis=1, keepdims=True), dY * gamma
    return (D - D.mean(axis=1, keepdims=True) - C * (D * C).mean(axis=1, keepdims=True)) / root


@mistake(GRAD_X, "The variance is the biased one: look at what the squares are divided by.")
def unbiased_variance_in_grad_x(dY: Any, X: Any, gamma: Any, eps: float) -> Any:
    root = np.sqrt(X.var(axis=1, ddof=1, keepdims=True) + eps)
    X_hat, D = (X - X.mean(axis=1, keepdims=True)) / root, dY * gamma
    return (D - D.mean(axis=1, keepdims=True) - X_hat * (D * X_hat).mean(axis=1, keepdims=True)) / root


@mistake(
    GRAD_X, "The derivative of the square in the variance brings a factor of two, which meets the half of the root."
)
def half_of_the_variance_path(dY: Any, X: Any, gamma: Any, eps: float) -> Any:
    root = np.sqrt(X.var(axis=1, keepdims=True) + eps)
    X_hat, D = (X - X.mean(axis=1, keepdims=True)) / root, dY * gamma
    return (D - D.mean(axis=1, keepdims=True) - 0.5 * X_hat * (D * X_hat).mean(axis=1, keepdims=True)) / root


@mistake(
    GRAD_X,
    "γ stands before the bracket, as in batch norm. Along a row it differs: can it leave the sum?",
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


@mistake(GRAD_X, "The averages of both paths divide by the number of features, as mean and biased variance do.")
def divided_by_one_less(dY: Any, X: Any, gamma: Any, eps: float) -> Any:
    root = np.sqrt(X.var(axis=1, keepdims=True) + eps)
    X_hat, D = (X - X.mean(axis=1, keepdims=True)) / root, dY * gamma
    return (
        D
        - D.sum(axis=1, keepdims=True) / (X.shape[1] - 1)
        - X_hat * (D * X_hat).sum(axis=1, keepdims=True) / (X.shape[1] - 1)
    ) / root


@mistake(GRAD_X, "A division is missing in the path through the mean: the mean is an average.")
def sum_in_the_mean_path(dY: Any, X: Any, gamma: Any, eps: float) -> Any:
    root = np.sqrt(X.var(axis=1, keepdims=True) + eps)
    X_hat, D = (X - X.mean(axis=1, keepdims=True)) / root, dY * gamma
    return (D - D.sum(axis=1, keepdims=True) - X_hat * (D * X_hat).mean(axis=1, keepdims=True)) / root


@mistake(GRAD_X, "A division is missing in the path through the variance: the variance is an average.")
def sum_in_the_variance_path(dY: Any, X: Any, gamma: Any, eps: float) -> Any:
    root = np.sqrt(X.var(axis=1, keepdims=True) + eps)
    X_hat, D = (X - X.mean(axis=1, keepdims=True)) / root, dY * gamma
    return (D - D.mean(axis=1, keepdims=True) - X_hat * (D * X_hat).sum(axis=1, keepdims=True)) / root


@mistake(GRAD_X, "The half of the root's derivative is missing in the path through the variance.")
def variance_path_doubled(dY: Any, X: Any, gamma: Any, eps: float) -> Any:
    root = np.sqrt(X.var(axis=1, keepdims=True) + eps)
    X_hat, D = (X - X.mean(axis=1, keepdims=True)) / root, dY * gamma
    return (D - D.mean(axis=1, keepdims=True) - 2 * X_hat * (D * X_hat).mean(axis=1, keepdims=True)) / root


@mistake(GRAD_X, "All three paths pass the division by the root: it is missing here.")
def outer_root_missing(dY: Any, X: Any, gamma: Any, eps: float) -> Any:
    root = np.sqrt(X.var(axis=1, keepdims=True) + eps)
    X_hat, D = (X - X.mean(axis=1, keepdims=True)) / root, dY * gamma
    return D - D.mean(axis=1, keepdims=True) - X_hat * (D * X_hat).mean(axis=1, keepdims=True)


@mistake(GRAD_X, "This is the gradient by the normalized X. The way to X passes the root, the mean and the variance.")
def stopped_at_x_hat(dY: Any, X: Any, gamma: Any, eps: float) -> Any:
    return dY * gamma


@mistake(GRAD_X, "In the path through the variance stands X itself, not the normalized X.")
def x_for_x_hat(dY: Any, X: Any, gamma: Any, eps: float) -> Any:
    root, D = np.sqrt(X.var(axis=1, keepdims=True) + eps), dY * gamma
    return (D - D.mean(axis=1, keepdims=True) - X * (D * X).mean(axis=1, keepdims=True)) / root


@mistake(GRAD_X, "The scale γ is missing in the path through the mean: the gradient of X̂ takes all three paths.")
def gamma_missing_in_the_mean_path(dY: Any, X: Any, gamma: Any, eps: float) -> Any:
    root = np.sqrt(X.var(axis=1, keepdims=True) + eps)
    X_hat, D = (X - X.mean(axis=1, keepdims=True)) / root, dY * gamma
    return (D - dY.mean(axis=1, keepdims=True) - X_hat * (D * X_hat).mean(axis=1, keepdims=True)) / root


@mistake(GRAD_X, "The scale γ is missing in the path through the variance: the gradient of X̂ takes all three paths.")
def gamma_missing_in_the_variance_path(dY: Any, X: Any, gamma: Any, eps: float) -> Any:
    root = np.sqrt(X.var(axis=1, keepdims=True) + eps)
    X_hat, D = (X - X.mean(axis=1, keepdims=True)) / root, dY * gamma
    return (D - D.mean(axis=1, keepdims=True) - X_hat * (dY * X_hat).mean(axis=1, keepdims=True)) / root


@mistake(GRAD_X, "The normalized X of the variance's path is not centred.")
def x_hat_not_centred(dY: Any, X: Any, gamma: Any, eps: float) -> Any:
    root, D = np.sqrt(X.var(axis=1, keepdims=True) + eps), dY * gamma
    return (D - D.mean(axis=1, keepdims=True) - X / root * (D * X / root).mean(axis=1, keepdims=True)) / root


RECOVER_PRIVATE = "q3_layernorm.recover_private"


@mistake(
    RECOVER_PRIVATE,
    "With γ and β known, the transpose alone does not do: whose γ and β are in Y_ji, and whose in Z_ij?",
)
def transpose_alone(Y: Any, gamma: Any, beta: Any) -> Any:
    return Y.T.copy()


@mistake(RECOVER_PRIVATE, "This is Y normalized and transposed. Z has been scaled and shifted once more.")
def not_scaled_again(Y: Any, gamma: Any, beta: Any) -> Any:
    return ((Y - beta) / gamma).T


@mistake(RECOVER_PRIVATE, "The transpose is missing: rows of one are columns of the other.")
def transpose_forgotten(Y: Any, gamma: Any, beta: Any) -> Any:
    return ((Y.T - beta) / gamma).T * gamma + beta


@mistake(RECOVER_PRIVATE, "The two γ of the ratio are in each other's place: follow the index of each.")
def ratio_inverted(Y: Any, gamma: Any, beta: Any) -> Any:
    return (Y - beta).T * gamma[:, None] / gamma + beta


@mistake(RECOVER_PRIVATE, "β has to be taken from Y before it is rescaled.")
def shift_not_taken_away(Y: Any, gamma: Any, beta: Any) -> Any:
    return (Y / gamma).T * gamma + beta


@mistake(RECOVER_PRIVATE, "The shift β of Z is missing.")
def shift_not_added(Y: Any, gamma: Any, beta: Any) -> Any:
    return ((Y - beta) / gamma).T * gamma


@mistake(RECOVER_PRIVATE, "The scale γ is not used; it differs between the two entries.")
def scale_left_out(Y: Any, gamma: Any, beta: Any) -> Any:
    return (Y - beta).T + beta


@mistake(RECOVER_PRIVATE, "γ keeps its sign.")
def absolute_gamma_in_ratio(Y: Any, gamma: Any, beta: Any) -> Any:
    return ((Y - beta) / np.abs(gamma)).T * np.abs(gamma) + beta


@mistake(RECOVER_PRIVATE, "The shift β has no part here: Y is shifted by the β of its feature, Z by another's.")
def shift_left_out(Y: Any, gamma: Any, beta: Any) -> Any:
    return gamma * (Y / gamma).T


@mistake(RECOVER_PRIVATE, "Batch norm multiplies by γ; to undo that is a division.")
def multiplied_to_undo(Y: Any, gamma: Any, beta: Any) -> Any:
    return gamma * ((Y - beta) * gamma).T + beta


@mistake(RECOVER_PRIVATE, "The shift was applied last, so it is undone first, before the scale.")
def undone_in_the_wrong_order(Y: Any, gamma: Any, beta: Any) -> Any:
    return gamma * (Y / gamma - beta).T + beta


LEAKED_ENTRIES = "q3_layernorm.leaked_entries"


@mistake(LEAKED_ENTRIES, "The two cases are in each other's place: in which of them do γ and β hide anything?")
def cases_exchanged(n: int, affine: bool) -> Any:
    return np.ones((n, n), dtype=bool) if affine else np.eye(n, dtype=bool)


@mistake(LEAKED_ENTRIES, "With arbitrary γ and β most entries differ from their partner by unknown numbers.")
def everything_leaks(n: int, affine: bool) -> Any:
    return np.ones((n, n), dtype=bool)


@mistake(LEAKED_ENTRIES, "With γ = 1 and β = 0 nothing stands between Z_ij and Y_ji, off the diagonal either.")
def the_diagonal_always(n: int, affine: bool) -> Any:
    return np.eye(n, dtype=bool)


@mistake(
    LEAKED_ENTRIES, "With arbitrary γ and β there still are entries for which both scales and shifts are the same ones."
)
def nothing_leaks_with_affine(n: int, affine: bool) -> Any:
    return np.zeros((n, n), dtype=bool) if affine else np.ones((n, n), dtype=bool)


@mistake(LEAKED_ENTRIES, "Symmetry of X does not halve the count: Z is not symmetric.")
def one_triangle(n: int, affine: bool) -> Any:
    return np.eye(n, dtype=bool) if affine else np.triu(np.ones((n, n), dtype=bool))


@mistake(LEAKED_ENTRIES, "Here the leaked entries are marked as kept, and the other way round.")
def leaked_and_kept_exchanged(n: int, affine: bool) -> Any:
    return ~np.eye(n, dtype=bool) if affine else np.zeros((n, n), dtype=bool)


LEAKAGE_COUNT = "q3_layernorm.leakage_count"


@mistake(LEAKAGE_COUNT, "The two cases are in each other's place: in which of them do γ and β hide anything?")
def counts_exchanged(n: int, affine: bool) -> Any:
    return n * n if affine else n


@mistake(LEAKAGE_COUNT, "The answer depends on whether γ and β are arbitrary.")
def count_of_everything(n: int, affine: bool) -> Any:
    return n * n


@mistake(LEAKAGE_COUNT, "This is the answer for n = 16 alone; n is an argument.")
def count_for_sixteen(n: int, affine: bool) -> Any:
    return 16 if affine else 256


@mistake(
    LEAKAGE_COUNT, "With arbitrary γ and β there still are entries for which both scales and shifts are the same ones."
)
def nothing_counted_with_affine(n: int, affine: bool) -> Any:
    return 0 if affine else n * n


@mistake(LEAKAGE_COUNT, "Symmetry of X does not halve the count: Z is not symmetric.")
def one_triangle_counted(n: int, affine: bool) -> Any:
    return n if affine else n * (n + 1) // 2


@mistake(
    LEAKAGE_COUNT, "Without γ and β more than the diagonal leaks: which entries does the definition let you read off?"
)
def diagonal_counted_in_both(n: int, affine: bool) -> Any:
    return n


@mistake(LEAKAGE_COUNT, "These are the entries that do not leak.")
def kept_entries_counted(n: int, affine: bool) -> Any:
    return n * n - n if affine else 0
