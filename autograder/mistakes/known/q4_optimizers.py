"""Known mistakes of question 4: weight decay, SGD, and the moments of a moving average."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.mistakes.known import USUAL_BETAS, mistake

EQUIVALENT = "q4_optimizers.equivalent_weight_decay"


@mistake(EQUIVALENT, "The penalty is λ‖w‖², without a half: differentiate it.")
def same_lambda(lambda_l2: float) -> Any:
    return lambda_l2


@mistake(EQUIVALENT, "The factor stands on the other side: write both updates under each other and compare.")
def half_of_lambda(lambda_l2: float) -> Any:
    return lambda_l2 / 2


@mistake(EQUIVALENT, "λ enters the update once, not squared.")
def lambda_squared(lambda_l2: float) -> Any:
    return lambda_l2**2


SGD_L2 = "q4_optimizers.sgd_l2_step"


@mistake(SGD_L2, "The penalty is λ‖w‖², without a half: differentiate it.")
def penalty_gradient_without_the_two(w: Any, grad: Any, lr: float, lambda_l2: float) -> Any:
    return w - lr * (grad + lambda_l2 * w)


@mistake(SGD_L2, "The gradient of the penalty belongs to the gradient: it is scaled by the learning rate too.")
def penalty_outside_the_rate(w: Any, grad: Any, lr: float, lambda_l2: float) -> Any:
    return w - lr * grad - 2 * lambda_l2 * w


@mistake(SGD_L2, "Check the sign of the penalty: it pulls the weights towards zero.")
def sign_of_the_penalty(w: Any, grad: Any, lr: float, lambda_l2: float) -> Any:
    return w - lr * (grad - 2 * lambda_l2 * w)


@mistake(SGD_L2, "This is the step for λ = 0: where does the penalty enter?")
def penalty_forgotten(w: Any, grad: Any, lr: float, lambda_l2: float) -> Any:
    return w - lr * grad


@mistake(SGD_L2, "Check the sign of the step: descent goes against the gradient.")
def uphill(w: Any, grad: Any, lr: float, lambda_l2: float) -> Any:
    return w + lr * (grad + 2 * lambda_l2 * w)


@mistake(SGD_L2, "The gradient of ‖w‖² is not the sign of w: that would be the penalty |w|.")
def sign_for_weight(w: Any, grad: Any, lr: float, lambda_l2: float) -> Any:
    return w - lr * (grad + 2 * lambda_l2 * np.sign(w))


@mistake(SGD_L2, "The gradient of the penalty is taken at the old weights, not at those after the gradient step.")
def penalty_of_the_new_weights(w: Any, grad: Any, lr: float, lambda_l2: float) -> Any:
    return (w - lr * grad) * (1 - lr * 2 * lambda_l2)


@mistake(SGD_L2, "This is the gradient of the whole loss. The step takes w along it, by the rate.")
def gradient_for_the_step(w: Any, grad: Any, lr: float, lambda_l2: float) -> Any:
    return grad + 2 * lambda_l2 * w


@mistake(SGD_L2, "This is the step for λ = 1: where does the penalty's weight enter?")
def lambda_left_out(w: Any, grad: Any, lr: float, lambda_l2: float) -> Any:
    return w - lr * (grad + 2 * w)


SGD_WD = "q4_optimizers.sgd_weight_decay_step"


@mistake(SGD_WD, "This is the step with the ℓ2 penalty. Weight decay is defined without the factor of its gradient.")
def decay_doubled(w: Any, grad: Any, lr: float, lambda_wd: float) -> Any:
    return w - lr * (grad + 2 * lambda_wd * w)


@mistake(SGD_WD, "In the update asked for, the decay is scaled by the learning rate.")
def decay_outside_the_rate(w: Any, grad: Any, lr: float, lambda_wd: float) -> Any:
    return (1 - lambda_wd) * w - lr * grad


@mistake(SGD_WD, "The decay takes the old weights, not those after the gradient step.")
def decay_of_the_new_weights(w: Any, grad: Any, lr: float, lambda_wd: float) -> Any:
    return (w - lr * grad) * (1 - lr * lambda_wd)


@mistake(SGD_WD, "Check the sign of the decay: it pulls the weights towards zero.")
def sign_of_the_decay(w: Any, grad: Any, lr: float, lambda_wd: float) -> Any:
    return w - lr * (grad - lambda_wd * w)


@mistake(SGD_WD, "This is the step for λ_wd = 0: where does the decay enter?")
def decay_forgotten(w: Any, grad: Any, lr: float, lambda_wd: float) -> Any:
    return w - lr * grad


@mistake(SGD_WD, "Check the sign of the step: descent goes against the gradient.")
def uphill_with_decay(w: Any, grad: Any, lr: float, lambda_wd: float) -> Any:
    return w + lr * (grad + lambda_wd * w)


EXPECTED_MOMENT = "q4_optimizers.expected_moment"


@mistake(EXPECTED_MOMENT, "t counts this update too: how many terms does the sum have after the first one?")
def one_update_too_few(mu: Any, beta: float, t: int) -> Any:
    return (1 - beta ** (t - 1)) * mu


@mistake(EXPECTED_MOMENT, "t counts from 1: how many terms does the sum have after the first update?")
def one_update_too_many(mu: Any, beta: float, t: int) -> Any:
    return (1 - beta ** (t + 1)) * mu


@mistake(EXPECTED_MOMENT, "This is how far E[s] still is from the mean, not how much of it has been reached.")
def what_is_missing(mu: Any, beta: float, t: int) -> Any:
    return beta**t * mu


@mistake(EXPECTED_MOMENT, "The average starts at zero: it reaches the mean only in the limit.")
def no_bias(mu: Any, beta: float, t: int) -> Any:
    return mu * 1.0


@mistake(EXPECTED_MOMENT, "This is the expectation after the first update alone: add up the others.")
def first_update_alone(mu: Any, beta: float, t: int) -> Any:
    return (1 - beta) * mu


@mistake(EXPECTED_MOMENT, "This is the sum of the powers of β: by what is each gradient weighed as it comes in?")
def geometric_sum_alone(mu: Any, beta: float, t: int) -> Any:
    return (1 - beta**t) / (1 - beta) * mu


@mistake(EXPECTED_MOMENT, "β is raised to the number of updates; it is not multiplied by it.")
def power_as_product(mu: Any, beta: float, t: int) -> Any:
    return (1 - beta * t) * mu


@mistake(
    EXPECTED_MOMENT,
    "This is the answer for another β than the argument: where does the argument come in?",
    own=USUAL_BETAS,
)
def moment_with_a_beta_of_its_own(mu: Any, beta: float, t: int, *, own: float = 0.9) -> Any:
    return (1 - own**t) * mu


@mistake(EXPECTED_MOMENT, "This is what β and 1 − β in each other's place give: which of the two weighs the past?")
def moment_weights_exchanged(mu: Any, beta: float, t: int) -> Any:
    return (1 - (1 - beta) ** t) * mu


@mistake(
    EXPECTED_MOMENT, "This is what a correction does to the average; the question here is what the average itself is."
)
def divided_by_the_bias(mu: Any, beta: float, t: int) -> Any:
    return mu / (1 - beta**t)


BIAS_CORRECTED = "q4_optimizers.bias_corrected"


@mistake(BIAS_CORRECTED, "The bias is a factor of E[s]: to take it away one does not multiply by it.")
def multiplied_by_the_bias(s: Any, beta: float, t: int) -> Any:
    return s * (1 - beta**t)


@mistake(BIAS_CORRECTED, "t counts from 1 and includes this update: check the power.")
def power_one_too_high(s: Any, beta: float, t: int) -> Any:
    return s / (1 - beta ** (t + 1))


@mistake(BIAS_CORRECTED, "This is the correction after the first update; the bias changes with every update.")
def first_correction_always(s: Any, beta: float, t: int) -> Any:
    return s / (1 - beta)


@mistake(BIAS_CORRECTED, "The estimate is still biased towards zero.")
def not_corrected(s: Any, beta: float, t: int) -> Any:
    return s * 1.0


@mistake(
    BIAS_CORRECTED, "This equals s/βᵗ: is βᵗ what the average has reached after t updates, or what it still has to go?"
)
def divided_by_what_is_missing(s: Any, beta: float, t: int) -> Any:
    return s / beta**t


@mistake(BIAS_CORRECTED, "β is raised to the number of updates; it is not multiplied by it.")
def correction_with_product(s: Any, beta: float, t: int) -> Any:
    return s / (1 - beta * t)


@mistake(
    BIAS_CORRECTED,
    "This is the answer for another β than the argument: where does the argument come in?",
    own=USUAL_BETAS,
)
def corrected_with_a_beta_of_its_own(s: Any, beta: float, t: int, *, own: float = 0.9) -> Any:
    return s / (1 - own**t)


@mistake(BIAS_CORRECTED, "This is s over the root of the bias: by which factor is E[s] itself off?")
def corrected_by_the_root(s: Any, beta: float, t: int) -> Any:
    return s / np.sqrt(1 - beta**t)


@mistake(BIAS_CORRECTED, "t counts from 1 and includes this update: what does the correction come to at t = 1?")
def power_one_too_low(s: Any, beta: float, t: int) -> Any:
    return s / (1 - np.float64(beta) ** (t - 1))


@mistake(BIAS_CORRECTED, "This is what β and 1 − β in each other's place give: which of the two weighs the past?")
def correction_weights_exchanged(s: Any, beta: float, t: int) -> Any:
    return s / (1 - (1 - beta) ** t)


@mistake(BIAS_CORRECTED, "This equals s − βᵗ, as Python reads s / 1 − βᵗ: is E[s] off by a difference or by a factor?")
def division_before_subtraction(s: Any, beta: float, t: int) -> Any:
    return s / 1 - beta**t


@mistake(
    BIAS_CORRECTED, "Check the sign inside the correction: an early average is too small, so it has to become larger."
)
def sign_inside_the_correction(s: Any, beta: float, t: int) -> Any:
    return s / (1 + beta**t)


@mistake(
    BIAS_CORRECTED, "t counts from 1 and includes this update: check the power, and whether the first needs a rule."
)
def power_one_too_low_but_at_the_first(s: Any, beta: float, t: int) -> Any:
    return s / (1 - beta ** (t - 1)) if t > 1 else s
