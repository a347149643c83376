"""Known mistakes of question 4: one step of Adam with ℓ2."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.mistakes.known import USUAL_EPS, mistake

ADAM = "q4_optimizers.adam_l2_step"


@mistake(ADAM, "For Adam this problem set puts δ inside the root, beside r̄.")
def adam_delta_outside_the_root(
    w: Any, s: Any, r: Any, grad: Any, t: int, lr: float, beta1: float,
    beta2: float, delta: float, lambda_l2: float,
) -> Any:  # fmt: skip
    g = grad + 2 * lambda_l2 * w
    s = beta1 * s + (1 - beta1) * g
    r = beta2 * r + (1 - beta2) * g**2
    step = lr * (s / (1 - beta1**t)) / (np.sqrt(r / (1 - beta2**t)) + delta)
    return w - step, s, r


@mistake(ADAM, "This is the step with s and r as they stand: what are their biases?")
def adam_moments_not_corrected(
    w: Any, s: Any, r: Any, grad: Any, t: int, lr: float, beta1: float,
    beta2: float, delta: float, lambda_l2: float,
) -> Any:  # fmt: skip
    g = grad + 2 * lambda_l2 * w
    s = beta1 * s + (1 - beta1) * g
    r = beta2 * r + (1 - beta2) * g**2
    step = lr * s / np.sqrt(r + delta)
    return w - step, s, r


@mistake(ADAM, "This is the step with s corrected and r as it stands: what is the bias of r?")
def adam_second_moment_not_corrected(
    w: Any, s: Any, r: Any, grad: Any, t: int, lr: float, beta1: float,
    beta2: float, delta: float, lambda_l2: float,
) -> Any:  # fmt: skip
    g = grad + 2 * lambda_l2 * w
    s = beta1 * s + (1 - beta1) * g
    r = beta2 * r + (1 - beta2) * g**2
    step = lr * (s / (1 - beta1**t)) / np.sqrt(r + delta)
    return w - step, s, r


@mistake(ADAM, "This is the step with r corrected and s as it stands: what is the bias of s?")
def adam_first_moment_not_corrected(
    w: Any, s: Any, r: Any, grad: Any, t: int, lr: float, beta1: float,
    beta2: float, delta: float, lambda_l2: float,
) -> Any:  # fmt: skip
    g = grad + 2 * lambda_l2 * w
    s = beta1 * s + (1 - beta1) * g
    r = beta2 * r + (1 - beta2) * g**2
    step = lr * s / np.sqrt(r / (1 - beta2**t) + delta)
    return w - step, s, r


@mistake(ADAM, "The corrected moments serve this step alone; the state stays uncorrected.")
def adam_corrected_state_returned(
    w: Any, s: Any, r: Any, grad: Any, t: int, lr: float, beta1: float,
    beta2: float, delta: float, lambda_l2: float,
) -> Any:  # fmt: skip
    g = grad + 2 * lambda_l2 * w
    s = beta1 * s + (1 - beta1) * g
    r = beta2 * r + (1 - beta2) * g**2
    s, r = s / (1 - beta1**t), r / (1 - beta2**t)
    step = lr * s / np.sqrt(r + delta)
    return w - step, s, r


@mistake(ADAM, "t counts from 1 and includes this update: check the powers.")
def adam_correction_one_step_late(
    w: Any, s: Any, r: Any, grad: Any, t: int, lr: float, beta1: float,
    beta2: float, delta: float, lambda_l2: float,
) -> Any:  # fmt: skip
    g = grad + 2 * lambda_l2 * w
    s = beta1 * s + (1 - beta1) * g
    r = beta2 * r + (1 - beta2) * g**2
    step = lr * (s / (1 - beta1 ** (t + 1))) / np.sqrt(r / (1 - beta2 ** (t + 1)) + delta)
    return w - step, s, r


@mistake(ADAM, "This is what β₁ and β₂ in each other's place give: which belongs to the first moment?")
def adam_betas_exchanged(
    w: Any, s: Any, r: Any, grad: Any, t: int, lr: float, beta1: float,
    beta2: float, delta: float, lambda_l2: float,
) -> Any:  # fmt: skip
    g = grad + 2 * lambda_l2 * w
    s = beta2 * s + (1 - beta2) * g
    r = beta1 * r + (1 - beta1) * g**2
    step = lr * (s / (1 - beta2**t)) / np.sqrt(r / (1 - beta1**t) + delta)
    return w - step, s, r


@mistake(ADAM, "This is what β₁ in the second moment gives: which β belongs to it?")
def adam_second_moment_with_beta1(
    w: Any, s: Any, r: Any, grad: Any, t: int, lr: float, beta1: float,
    beta2: float, delta: float, lambda_l2: float,
) -> Any:  # fmt: skip
    g = grad + 2 * lambda_l2 * w
    s = beta1 * s + (1 - beta1) * g
    r = beta1 * r + (1 - beta1) * g**2
    step = lr * (s / (1 - beta1**t)) / np.sqrt(r / (1 - beta2**t) + delta)
    return w - step, s, r


@mistake(ADAM, "This is what the correction of r with β₁ gives: which β belongs to it?")
def adam_second_moment_corrected_with_beta1(
    w: Any, s: Any, r: Any, grad: Any, t: int, lr: float, beta1: float,
    beta2: float, delta: float, lambda_l2: float,
) -> Any:  # fmt: skip
    g = grad + 2 * lambda_l2 * w
    s = beta1 * s + (1 - beta1) * g
    r = beta2 * r + (1 - beta2) * g**2
    step = lr * (s / (1 - beta1**t)) / np.sqrt(r / (1 - beta1**t) + delta)
    return w - step, s, r


@mistake(ADAM, "This is the step with r̄ + δ as its scale: which has the units of the gradient, that or its root?")
def adam_root_forgotten(
    w: Any, s: Any, r: Any, grad: Any, t: int, lr: float, beta1: float,
    beta2: float, delta: float, lambda_l2: float,
) -> Any:  # fmt: skip
    g = grad + 2 * lambda_l2 * w
    s = beta1 * s + (1 - beta1) * g
    r = beta2 * r + (1 - beta2) * g**2
    step = lr * (s / (1 - beta1**t)) / (r / (1 - beta2**t) + delta)
    return w - step, s, r


@mistake(ADAM, "This is the answer for another δ than the argument: where does the argument come in?", own=USUAL_EPS)
def adam_delta_dropped(
    w: Any, s: Any, r: Any, grad: Any, t: int, lr: float, beta1: float,
    beta2: float, delta: float, lambda_l2: float, *, own: float = 1e-8,
) -> Any:  # fmt: skip
    g = grad + 2 * lambda_l2 * w
    s = beta1 * s + (1 - beta1) * g
    r = beta2 * r + (1 - beta2) * g**2
    step = lr * (s / (1 - beta1**t)) / np.sqrt(r / (1 - beta2**t) + own)
    return w - step, s, r


@mistake(ADAM, "The step follows the first moment, not the gradient of this update alone.")
def adam_gradient_in_the_step(
    w: Any, s: Any, r: Any, grad: Any, t: int, lr: float, beta1: float,
    beta2: float, delta: float, lambda_l2: float,
) -> Any:  # fmt: skip
    g = grad + 2 * lambda_l2 * w
    s = beta1 * s + (1 - beta1) * g
    r = beta2 * r + (1 - beta2) * g**2
    step = lr * g / np.sqrt(r / (1 - beta2**t) + delta)
    return w - step, s, r


@mistake(ADAM, "The penalty is λ‖w‖², without a half: differentiate it.")
def adam_penalty_without_the_two(
    w: Any, s: Any, r: Any, grad: Any, t: int, lr: float, beta1: float,
    beta2: float, delta: float, lambda_l2: float,
) -> Any:  # fmt: skip
    g = grad + lambda_l2 * w
    s = beta1 * s + (1 - beta1) * g
    r = beta2 * r + (1 - beta2) * g**2
    step = lr * (s / (1 - beta1**t)) / np.sqrt(r / (1 - beta2**t) + delta)
    return w - step, s, r


@mistake(ADAM, "This is what a penalty that goes past the moments gives. In this question it is part of the gradient.")
def adam_penalty_decoupled(
    w: Any, s: Any, r: Any, grad: Any, t: int, lr: float, beta1: float,
    beta2: float, delta: float, lambda_l2: float,
) -> Any:  # fmt: skip
    s = beta1 * s + (1 - beta1) * grad
    r = beta2 * r + (1 - beta2) * grad**2
    step = lr * (s / (1 - beta1**t)) / np.sqrt(r / (1 - beta2**t) + delta)
    return w - step - lr * 2 * lambda_l2 * w, s, r


@mistake(ADAM, "This is the step for λ = 0: where does the penalty enter?")
def adam_penalty_left_out(
    w: Any, s: Any, r: Any, grad: Any, t: int, lr: float, beta1: float,
    beta2: float, delta: float, lambda_l2: float,
) -> Any:  # fmt: skip
    s = beta1 * s + (1 - beta1) * grad
    r = beta2 * r + (1 - beta2) * grad**2
    step = lr * (s / (1 - beta1**t)) / np.sqrt(r / (1 - beta2**t) + delta)
    return w - step, s, r


@mistake(ADAM, "The squares are those of the whole gradient, the penalty's part included.")
def adam_penalty_in_the_first_moment_alone(
    w: Any, s: Any, r: Any, grad: Any, t: int, lr: float, beta1: float,
    beta2: float, delta: float, lambda_l2: float,
) -> Any:  # fmt: skip
    g = grad + 2 * lambda_l2 * w
    s = beta1 * s + (1 - beta1) * g
    r = beta2 * r + (1 - beta2) * grad**2
    step = lr * (s / (1 - beta1**t)) / np.sqrt(r / (1 - beta2**t) + delta)
    return w - step, s, r


@mistake(ADAM, "This is what the two corrections in each other's place give: which β belongs to which?")
def adam_corrections_exchanged(
    w: Any, s: Any, r: Any, grad: Any, t: int, lr: float, beta1: float,
    beta2: float, delta: float, lambda_l2: float,
) -> Any:  # fmt: skip
    g = grad + 2 * lambda_l2 * w
    s = beta1 * s + (1 - beta1) * g
    r = beta2 * r + (1 - beta2) * g**2
    step = lr * (s / (1 - beta2**t)) / np.sqrt(r / (1 - beta1**t) + delta)
    return w - step, s, r


@mistake(ADAM, "δ is added to the second moment after its correction, not before.")
def adam_delta_before_the_correction(
    w: Any, s: Any, r: Any, grad: Any, t: int, lr: float, beta1: float,
    beta2: float, delta: float, lambda_l2: float,
) -> Any:  # fmt: skip
    g = grad + 2 * lambda_l2 * w
    s = beta1 * s + (1 - beta1) * g
    r = beta2 * r + (1 - beta2) * g**2
    step = lr * (s / (1 - beta1**t)) / np.sqrt((r + delta) / (1 - beta2**t))
    return w - step, s, r


@mistake(ADAM, "This is the answer for other β₁ and β₂ than the arguments: where do the arguments come in?")
def adam_betas_of_its_own(
    w: Any, s: Any, r: Any, grad: Any, t: int, lr: float, beta1: float,
    beta2: float, delta: float, lambda_l2: float,
) -> Any:  # fmt: skip
    g = grad + 2 * lambda_l2 * w
    s = 0.9 * s + (1 - 0.9) * g
    r = 0.999 * r + (1 - 0.999) * g**2
    step = lr * (s / (1 - 0.9**t)) / np.sqrt(r / (1 - 0.999**t) + delta)
    return w - step, s, r


@mistake(ADAM, "t counts from 1 and includes this update: what does the correction come to at t = 1?")
def adam_correction_one_step_early(
    w: Any, s: Any, r: Any, grad: Any, t: int, lr: float, beta1: float,
    beta2: float, delta: float, lambda_l2: float,
) -> Any:  # fmt: skip
    g = grad + 2 * lambda_l2 * w
    s_new = beta1 * s + (1 - beta1) * g
    r_new = beta2 * r + (1 - beta2) * g**2
    step = (
        lr * (s_new / (1 - np.float64(beta1) ** (t - 1))) / np.sqrt(r_new / (1 - np.float64(beta2) ** (t - 1)) + delta)
    )
    return w - step, s_new, r_new


@mistake(ADAM, "Check the sign of the step: descent goes against the first moment.")
def adam_uphill(
    w: Any, s: Any, r: Any, grad: Any, t: int, lr: float, beta1: float,
    beta2: float, delta: float, lambda_l2: float,
) -> Any:  # fmt: skip
    g = grad + 2 * lambda_l2 * w
    s_new = beta1 * s + (1 - beta1) * g
    r_new = beta2 * r + (1 - beta2) * g**2
    step = -lr * (s_new / (1 - beta1**t)) / np.sqrt(r_new / (1 - beta2**t) + delta)
    return w - step, s_new, r_new


@mistake(
    ADAM, "This is what the new gradient and its square at their full size give: by what do the averages weigh them?"
)
def adam_moments_not_dampened(
    w: Any, s: Any, r: Any, grad: Any, t: int, lr: float, beta1: float,
    beta2: float, delta: float, lambda_l2: float,
) -> Any:  # fmt: skip
    g = grad + 2 * lambda_l2 * w
    s_new = beta1 * s + g
    r_new = beta2 * r + g**2
    step = lr * (s_new / (1 - beta1**t)) / np.sqrt(r_new / (1 - beta2**t) + delta)
    return w - step, s_new, r_new


@mistake(ADAM, "This is what β₁ gives in the second moment and in its correction: which β belongs to them?")
def adam_second_moment_wholly_with_beta1(
    w: Any, s: Any, r: Any, grad: Any, t: int, lr: float, beta1: float,
    beta2: float, delta: float, lambda_l2: float,
) -> Any:  # fmt: skip
    g = grad + 2 * lambda_l2 * w
    s_new = beta1 * s + (1 - beta1) * g
    r_new = beta1 * r + (1 - beta1) * g**2
    step = lr * (s_new / (1 - beta1**t)) / np.sqrt(r_new / (1 - beta1**t) + delta)
    return w - step, s_new, r_new


@mistake(ADAM, "This is what the correction of s with β₂ gives: which β belongs to it?")
def adam_first_moment_corrected_with_beta2(
    w: Any, s: Any, r: Any, grad: Any, t: int, lr: float, beta1: float,
    beta2: float, delta: float, lambda_l2: float,
) -> Any:  # fmt: skip
    g = grad + 2 * lambda_l2 * w
    s_new = beta1 * s + (1 - beta1) * g
    r_new = beta2 * r + (1 - beta2) * g**2
    step = lr * (s_new / (1 - beta2**t)) / np.sqrt(r_new / (1 - beta2**t) + delta)
    return w - step, s_new, r_new


@mistake(ADAM, "The step takes the moments of this update, not of the one before.")
def adam_step_with_the_old_moments(
    w: Any, s: Any, r: Any, grad: Any, t: int, lr: float, beta1: float,
    beta2: float, delta: float, lambda_l2: float,
) -> Any:  # fmt: skip
    g = grad + 2 * lambda_l2 * w
    s_new = beta1 * s + (1 - beta1) * g
    r_new = beta2 * r + (1 - beta2) * g**2
    step = lr * (s / (1 - beta1**t)) / np.sqrt(r / (1 - beta2**t) + delta)
    return w - step, s_new, r_new


@mistake(ADAM, "This is the correction after the first update: what does it come to after t of them?")
def adam_correction_of_the_first_update_always(
    w: Any, s: Any, r: Any, grad: Any, t: int, lr: float, beta1: float,
    beta2: float, delta: float, lambda_l2: float,
) -> Any:  # fmt: skip
    g = grad + 2 * lambda_l2 * w
    s_new = beta1 * s + (1 - beta1) * g
    r_new = beta2 * r + (1 - beta2) * g**2
    step = lr * (s_new / (1 - beta1)) / np.sqrt(r_new / (1 - beta2) + delta)
    return w - step, s_new, r_new


@mistake(ADAM, "β is raised to the number of updates; it is not multiplied by it.")
def adam_correction_with_product(
    w: Any, s: Any, r: Any, grad: Any, t: int, lr: float, beta1: float,
    beta2: float, delta: float, lambda_l2: float,
) -> Any:  # fmt: skip
    g = grad + 2 * lambda_l2 * w
    s_new = beta1 * s + (1 - beta1) * g
    r_new = beta2 * r + (1 - beta2) * g**2
    step = lr * (s_new / (1 - beta1 * t)) / np.sqrt(r_new / (1 - beta2 * t) + delta)
    return w - step, s_new, r_new


@mistake(ADAM, "This is the step over √r̄ alone, and δ added after that, as without brackets: what does δ stand beside?")
def adam_division_before_addition(
    w: Any, s: Any, r: Any, grad: Any, t: int, lr: float, beta1: float,
    beta2: float, delta: float, lambda_l2: float,
) -> Any:  # fmt: skip
    g = grad + 2 * lambda_l2 * w
    s_new = beta1 * s + (1 - beta1) * g
    r_new = beta2 * r + (1 - beta2) * g**2
    step = lr * (s_new / (1 - beta1**t)) / np.sqrt(r_new / (1 - beta2**t))
    return w - step + delta, s_new, r_new


@mistake(ADAM, "The second moment averages the squares of the gradient.")
def adam_gradient_not_squared(
    w: Any, s: Any, r: Any, grad: Any, t: int, lr: float, beta1: float,
    beta2: float, delta: float, lambda_l2: float,
) -> Any:  # fmt: skip
    g = grad + 2 * lambda_l2 * w
    s_new = beta1 * s + (1 - beta1) * g
    r_new = beta2 * r + (1 - beta2) * np.abs(g)
    step = lr * (s_new / (1 - beta1**t)) / np.sqrt(r_new / (1 - beta2**t) + delta)
    return w - step, s_new, r_new


@mistake(ADAM, "Check the sign of the penalty: it pulls the weights towards zero.")
def adam_sign_of_the_penalty(
    w: Any, s: Any, r: Any, grad: Any, t: int, lr: float, beta1: float,
    beta2: float, delta: float, lambda_l2: float,
) -> Any:  # fmt: skip
    g = grad - 2 * lambda_l2 * w
    s_new = beta1 * s + (1 - beta1) * g
    r_new = beta2 * r + (1 - beta2) * g**2
    step = lr * (s_new / (1 - beta1**t)) / np.sqrt(r_new / (1 - beta2**t) + delta)
    return w - step, s_new, r_new


@mistake(ADAM, "The penalty is part of the gradient: both moments take it.")
def adam_penalty_in_the_second_moment_alone(
    w: Any, s: Any, r: Any, grad: Any, t: int, lr: float, beta1: float,
    beta2: float, delta: float, lambda_l2: float,
) -> Any:  # fmt: skip
    g = grad + 2 * lambda_l2 * w
    s_new = beta1 * s + (1 - beta1) * grad
    r_new = beta2 * r + (1 - beta2) * g**2
    step = lr * (s_new / (1 - beta1**t)) / np.sqrt(r_new / (1 - beta2**t) + delta)
    return w - step, s_new, r_new
