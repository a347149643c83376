"""Known mistakes of question 4: one step of momentum or RMSProp."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.mistakes.known import USUAL_BETAS, USUAL_EPS, mistake

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


@mistake(MOMENTUM, "This is what β and 1 − β in each other's place give: which of the two weighs the past?")
def momentum_weights_exchanged(w: Any, v: Any, grad: Any, lr: float, beta: float, lambda_l2: float) -> Any:
    v = (1 - beta) * v + beta * (grad + 2 * lambda_l2 * w)
    return w - lr * v, v


@mistake(MOMENTUM, "The step takes the v of this update, not of the one before.")
def step_with_the_old_v(w: Any, v: Any, grad: Any, lr: float, beta: float, lambda_l2: float) -> Any:
    return w - lr * v, beta * v + (1 - beta) * (grad + 2 * lambda_l2 * w)


@mistake(MOMENTUM, "This is what a penalty that goes past v gives. In this question it is part of the gradient.")
def momentum_penalty_decoupled(w: Any, v: Any, grad: Any, lr: float, beta: float, lambda_l2: float) -> Any:
    v = beta * v + (1 - beta) * grad
    return w - lr * v - lr * 2 * lambda_l2 * w, v


@mistake(MOMENTUM, "This is the step for λ = 0: where does the penalty enter?")
def momentum_penalty_forgotten(w: Any, v: Any, grad: Any, lr: float, beta: float, lambda_l2: float) -> Any:
    v = beta * v + (1 - beta) * grad
    return w - lr * v, v


@mistake(MOMENTUM, "The learning rate stands in the update of w, not in v.")
def rate_inside_v(w: Any, v: Any, grad: Any, lr: float, beta: float, lambda_l2: float) -> Any:
    v = beta * v + (1 - beta) * lr * (grad + 2 * lambda_l2 * w)
    return w - v, v


@mistake(
    MOMENTUM, "This is the answer for another β than the argument: where does the argument come in?", own=USUAL_BETAS
)
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


@mistake(MOMENTUM, "This is the update for an old v of zero: what does β keep?")
def momentum_forgets(w: Any, v: Any, grad: Any, lr: float, beta: float, lambda_l2: float) -> Any:
    v = (1 - beta) * (grad + 2 * lambda_l2 * w)
    return w - lr * v, v


@mistake(MOMENTUM, "In this problem set v is an average of gradients, and the rate stands in the step.")
def rate_in_place_of_dampening(w: Any, v: Any, grad: Any, lr: float, beta: float, lambda_l2: float) -> Any:
    v = beta * v + lr * (grad + 2 * lambda_l2 * w)
    return w - v, v


@mistake(MOMENTUM, "In this problem set v is an average of gradients; rate and minus stand in the step.")
def velocity_downhill(w: Any, v: Any, grad: Any, lr: float, beta: float, lambda_l2: float) -> Any:
    v = beta * v - lr * (grad + 2 * lambda_l2 * w)
    return w + v, v


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


@mistake(RMSPROP, "This is the step with v as its scale: which has the units of the gradient, v or its root?")
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


@mistake(RMSPROP, "This is what a penalty that goes past v gives. In this question it is part of the gradient.")
def rmsprop_penalty_decoupled(w: Any, v: Any, grad: Any, lr: float, beta: float, eps: float, lambda_l2: float) -> Any:
    v = beta * v + (1 - beta) * grad**2
    return w - lr * grad / (np.sqrt(v) + eps) - lr * 2 * lambda_l2 * w, v


@mistake(RMSPROP, "This is what a v of the loss's gradient alone gives: the squares are those of the whole gradient.")
def v_without_the_penalty(w: Any, v: Any, grad: Any, lr: float, beta: float, eps: float, lambda_l2: float) -> Any:
    v = beta * v + (1 - beta) * grad**2
    return w - lr * (grad + 2 * lambda_l2 * w) / (np.sqrt(v) + eps), v


@mistake(RMSPROP, "This is what a step along the loss's gradient alone gives: the step follows the whole gradient.")
def step_without_the_penalty(w: Any, v: Any, grad: Any, lr: float, beta: float, eps: float, lambda_l2: float) -> Any:
    v = beta * v + (1 - beta) * (grad + 2 * lambda_l2 * w) ** 2
    return w - lr * grad / (np.sqrt(v) + eps), v


@mistake(
    RMSPROP, "This is the answer for another eps than the argument: where does the argument come in?", own=USUAL_EPS
)
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


@mistake(RMSPROP, "This is what β and 1 − β in each other's place give: which of the two weighs the past?")
def rmsprop_weights_exchanged(w: Any, v: Any, grad: Any, lr: float, beta: float, eps: float, lambda_l2: float) -> Any:
    g = grad + 2 * lambda_l2 * w
    v = (1 - beta) * v + beta * g**2
    return w - lr * g / (np.sqrt(v) + eps), v


@mistake(
    RMSPROP, "This is the answer for another β than the argument: where does the argument come in?", own=USUAL_BETAS
)
def rmsprop_with_a_beta_of_its_own(
    w: Any, v: Any, grad: Any, lr: float, beta: float, eps: float, lambda_l2: float, *, own: float = 0.9
) -> Any:
    g = grad + 2 * lambda_l2 * w
    v = own * v + (1 - own) * g**2
    return w - lr * g / (np.sqrt(v) + eps), v


@mistake(RMSPROP, "This is AdaGrad, where v adds up all squares: RMSProp takes their moving average.")
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


@mistake(RMSPROP, "This is the step for λ = 0: where does the penalty enter?")
def rmsprop_penalty_left_out(w: Any, v: Any, grad: Any, lr: float, beta: float, eps: float, lambda_l2: float) -> Any:
    v = beta * v + (1 - beta) * grad**2
    return w - lr * grad / (np.sqrt(v) + eps), v


@mistake(RMSPROP, "This is what the new square at its full size gives: by what does a moving average weigh it?")
def rmsprop_gradient_not_dampened(
    w: Any, v: Any, grad: Any, lr: float, beta: float, eps: float, lambda_l2: float
) -> Any:
    g = grad + 2 * lambda_l2 * w
    v = beta * v + g**2
    return w - lr * g / (np.sqrt(v) + eps), v


@mistake(
    RMSPROP,
    "This is the step over √v alone, and eps added after that, as without brackets: what does eps stand beside?",
)
def rmsprop_division_before_addition(
    w: Any, v: Any, grad: Any, lr: float, beta: float, eps: float, lambda_l2: float
) -> Any:
    g = grad + 2 * lambda_l2 * w
    v = beta * v + (1 - beta) * g**2
    return w - lr * g / np.sqrt(v) + eps, v
