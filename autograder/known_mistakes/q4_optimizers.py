"""Known mistakes of question 4: weight decay, moments, and one step of each optimizer but Adam's."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.known_mistakes import USUAL_EPS, mistake

USUAL_BETAS = (0.5, 0.95, 0.98, 0.99, 0.999)

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


@mistake(SGD_L2, "The penalty has no effect here.")
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


@mistake(SGD_WD, "The weights do not decay here.")
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


@mistake(EXPECTED_MOMENT, "This is what is missing to the mean, not what has been reached.")
def what_is_missing(mu: Any, beta: float, t: int) -> Any:
    return beta**t * mu


@mistake(EXPECTED_MOMENT, "The average starts at zero: it reaches the mean only in the limit.")
def no_bias(mu: Any, beta: float, t: int) -> Any:
    return mu * 1.0


@mistake(EXPECTED_MOMENT, "This is the expectation after the first update alone: add up the others.")
def first_update_alone(mu: Any, beta: float, t: int) -> Any:
    return (1 - beta) * mu


@mistake(EXPECTED_MOMENT, "The factor 1 − β in front of each term is missing in the sum.")
def geometric_sum_alone(mu: Any, beta: float, t: int) -> Any:
    return (1 - beta**t) / (1 - beta) * mu


@mistake(EXPECTED_MOMENT, "β is raised to the number of updates; it is not multiplied by it.")
def power_as_product(mu: Any, beta: float, t: int) -> Any:
    return (1 - beta * t) * mu


@mistake(EXPECTED_MOMENT, "The argument β is not used as it is given.", own=USUAL_BETAS)
def moment_with_a_beta_of_its_own(mu: Any, beta: float, t: int, *, own: float = 0.9) -> Any:
    return (1 - own**t) * mu


@mistake(EXPECTED_MOMENT, "β weighs the past and 1 − β the gradient; here they are in each other's place.")
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


@mistake(BIAS_CORRECTED, "This divides by what is missing to the mean; divide by what has been reached.")
def divided_by_what_is_missing(s: Any, beta: float, t: int) -> Any:
    return s / beta**t


@mistake(BIAS_CORRECTED, "β is raised to the number of updates; it is not multiplied by it.")
def correction_with_product(s: Any, beta: float, t: int) -> Any:
    return s / (1 - beta * t)


@mistake(BIAS_CORRECTED, "The argument β is not used as it is given.", own=USUAL_BETAS)
def corrected_with_a_beta_of_its_own(s: Any, beta: float, t: int, *, own: float = 0.9) -> Any:
    return s / (1 - own**t)


@mistake(BIAS_CORRECTED, "The expectation is off by a factor; the estimate divides by it, not by its root.")
def corrected_by_the_root(s: Any, beta: float, t: int) -> Any:
    return s / np.sqrt(1 - beta**t)


@mistake(BIAS_CORRECTED, "t counts from 1 and includes this update: look at what you divide by when t is 1.")
def power_one_too_low(s: Any, beta: float, t: int) -> Any:
    return s / (1 - np.float64(beta) ** (t - 1))


@mistake(BIAS_CORRECTED, "β weighs the past and 1 − β the gradient; here they are in each other's place.")
def correction_weights_exchanged(s: Any, beta: float, t: int) -> Any:
    return s / (1 - (1 - beta) ** t)


@mistake(BIAS_CORRECTED, "Python divides before it subtracts: put the divisor in brackets.")
def division_before_subtraction(s: Any, beta: float, t: int) -> Any:
    return s / 1 - beta**t


@mistake(
    BIAS_CORRECTED, "Check the sign inside the correction: an early average is too small, so it has to become larger."
)
def sign_inside_the_correction(s: Any, beta: float, t: int) -> Any:
    return s / (1 + beta**t)


MOMENTUM = "q4_optimizers.momentum_l2_step"


@mistake(MOMENTUM, "The penalty is inside the gradient, so it is averaged like the rest of the gradient.")
def penalty_without_one_minus_beta(w: Any, v: Any, grad: Any, lr: float, beta: float, lambda_l2: float) -> Any:
    v = beta * v + (1 - beta) * grad + 2 * lambda_l2 * w
    return w - lr * v, v


@mistake(MOMENTUM, "The average here weighs the new gradient with 1 − β.")
def gradient_not_dampened(w: Any, v: Any, grad: Any, lr: float, beta: float, lambda_l2: float) -> Any:
    v = beta * v + grad + 2 * lambda_l2 * w
    return w - lr * v, v


@mistake(MOMENTUM, "The penalty is λ‖w‖², without a half: differentiate it.")
def momentum_penalty_without_the_two(w: Any, v: Any, grad: Any, lr: float, beta: float, lambda_l2: float) -> Any:
    v = beta * v + (1 - beta) * (grad + lambda_l2 * w)
    return w - lr * v, v


@mistake(MOMENTUM, "β and 1 − β are in each other's place.")
def momentum_weights_exchanged(w: Any, v: Any, grad: Any, lr: float, beta: float, lambda_l2: float) -> Any:
    v = (1 - beta) * v + beta * (grad + 2 * lambda_l2 * w)
    return w - lr * v, v


@mistake(MOMENTUM, "The step takes the v of this update, not of the one before.")
def step_with_the_old_v(w: Any, v: Any, grad: Any, lr: float, beta: float, lambda_l2: float) -> Any:
    return w - lr * v, beta * v + (1 - beta) * (grad + 2 * lambda_l2 * w)


@mistake(MOMENTUM, "The penalty is decoupled here: it goes past v. In this question it is part of the gradient.")
def momentum_penalty_decoupled(w: Any, v: Any, grad: Any, lr: float, beta: float, lambda_l2: float) -> Any:
    v = beta * v + (1 - beta) * grad
    return w - lr * v - lr * 2 * lambda_l2 * w, v


@mistake(MOMENTUM, "The penalty has no effect here.")
def momentum_penalty_forgotten(w: Any, v: Any, grad: Any, lr: float, beta: float, lambda_l2: float) -> Any:
    v = beta * v + (1 - beta) * grad
    return w - lr * v, v


@mistake(MOMENTUM, "The learning rate stands in the update of w, not in v.")
def rate_inside_v(w: Any, v: Any, grad: Any, lr: float, beta: float, lambda_l2: float) -> Any:
    v = beta * v + (1 - beta) * lr * (grad + 2 * lambda_l2 * w)
    return w - v, v


@mistake(MOMENTUM, "The argument β is not used as it is given.", own=USUAL_BETAS)
def momentum_with_a_beta_of_its_own(
    w: Any, v: Any, grad: Any, lr: float, beta: float, lambda_l2: float, *, own: float = 0.9
) -> Any:
    v = own * v + (1 - own) * (grad + 2 * lambda_l2 * w)
    return w - lr * v, v


@mistake(MOMENTUM, "Check the sign of the step: descent goes against v.")
def momentum_uphill(w: Any, v: Any, grad: Any, lr: float, beta: float, lambda_l2: float) -> Any:
    v = beta * v + (1 - beta) * (grad + 2 * lambda_l2 * w)
    return w + lr * v, v


@mistake(MOMENTUM, "Check the sign of the penalty: it pulls the weights towards zero.")
def momentum_sign_of_the_penalty(w: Any, v: Any, grad: Any, lr: float, beta: float, lambda_l2: float) -> Any:
    v = beta * v + (1 - beta) * (grad - 2 * lambda_l2 * w)
    return w - lr * v, v


@mistake(MOMENTUM, "The step follows v, not the gradient of this update alone.")
def momentum_gradient_in_the_step(w: Any, v: Any, grad: Any, lr: float, beta: float, lambda_l2: float) -> Any:
    g = grad + 2 * lambda_l2 * w
    return w - lr * g, beta * v + (1 - beta) * g


@mistake(MOMENTUM, "The v that came in has no part here: what does β keep?")
def momentum_forgets(w: Any, v: Any, grad: Any, lr: float, beta: float, lambda_l2: float) -> Any:
    v = (1 - beta) * (grad + 2 * lambda_l2 * w)
    return w - lr * v, v


RMSPROP = "q4_optimizers.rmsprop_l2_step"


@mistake(RMSPROP, "For RMSProp eps stands outside the root in this problem set.")
def eps_inside_the_root(w: Any, v: Any, grad: Any, lr: float, beta: float, eps: float, lambda_l2: float) -> Any:
    g = grad + 2 * lambda_l2 * w
    v = beta * v + (1 - beta) * g**2
    return w - lr * g / np.sqrt(v + eps), v


@mistake(RMSPROP, "v averages the squares of the gradient, not the gradient.")
def gradient_not_squared(w: Any, v: Any, grad: Any, lr: float, beta: float, eps: float, lambda_l2: float) -> Any:
    g = grad + 2 * lambda_l2 * w
    v = beta * v + (1 - beta) * g
    return w - lr * g / (np.sqrt(np.abs(v)) + eps), v


@mistake(RMSPROP, "The step is divided by the root of v.")
def root_of_v_forgotten(w: Any, v: Any, grad: Any, lr: float, beta: float, eps: float, lambda_l2: float) -> Any:
    g = grad + 2 * lambda_l2 * w
    v = beta * v + (1 - beta) * g**2
    return w - lr * g / (v + eps), v


@mistake(RMSPROP, "The penalty is λ‖w‖², without a half: differentiate it.")
def rmsprop_penalty_without_the_two(
    w: Any, v: Any, grad: Any, lr: float, beta: float, eps: float, lambda_l2: float
) -> Any:
    g = grad + lambda_l2 * w
    v = beta * v + (1 - beta) * g**2
    return w - lr * g / (np.sqrt(v) + eps), v


@mistake(RMSPROP, "The penalty is decoupled here: it goes past v. In this question it is part of the gradient.")
def rmsprop_penalty_decoupled(w: Any, v: Any, grad: Any, lr: float, beta: float, eps: float, lambda_l2: float) -> Any:
    v = beta * v + (1 - beta) * grad**2
    return w - lr * grad / (np.sqrt(v) + eps) - lr * 2 * lambda_l2 * w, v


@mistake(RMSPROP, "The penalty is in the step but not in v: the squares are those of the whole gradient.")
def v_without_the_penalty(w: Any, v: Any, grad: Any, lr: float, beta: float, eps: float, lambda_l2: float) -> Any:
    v = beta * v + (1 - beta) * grad**2
    return w - lr * (grad + 2 * lambda_l2 * w) / (np.sqrt(v) + eps), v


@mistake(RMSPROP, "The penalty is in v but not in the step: the step divides the whole gradient.")
def step_without_the_penalty(w: Any, v: Any, grad: Any, lr: float, beta: float, eps: float, lambda_l2: float) -> Any:
    v = beta * v + (1 - beta) * (grad + 2 * lambda_l2 * w) ** 2
    return w - lr * grad / (np.sqrt(v) + eps), v


@mistake(RMSPROP, "The argument eps is not used as it is given.", own=USUAL_EPS)
def rmsprop_eps_of_its_own(
    w: Any, v: Any, grad: Any, lr: float, beta: float, eps: float, lambda_l2: float, *, own: float = 1e-8
) -> Any:
    g = grad + 2 * lambda_l2 * w
    v = beta * v + (1 - beta) * g**2
    return w - lr * g / (np.sqrt(v) + own), v


@mistake(RMSPROP, "The step takes the v of this update, not of the one before.")
def rmsprop_step_with_the_old_v(w: Any, v: Any, grad: Any, lr: float, beta: float, eps: float, lambda_l2: float) -> Any:
    g = grad + 2 * lambda_l2 * w
    return w - lr * g / (np.sqrt(v) + eps), beta * v + (1 - beta) * g**2


@mistake(RMSPROP, "β and 1 − β are in each other's place.")
def rmsprop_weights_exchanged(w: Any, v: Any, grad: Any, lr: float, beta: float, eps: float, lambda_l2: float) -> Any:
    g = grad + 2 * lambda_l2 * w
    v = (1 - beta) * v + beta * g**2
    return w - lr * g / (np.sqrt(v) + eps), v


@mistake(RMSPROP, "The argument β is not used as it is given.", own=USUAL_BETAS)
def rmsprop_with_a_beta_of_its_own(
    w: Any, v: Any, grad: Any, lr: float, beta: float, eps: float, lambda_l2: float, *, own: float = 0.9
) -> Any:
    g = grad + 2 * lambda_l2 * w
    v = own * v + (1 - own) * g**2
    return w - lr * g / (np.sqrt(v) + eps), v


@mistake(RMSPROP, "v adds up all squares here, which is AdaGrad. RMSProp takes their moving average.")
def squares_added_up(w: Any, v: Any, grad: Any, lr: float, beta: float, eps: float, lambda_l2: float) -> Any:
    g = grad + 2 * lambda_l2 * w
    v = v + g**2
    return w - lr * g / (np.sqrt(v) + eps), v


@mistake(RMSPROP, "Check the sign of the step: descent goes against the gradient.")
def rmsprop_uphill(w: Any, v: Any, grad: Any, lr: float, beta: float, eps: float, lambda_l2: float) -> Any:
    g = grad + 2 * lambda_l2 * w
    v = beta * v + (1 - beta) * g**2
    return w + lr * g / (np.sqrt(v) + eps), v


@mistake(RMSPROP, "Check the sign of the penalty: it pulls the weights towards zero.")
def rmsprop_sign_of_the_penalty(w: Any, v: Any, grad: Any, lr: float, beta: float, eps: float, lambda_l2: float) -> Any:
    g = grad - 2 * lambda_l2 * w
    v = beta * v + (1 - beta) * g**2
    return w - lr * g / (np.sqrt(v) + eps), v


@mistake(RMSPROP, "The penalty has no effect here.")
def rmsprop_penalty_left_out(w: Any, v: Any, grad: Any, lr: float, beta: float, eps: float, lambda_l2: float) -> Any:
    v = beta * v + (1 - beta) * grad**2
    return w - lr * grad / (np.sqrt(v) + eps), v


@mistake(RMSPROP, "The factor 1 − β of the new square is missing.")
def rmsprop_gradient_not_dampened(
    w: Any, v: Any, grad: Any, lr: float, beta: float, eps: float, lambda_l2: float
) -> Any:
    g = grad + 2 * lambda_l2 * w
    v = beta * v + g**2
    return w - lr * g / (np.sqrt(v) + eps), v


@mistake(RMSPROP, "Python divides before it adds: put root and eps in brackets.")
def rmsprop_division_before_addition(
    w: Any, v: Any, grad: Any, lr: float, beta: float, eps: float, lambda_l2: float
) -> Any:
    g = grad + 2 * lambda_l2 * w
    v = beta * v + (1 - beta) * g**2
    return w - (lr * g / np.sqrt(v) + eps), v
