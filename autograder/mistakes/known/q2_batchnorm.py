"""Known mistakes of question 2: batch norm, and its gradients by β, γ and X̂."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.mistakes.known import USUAL_EPS, mistake

BATCHNORM = "q2_batchnorm.batchnorm"


@mistake(
    BATCHNORM, "These are the statistics of rows: that is layer norm. Batch norm looks at one feature over the samples."
)
def statistics_of_rows(X: Any, gamma: Any, beta: Any, eps: float) -> Any:
    return gamma * (X - X.mean(axis=1, keepdims=True)) / np.sqrt(X.var(axis=1, keepdims=True) + eps) + beta


@mistake(BATCHNORM, "This is what the unbiased variance gives: which one does the question ask for?")
def unbiased_variance(X: Any, gamma: Any, beta: Any, eps: float) -> Any:
    return gamma * (X - X.mean(axis=0)) / np.sqrt(X.var(axis=0, ddof=1) + eps) + beta


@mistake(BATCHNORM, "eps stands inside the root, beside the variance.")
def eps_outside_the_root(X: Any, gamma: Any, beta: Any, eps: float) -> Any:
    return gamma * (X - X.mean(axis=0)) / (X.std(axis=0) + eps) + beta


@mistake(
    BATCHNORM, "This is the answer for another eps than the argument: where does the argument come in?", own=USUAL_EPS
)
def eps_of_its_own(X: Any, gamma: Any, beta: Any, eps: float, *, own: float = 1e-5) -> Any:
    return gamma * (X - X.mean(axis=0)) / np.sqrt(X.var(axis=0) + own) + beta


@mistake(BATCHNORM, "Here X̂ equals (X − μ)/(σ² + eps): which spread has the units of X?")
def divided_by_the_variance(X: Any, gamma: Any, beta: Any, eps: float) -> Any:
    return gamma * (X - X.mean(axis=0)) / (X.var(axis=0) + eps) + beta


@mistake(BATCHNORM, "This is what X in place of the centred X gives: what is taken away from X first?")
def mean_not_taken_away(X: Any, gamma: Any, beta: Any, eps: float) -> Any:
    return gamma * X / np.sqrt(X.var(axis=0) + eps) + beta


@mistake(BATCHNORM, "This is the answer for β = 0: where does β enter?")
def beta_forgotten(X: Any, gamma: Any, beta: Any, eps: float) -> Any:
    return gamma * (X - X.mean(axis=0)) / np.sqrt(X.var(axis=0) + eps)


@mistake(BATCHNORM, "This is the answer for γ = 1: where does γ enter?")
def gamma_forgotten(X: Any, gamma: Any, beta: Any, eps: float) -> Any:
    return (X - X.mean(axis=0)) / np.sqrt(X.var(axis=0) + eps) + beta


@mistake(BATCHNORM, "γ scales the normalized X; β is added afterwards and is not scaled.")
def beta_scaled_by_gamma(X: Any, gamma: Any, beta: Any, eps: float) -> Any:
    return gamma * ((X - X.mean(axis=0)) / np.sqrt(X.var(axis=0) + eps) + beta)


@mistake(BATCHNORM, "eps stands beside the variance as it is, not squared.")
def eps_squared(X: Any, gamma: Any, beta: Any, eps: float) -> Any:
    return gamma * (X - X.mean(axis=0)) / np.sqrt(X.var(axis=0) + eps**2) + beta


@mistake(BATCHNORM, "eps is added to every variance; it is not the least that a variance may be.")
def variance_held_above_eps(X: Any, gamma: Any, beta: Any, eps: float) -> Any:
    return gamma * (X - X.mean(axis=0)) / np.sqrt(np.maximum(X.var(axis=0), eps)) + beta


@mistake(BATCHNORM, "This is what γ and β in each other's place give: which scales, and which shifts?")
def gamma_and_beta_exchanged(X: Any, gamma: Any, beta: Any, eps: float) -> Any:
    return beta * (X - X.mean(axis=0)) / np.sqrt(X.var(axis=0) + eps) + gamma


@mistake(BATCHNORM, "This is the normalized X alone: γ scales it and β shifts it.")
def normalized_alone(X: Any, gamma: Any, beta: Any, eps: float) -> Any:
    return (X - X.mean(axis=0)) / np.sqrt(X.var(axis=0) + eps)


@mistake(BATCHNORM, "This is what the mean and the variance of all entries of X give: a column has its own.")
def statistics_of_everything(X: Any, gamma: Any, beta: Any, eps: float) -> Any:
    return gamma * (X - X.mean()) / np.sqrt(X.var() + eps) + beta


@mistake(
    BATCHNORM, "This is what the mean of X² in place of the variance gives: which squares does a variance average?"
)
def mean_square_for_variance(X: Any, gamma: Any, beta: Any, eps: float) -> Any:
    return gamma * (X - X.mean(axis=0)) / np.sqrt((X**2).mean(axis=0) + eps) + beta


@mistake(BATCHNORM, "Check the sign of the centred X: the mean is taken away from it.")
def sign_of_the_centred_x(X: Any, gamma: Any, beta: Any, eps: float) -> Any:
    return gamma * (X.mean(axis=0) - X) / np.sqrt(X.var(axis=0) + eps) + beta


@mistake(BATCHNORM, "The shift β is added, not taken away.")
def sign_of_beta(X: Any, gamma: Any, beta: Any, eps: float) -> Any:
    return gamma * (X - X.mean(axis=0)) / np.sqrt(X.var(axis=0) + eps) - beta


@mistake(BATCHNORM, "This is what RMS norm gives: where does the mean come in, above the root and in the variance?")
def root_mean_square(X: Any, gamma: Any, beta: Any, eps: float) -> Any:
    return gamma * X / np.sqrt((X**2).mean(axis=0) + eps) + beta


@mistake(BATCHNORM, "γ and β come after the normalization, not before it.")
def affine_before_normalizing(X: Any, gamma: Any, beta: Any, eps: float) -> Any:
    Z = gamma * X + beta
    return (Z - Z.mean(axis=0)) / np.sqrt(Z.var(axis=0) + eps)


@mistake(
    BATCHNORM, "This is what the variance along the other axis gives: mean and variance belong to the same samples."
)
def variance_along_the_other_axis(X: Any, gamma: Any, beta: Any, eps: float) -> Any:
    return gamma * (X - X.mean(axis=0)) / np.sqrt(X.var(axis=1, keepdims=True) + eps) + beta


@mistake(BATCHNORM, "This is what the mean along the other axis gives: mean and variance belong to the same samples.")
def mean_along_the_other_axis(X: Any, gamma: Any, beta: Any, eps: float) -> Any:
    return gamma * (X - X.mean(axis=1, keepdims=True)) / np.sqrt(X.var(axis=0) + eps) + beta


@mistake(BATCHNORM, "The variance is an average of squares, not their sum.")
def sum_of_squares_for_variance(X: Any, gamma: Any, beta: Any, eps: float) -> Any:
    return gamma * (X - X.mean(axis=0)) / np.sqrt(((X - X.mean(axis=0)) ** 2).sum(axis=0) + eps) + beta


@mistake(BATCHNORM, "The root of a sum is not the sum of roots: variance and eps stand under one root.")
def a_root_for_each(X: Any, gamma: Any, beta: Any, eps: float) -> Any:
    return gamma * (X - X.mean(axis=0)) / (X.std(axis=0) + np.sqrt(eps)) + beta


@mistake(BATCHNORM, "This is what the standard deviation under the root gives: what stands there beside eps?")
def rooted_twice(X: Any, gamma: Any, beta: Any, eps: float) -> Any:
    return gamma * (X - X.mean(axis=0)) / np.sqrt(X.std(axis=0) + eps) + beta


GRAD_BETA = "q2_batchnorm.grad_beta"


@mistake(GRAD_BETA, "β is shared by all samples: what does that do to the gradients that come from each of them?")
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


GRAD_GAMMA = "q2_batchnorm.grad_gamma"


@mistake(GRAD_GAMMA, "γ is shared by all samples: what does that do to the gradients that come from each of them?")
def rows_not_summed_in_gamma(dY: Any, X_hat: Any) -> Any:
    return dY * X_hat


@mistake(GRAD_GAMMA, "γ takes part in every sample with full weight: the contributions are not averaged.")
def rows_averaged_in_gamma(dY: Any, X_hat: Any) -> Any:
    return (dY * X_hat).mean(axis=0)


@mistake(GRAD_GAMMA, "This sums over the features. Which index of dY does γ not have?")
def summed_over_features_in_gamma(dY: Any, X_hat: Any) -> Any:
    return (dY * X_hat).sum(axis=1)


@mistake(GRAD_GAMMA, "This is the sum of dY alone, as for β: by what is γ multiplied in the forward pass?")
def x_hat_forgotten(dY: Any, X_hat: Any) -> Any:
    return dY.sum(axis=0)


@mistake(GRAD_GAMMA, "These are zeros, but for rounding: where does each entry of dY meet its X̂, before any sum?")
def sums_before_the_product(dY: Any, X_hat: Any) -> Any:
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


GRAD_X_HAT = "q2_batchnorm.grad_x_hat"


@mistake(GRAD_X_HAT, "This is dY itself: what does the forward pass do to X̂?")
def gamma_forgotten_in_x_hat(dY: Any, gamma: Any) -> Any:
    return dY.copy()


@mistake(GRAD_X_HAT, "Each sample has its own X̂: nothing is summed here.")
def rows_summed_in_x_hat(dY: Any, gamma: Any) -> Any:
    return (dY * gamma).sum(axis=0)


@mistake(GRAD_X_HAT, "This equals dY/γ: what does the derivative of γ X̂ by X̂ come to?")
def divided_by_gamma(dY: Any, gamma: Any) -> Any:
    return dY / gamma


@mistake(GRAD_X_HAT, "γ keeps its sign in the backward pass.")
def absolute_gamma(dY: Any, gamma: Any) -> Any:
    return dY * np.abs(gamma)


@mistake(GRAD_X_HAT, "The average over samples is not taken in this path: it belongs to the loss, if anywhere.")
def x_hat_averaged(dY: Any, gamma: Any) -> Any:
    return dY * gamma / len(dY)


@mistake(GRAD_X_HAT, "γ enters the forward pass once, and so it does here.")
def gamma_squared_in_x_hat(dY: Any, gamma: Any) -> Any:
    return dY * gamma**2


@mistake(GRAD_X_HAT, "Each feature has a γ of its own: no mean of them is taken.")
def mean_gamma_in_x_hat(dY: Any, gamma: Any) -> Any:
    return dY * gamma.mean()
