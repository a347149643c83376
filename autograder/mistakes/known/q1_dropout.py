"""Known mistakes of question 1: dropout on the inputs of least squares."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.mistakes.known import mistake

SECOND_MOMENT = "q1_dropout.second_moment"


@mistake(SECOND_MOMENT, "The diagonal is not like the rest: a mask is 0 or 1, so what is m_i²?")
def diagonal_as_if_independent(p: float, d: int) -> Any:
    return np.full((d, d), p**2)


@mistake(SECOND_MOMENT, "Two different features are kept independently of each other: both at once is rarer than one.")
def same_probability_everywhere(p: float, d: int) -> Any:
    return np.full((d, d), p)


@mistake(
    SECOND_MOMENT, "This is the covariance of the mask. The question asks for the second moment, without centring."
)
def covariance_of_the_mask(p: float, d: int) -> Any:
    return p * (1 - p) * np.eye(d)


@mistake(
    SECOND_MOMENT, "Off the diagonal the expectation is not zero: independent is not the same as uncorrelated around 0."
)
def zero_off_the_diagonal(p: float, d: int) -> Any:
    return p * np.eye(d)


@mistake(SECOND_MOMENT, "p is the probability that a feature is kept, not that it is dropped.")
def drop_probability_in_moment(p: float, d: int) -> Any:
    q = 1 - p
    return np.full((d, d), q**2) + (q - q**2) * np.eye(d)


@mistake(SECOND_MOMENT, "The two cases are in each other's place: look again at which entries have i = j.")
def diagonal_and_rest_exchanged(p: float, d: int) -> Any:
    return np.full((d, d), p) + (p**2 - p) * np.eye(d)


@mistake(SECOND_MOMENT, "This is the moment of masks rescaled by 1/p. Here they are not rescaled.")
def moment_of_rescaled_masks(p: float, d: int) -> Any:
    return np.ones((d, d)) + (1 / p - 1) * np.eye(d)


F = "q1_dropout.f"


@mistake(F, "p is the probability that a feature is kept, not that it is dropped.")
def drop_probability_in_f(p: float) -> Any:
    return 1 - p


@mistake(F, "The masks here are not rescaled by 1/p: take the expectation of D itself.")
def rescaled_mask(p: float) -> Any:
    return 1.0


@mistake(F, "f stands inside the norm, where the loss is squared once more: compare the terms that are linear in w.")
def f_squared(p: float) -> Any:
    return p**2


@mistake(F, "f scales the prediction, not the norm: no root is needed. Compare the terms that are linear in w.")
def root_of_f(p: float) -> Any:
    return np.sqrt(p)


@mistake(F, "This is 1/p. The masks here are not rescaled: how large is a masked feature on average?")
def inverse_keep_probability(p: float) -> Any:
    return 1 / p


G = "q1_dropout.g"


@mistake(G, "Part of this is already in the norm of the mean prediction: what remains of the diagonal after that?")
def g_without_the_mean_part(p: float) -> Any:
    return p


@mistake(G, "This is what the mean prediction takes of the diagonal. g is what remains of it.")
def g_is_p_squared(p: float) -> Any:
    return p**2


@mistake(G, "This is the penalty of masks rescaled by 1/p. Here they are not rescaled.")
def g_of_rescaled_masks(p: float) -> Any:
    return (1 - p) / p


@mistake(G, "The penalty comes from the variance of a mask, not from the probability to drop it.")
def g_is_drop_probability(p: float) -> Any:
    return 1 - p


@mistake(G, "This is a standard deviation. The loss is squared, so which moment of the mask belongs here?")
def g_is_standard_deviation(p: float) -> Any:
    return np.sqrt(p * (1 - p))


@mistake(G, "Check the sign: dropping features can only add to the expected loss.")
def g_with_flipped_sign(p: float) -> Any:
    return p * (p - 1)


@mistake(G, "This is 1 less what the mean prediction takes of the diagonal: is the diagonal of the second moment 1?")
def g_is_one_less_p_squared(p: float) -> Any:
    return 1 - p**2


@mistake(G, "The variance of a mask is E[m²] − E[m]²: write both out.")
def g_is_drop_probability_squared(p: float) -> Any:
    return (1 - p) ** 2


@mistake(G, "The variance of a mask enters once for each feature; there is no factor of two.")
def g_doubled(p: float) -> Any:
    return 2 * p * (1 - p)


GAMMA = "q1_dropout.gamma"


@mistake(GAMMA, "This is Γ². Γ itself is what squares to it.")
def gamma_not_rooted(X: Any) -> Any:
    return np.diag((X**2).sum(axis=0))


@mistake(GAMMA, "The matrix asked for is diagonal, of shape (d, d); this is the list of its diagonal entries.")
def gamma_as_a_vector(X: Any) -> Any:
    return np.sqrt((X**2).sum(axis=0))


@mistake(GAMMA, "Γ is made of sums over the samples, not of means: look at the definition of Γ².")
def gamma_from_means(X: Any) -> Any:
    return np.diag(np.sqrt((X**2).mean(axis=0)))


@mistake(GAMMA, "These are centred standard deviations. The footnote's definition does not take the mean away.")
def gamma_from_standard_deviations(X: Any) -> Any:
    return np.diag(X.std(axis=0))


@mistake(GAMMA, "These are the lengths of the centred columns: does the footnote's definition centre them?")
def gamma_centred(X: Any) -> Any:
    return np.diag(np.sqrt(((X - X.mean(axis=0)) ** 2).sum(axis=0)))


@mistake(GAMMA, "Only the diagonal of XᵀX belongs to Γ²; what stands beside it is dropped.")
def gamma_with_the_rest(X: Any) -> Any:
    return np.sqrt(np.abs(X.T @ X))


@mistake(GAMMA, "These are lengths of rows. Γ has one entry for each feature.")
def gamma_of_rows(X: Any) -> Any:
    return np.diag(np.sqrt((X**2).sum(axis=1)))


@mistake(GAMMA, "This is XᵀX itself. Γ² keeps its diagonal alone, and Γ is what squares to that.")
def gram_matrix(X: Any) -> Any:
    return X.T @ X


@mistake(GAMMA, "The matrix asked for is diagonal, of shape (d, d), and squares to these numbers.")
def gamma_squared_as_a_vector(X: Any) -> Any:
    return (X**2).sum(axis=0)


@mistake(GAMMA, "Γ² is made of sums of squares, not of absolute values.")
def gamma_of_absolute_values(X: Any) -> Any:
    return np.diag(np.abs(X).sum(axis=0))


DROPOUT_LOSS = "q1_dropout.dropout_loss"


@mistake(DROPOUT_LOSS, "The loss is the squared norm, not the norm.")
def norm_not_squared(X: Any, y: Any, w: Any, mask: Any) -> Any:
    return float(np.linalg.norm(y - X @ (mask * w)))


@mistake(DROPOUT_LOSS, "The loss adds up over the samples; it does not average them.")
def loss_averaged(X: Any, y: Any, w: Any, mask: Any) -> Any:
    return float(((y - X @ (mask * w)) ** 2).mean())


@mistake(DROPOUT_LOSS, "This is the loss with every feature kept: where does the mask stand?")
def mask_forgotten(X: Any, y: Any, w: Any, mask: Any) -> Any:
    return float(((y - X @ w) ** 2).sum())


@mistake(DROPOUT_LOSS, "A 1 in the mask means that the feature is kept.")
def mask_inverted(X: Any, y: Any, w: Any, mask: Any) -> Any:
    return float(((y - X @ ((1 - mask) * w)) ** 2).sum())


@mistake(DROPOUT_LOSS, "The given loss has no factor of one half.")
def half_of_the_loss(X: Any, y: Any, w: Any, mask: Any) -> Any:
    return float(0.5 * ((y - X @ (mask * w)) ** 2).sum())


@mistake(
    DROPOUT_LOSS, "This is the loss with the mask rescaled by the share of features kept: does the question rescale it?"
)
def loss_with_rescaled_mask(X: Any, y: Any, w: Any, mask: Any) -> Any:
    return float(((y - X @ (mask * w) / mask.mean()) ** 2).sum())


@mistake(DROPOUT_LOSS, "The prediction is taken away from y, not added to it.")
def prediction_added(X: Any, y: Any, w: Any, mask: Any) -> Any:
    return float(((y + X @ (mask * w)) ** 2).sum())


@mistake(DROPOUT_LOSS, "Each residual is squared before they are added up.")
def squared_after_the_sum(X: Any, y: Any, w: Any, mask: Any) -> Any:
    return float((y - X @ (mask * w)).sum() ** 2)


@mistake(DROPOUT_LOSS, "This adds up every pair of a y and a prediction: look at the shape of their difference.")
def every_y_with_every_prediction(X: Any, y: Any, w: Any, mask: Any) -> Any:
    return float(((y[:, None] - X @ (mask * w)) ** 2).sum())


EXPECTED_LOSS = "q1_dropout.expected_loss"


@mistake(EXPECTED_LOSS, "This is the loss of the mean prediction alone: is E of a square the square of E?")
def loss_of_the_mean_mask(X: Any, y: Any, w: Any, p: float) -> Any:
    return float(((y - p * X @ w) ** 2).sum())


@mistake(EXPECTED_LOSS, "The factor of the penalty is too large: part of the diagonal is in the first norm already.")
def penalty_with_p(X: Any, y: Any, w: Any, p: float) -> Any:
    return float(((y - p * X @ w) ** 2).sum() + p * ((X**2).sum(axis=0) @ w**2))


@mistake(EXPECTED_LOSS, "This is the sum with Xw as the mean prediction: what is the mean of the masked prediction?")
def prediction_not_scaled(X: Any, y: Any, w: Any, p: float) -> Any:
    return float(((y - X @ w) ** 2).sum() + p * (1 - p) * ((X**2).sum(axis=0) @ w**2))


@mistake(EXPECTED_LOSS, "This is the loss with masks rescaled by 1/p. Here they are not rescaled.")
def loss_of_rescaled_masks(X: Any, y: Any, w: Any, p: float) -> Any:
    return float(((y - X @ w) ** 2).sum() + (1 - p) / p * ((X**2).sum(axis=0) @ w**2))


@mistake(EXPECTED_LOSS, "p is the probability that a feature is kept, not that it is dropped.")
def drop_probability_in_loss(X: Any, y: Any, w: Any, p: float) -> Any:
    return float(((y - (1 - p) * X @ w) ** 2).sum() + p * (1 - p) * ((X**2).sum(axis=0) @ w**2))


@mistake(EXPECTED_LOSS, "The penalty weighs every feature alike: where does Γ come in?")
def penalty_without_gamma(X: Any, y: Any, w: Any, p: float) -> Any:
    return float(((y - p * X @ w) ** 2).sum() + p * (1 - p) * (w @ w))


@mistake(EXPECTED_LOSS, "The penalty is a squared norm, and Γ is inside it: it enters with its square.")
def penalty_with_gamma_not_squared(X: Any, y: Any, w: Any, p: float) -> Any:
    return float(((y - p * X @ w) ** 2).sum() + p * (1 - p) * (np.sqrt((X**2).sum(axis=0)) @ w**2))


@mistake(EXPECTED_LOSS, "The loss adds up over the samples; it does not average them.")
def expected_loss_averaged(X: Any, y: Any, w: Any, p: float) -> Any:
    return float((((y - p * X @ w) ** 2).sum() + p * (1 - p) * ((X**2).sum(axis=0) @ w**2)) / len(y))


@mistake(EXPECTED_LOSS, "The penalty's factor is what remains of the diagonal after the mean prediction took its part.")
def penalty_with_p_squared(X: Any, y: Any, w: Any, p: float) -> Any:
    return float(((y - p * X @ w) ** 2).sum() + p**2 * ((X**2).sum(axis=0) @ w**2))


@mistake(EXPECTED_LOSS, "Γ² is made of sums of squares; the means of the columns are not taken away first.")
def penalty_from_centred_columns(X: Any, y: Any, w: Any, p: float) -> Any:
    return float(((y - p * X @ w) ** 2).sum() + p * (1 - p) * (((X - X.mean(axis=0)) ** 2).sum(axis=0) @ w**2))


@mistake(EXPECTED_LOSS, "This is the average in which every mask counts alike: how probable is each?")
def every_mask_alike(X: Any, y: Any, w: Any, p: float) -> Any:
    return float(((y - 0.5 * X @ w) ** 2).sum() + 0.25 * ((X**2).sum(axis=0) @ w**2))


@mistake(EXPECTED_LOSS, "Check the sign of the penalty: dropping features can only add to the expected loss.")
def penalty_taken_away(X: Any, y: Any, w: Any, p: float) -> Any:
    return float(((y - p * X @ w) ** 2).sum() - p * (1 - p) * ((X**2).sum(axis=0) @ w**2))


@mistake(EXPECTED_LOSS, "This is the sum with ‖Γw‖² as it stands: what is the variance of a mask?")
def penalty_not_scaled(X: Any, y: Any, w: Any, p: float) -> Any:
    return float(((y - p * X @ w) ** 2).sum() + (X**2).sum(axis=0) @ w**2)


@mistake(EXPECTED_LOSS, "The variance of a mask is not the probability to drop it.")
def penalty_with_drop_probability(X: Any, y: Any, w: Any, p: float) -> Any:
    return float(((y - p * X @ w) ** 2).sum() + (1 - p) * ((X**2).sum(axis=0) @ w**2))


@mistake(EXPECTED_LOSS, "Two features are dropped independently: only the diagonal of XᵀX is left in the penalty.")
def penalty_with_the_whole_gram_matrix(X: Any, y: Any, w: Any, p: float) -> Any:
    return float(((y - p * X @ w) ** 2).sum() + p * (1 - p) * (w @ X.T @ X @ w))


@mistake(EXPECTED_LOSS, "This is what averaging the first term gives: both add up over the samples.")
def first_term_averaged(X: Any, y: Any, w: Any, p: float) -> Any:
    return float(((y - p * X @ w) ** 2).mean() + p * (1 - p) * ((X**2).sum(axis=0) @ w**2))


@mistake(EXPECTED_LOSS, "The variance of a mask enters once for each feature; there is no factor of two.")
def penalty_doubled(X: Any, y: Any, w: Any, p: float) -> Any:
    return float(((y - p * X @ w) ** 2).sum() + 2 * p * (1 - p) * ((X**2).sum(axis=0) @ w**2))


@mistake(EXPECTED_LOSS, "This is what the norm ‖Γw‖ gives in place of its square: which of the two is the penalty?")
def penalty_norm_not_squared(X: Any, y: Any, w: Any, p: float) -> Any:
    return float(((y - p * X @ w) ** 2).sum() + p * (1 - p) * np.sqrt((X**2).sum(axis=0) @ w**2))


EXPECTED_LOSS_GRAD = "q1_dropout.expected_loss_grad"


@mistake(EXPECTED_LOSS_GRAD, "This is half of the gradient: which factor does the derivative of a square bring down?")
def gradient_without_the_two(X: Any, y: Any, w: Any, p: float) -> Any:
    return -p * X.T @ (y - p * X @ w) + p * (1 - p) * (X**2).sum(axis=0) * w


@mistake(EXPECTED_LOSS_GRAD, "This is the gradient of the first term alone: what does the penalty's come to?")
def gradient_without_the_penalty(X: Any, y: Any, w: Any, p: float) -> Any:
    return -2 * p * X.T @ (y - p * X @ w)


@mistake(
    EXPECTED_LOSS_GRAD,
    "The first term equals what the derivative of Xw gives: what is the derivative of the scaled prediction?",
)
def inner_scale_forgotten(X: Any, y: Any, w: Any, p: float) -> Any:
    return -2 * X.T @ (y - p * X @ w) + 2 * p * (1 - p) * (X**2).sum(axis=0) * w


@mistake(EXPECTED_LOSS_GRAD, "Check the sign of the first term: w stands behind a minus there.")
def sign_of_the_residual(X: Any, y: Any, w: Any, p: float) -> Any:
    return 2 * p * X.T @ (y - p * X @ w) + 2 * p * (1 - p) * (X**2).sum(axis=0) * w


@mistake(EXPECTED_LOSS_GRAD, "Check the sign of the penalty's gradient: the penalty is added to the loss.")
def sign_of_the_penalty(X: Any, y: Any, w: Any, p: float) -> Any:
    return -2 * p * X.T @ (y - p * X @ w) - 2 * p * (1 - p) * (X**2).sum(axis=0) * w


@mistake(
    EXPECTED_LOSS_GRAD,
    "The penalty's gradient comes to half of what it should: the penalty is quadratic in w, so differentiate it.",
)
def penalty_gradient_without_the_two(X: Any, y: Any, w: Any, p: float) -> Any:
    return -2 * p * X.T @ (y - p * X @ w) + p * (1 - p) * (X**2).sum(axis=0) * w


@mistake(EXPECTED_LOSS_GRAD, "Γ enters the penalty with its square, and so it does in the gradient.")
def gradient_with_gamma_not_squared(X: Any, y: Any, w: Any, p: float) -> Any:
    return -2 * p * X.T @ (y - p * X @ w) + 2 * p * (1 - p) * np.sqrt((X**2).sum(axis=0)) * w


@mistake(
    EXPECTED_LOSS_GRAD, "This is the gradient of the loss without dropout, the penalty added: scale the prediction too."
)
def gradient_with_prediction_not_scaled(X: Any, y: Any, w: Any, p: float) -> Any:
    return -2 * X.T @ (y - X @ w) + 2 * p * (1 - p) * (X**2).sum(axis=0) * w


@mistake(
    EXPECTED_LOSS_GRAD, "The factor of the penalty is too large: part of the diagonal is in the first norm already."
)
def penalty_gradient_with_p(X: Any, y: Any, w: Any, p: float) -> Any:
    return -2 * p * X.T @ (y - p * X @ w) + 2 * p * (X**2).sum(axis=0) * w


@mistake(EXPECTED_LOSS_GRAD, "The loss adds up over the samples; it does not average them.")
def gradient_averaged(X: Any, y: Any, w: Any, p: float) -> Any:
    return (-2 * p * X.T @ (y - p * X @ w) + 2 * p * (1 - p) * (X**2).sum(axis=0) * w) / len(y)


@mistake(EXPECTED_LOSS_GRAD, "p is the probability that a feature is kept, not that it is dropped.")
def gradient_with_drop_probability(X: Any, y: Any, w: Any, p: float) -> Any:
    q = 1 - p
    return -2 * q * X.T @ (y - q * X @ w) + 2 * p * q * (X**2).sum(axis=0) * w


@mistake(EXPECTED_LOSS_GRAD, "This is the gradient of the loss with masks rescaled by 1/p. Here they are not rescaled.")
def gradient_of_rescaled_masks(X: Any, y: Any, w: Any, p: float) -> Any:
    return -2 * X.T @ (y - X @ w) + 2 * (1 - p) / p * (X**2).sum(axis=0) * w


@mistake(EXPECTED_LOSS_GRAD, "The penalty weighs every feature alike: where does Γ come in?")
def gradient_without_gamma(X: Any, y: Any, w: Any, p: float) -> Any:
    return -2 * p * X.T @ (y - p * X @ w) + 2 * p * (1 - p) * w


@mistake(
    EXPECTED_LOSS_GRAD, "This is what the residual y − Xw gives: what is the mean of the prediction over the masks?"
)
def residual_not_scaled(X: Any, y: Any, w: Any, p: float) -> Any:
    return -2 * p * X.T @ (y - X @ w) + 2 * p * (1 - p) * (X**2).sum(axis=0) * w


@mistake(EXPECTED_LOSS_GRAD, "Two features are dropped independently: only the diagonal of XᵀX is left in the penalty.")
def gradient_with_the_whole_gram_matrix(X: Any, y: Any, w: Any, p: float) -> Any:
    return -2 * p * X.T @ (y - p * X @ w) + 2 * p * (1 - p) * X.T @ X @ w


@mistake(
    EXPECTED_LOSS_GRAD,
    "The penalty's gradient comes to the same for every w: the penalty is quadratic in w, so differentiate it.",
)
def penalty_gradient_without_w(X: Any, y: Any, w: Any, p: float) -> Any:
    return -2 * p * X.T @ (y - p * X @ w) + 2 * p * (1 - p) * (X**2).sum(axis=0)


@mistake(EXPECTED_LOSS_GRAD, "Γ² is made of sums of squares; the means of the columns are not taken away first.")
def gradient_from_centred_columns(X: Any, y: Any, w: Any, p: float) -> Any:
    return -2 * p * X.T @ (y - p * X @ w) + 2 * p * (1 - p) * ((X - X.mean(axis=0)) ** 2).sum(axis=0) * w


@mistake(
    EXPECTED_LOSS_GRAD,
    "The first term comes to p times what it should: how often does the chain rule pass the scale of the prediction?",
)
def inner_scale_squared(X: Any, y: Any, w: Any, p: float) -> Any:
    return -2 * p**2 * X.T @ (y - p * X @ w) + 2 * p * (1 - p) * (X**2).sum(axis=0) * w
