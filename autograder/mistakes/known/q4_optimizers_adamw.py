"""Known mistakes of question 4: one step of AdamW."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.mistakes.known import USUAL_EPS, mistake

ADAMW = "q4_optimizers.adamw_step"


@mistake(ADAMW, "For Adam this problem set puts δ inside the root, beside r̄.")
def adamw_delta_outside_the_root(
    w: Any, s: Any, r: Any, grad: Any, t: int, lr: float, beta1: float,
    beta2: float, delta: float, weight_decay: float,
) -> Any:  # fmt: skip
    s = beta1 * s + (1 - beta1) * grad
    r = beta2 * r + (1 - beta2) * grad**2
    step = lr * (s / (1 - beta1**t)) / (np.sqrt(r / (1 - beta2**t)) + delta)
    return w - step - lr * weight_decay * w, s, r


@mistake(ADAMW, "This is the step with s and r as they stand: what are their biases?")
def adamw_moments_not_corrected(
    w: Any, s: Any, r: Any, grad: Any, t: int, lr: float, beta1: float,
    beta2: float, delta: float, weight_decay: float,
) -> Any:  # fmt: skip
    s = beta1 * s + (1 - beta1) * grad
    r = beta2 * r + (1 - beta2) * grad**2
    step = lr * s / np.sqrt(r + delta)
    return w - step - lr * weight_decay * w, s, r


@mistake(ADAMW, "This is the step with s corrected and r as it stands: what is the bias of r?")
def adamw_second_moment_not_corrected(
    w: Any, s: Any, r: Any, grad: Any, t: int, lr: float, beta1: float,
    beta2: float, delta: float, weight_decay: float,
) -> Any:  # fmt: skip
    s = beta1 * s + (1 - beta1) * grad
    r = beta2 * r + (1 - beta2) * grad**2
    step = lr * (s / (1 - beta1**t)) / np.sqrt(r + delta)
    return w - step - lr * weight_decay * w, s, r


@mistake(ADAMW, "This is the step with r corrected and s as it stands: what is the bias of s?")
def adamw_first_moment_not_corrected(
    w: Any, s: Any, r: Any, grad: Any, t: int, lr: float, beta1: float,
    beta2: float, delta: float, weight_decay: float,
) -> Any:  # fmt: skip
    s = beta1 * s + (1 - beta1) * grad
    r = beta2 * r + (1 - beta2) * grad**2
    step = lr * s / np.sqrt(r / (1 - beta2**t) + delta)
    return w - step - lr * weight_decay * w, s, r


@mistake(ADAMW, "The corrected moments serve this step alone; the state stays uncorrected.")
def adamw_corrected_state_returned(
    w: Any, s: Any, r: Any, grad: Any, t: int, lr: float, beta1: float,
    beta2: float, delta: float, weight_decay: float,
) -> Any:  # fmt: skip
    s = beta1 * s + (1 - beta1) * grad
    r = beta2 * r + (1 - beta2) * grad**2
    s, r = s / (1 - beta1**t), r / (1 - beta2**t)
    step = lr * s / np.sqrt(r + delta)
    return w - step - lr * weight_decay * w, s, r


@mistake(ADAMW, "t counts from 1 and includes this update: check the powers.")
def adamw_correction_one_step_late(
    w: Any, s: Any, r: Any, grad: Any, t: int, lr: float, beta1: float,
    beta2: float, delta: float, weight_decay: float,
) -> Any:  # fmt: skip
    s = beta1 * s + (1 - beta1) * grad
    r = beta2 * r + (1 - beta2) * grad**2
    step = lr * (s / (1 - beta1 ** (t + 1))) / np.sqrt(r / (1 - beta2 ** (t + 1)) + delta)
    return w - step - lr * weight_decay * w, s, r


@mistake(ADAMW, "This is what β₁ and β₂ in each other's place give: which belongs to the first moment?")
def adamw_betas_exchanged(
    w: Any, s: Any, r: Any, grad: Any, t: int, lr: float, beta1: float,
    beta2: float, delta: float, weight_decay: float,
) -> Any:  # fmt: skip
    s = beta2 * s + (1 - beta2) * grad
    r = beta1 * r + (1 - beta1) * grad**2
    step = lr * (s / (1 - beta2**t)) / np.sqrt(r / (1 - beta1**t) + delta)
    return w - step - lr * weight_decay * w, s, r


@mistake(ADAMW, "This is what β₁ in the second moment gives: which β belongs to it?")
def adamw_second_moment_with_beta1(
    w: Any, s: Any, r: Any, grad: Any, t: int, lr: float, beta1: float,
    beta2: float, delta: float, weight_decay: float,
) -> Any:  # fmt: skip
    s = beta1 * s + (1 - beta1) * grad
    r = beta1 * r + (1 - beta1) * grad**2
    step = lr * (s / (1 - beta1**t)) / np.sqrt(r / (1 - beta2**t) + delta)
    return w - step - lr * weight_decay * w, s, r


@mistake(ADAMW, "This is what the correction of r with β₁ gives: which β belongs to it?")
def adamw_second_moment_corrected_with_beta1(
    w: Any, s: Any, r: Any, grad: Any, t: int, lr: float, beta1: float,
    beta2: float, delta: float, weight_decay: float,
) -> Any:  # fmt: skip
    s = beta1 * s + (1 - beta1) * grad
    r = beta2 * r + (1 - beta2) * grad**2
    step = lr * (s / (1 - beta1**t)) / np.sqrt(r / (1 - beta1**t) + delta)
    return w - step - lr * weight_decay * w, s, r


@mistake(ADAMW, "This is the step with r̄ + δ as its scale: which has the units of the gradient, that or its root?")
def adamw_root_forgotten(
    w: Any, s: Any, r: Any, grad: Any, t: int, lr: float, beta1: float,
    beta2: float, delta: float, weight_decay: float,
) -> Any:  # fmt: skip
    s = beta1 * s + (1 - beta1) * grad
    r = beta2 * r + (1 - beta2) * grad**2
    step = lr * (s / (1 - beta1**t)) / (r / (1 - beta2**t) + delta)
    return w - step - lr * weight_decay * w, s, r


@mistake(ADAMW, "This is the answer for another δ than the argument: where does the argument come in?", own=USUAL_EPS)
def adamw_delta_dropped(
    w: Any, s: Any, r: Any, grad: Any, t: int, lr: float, beta1: float,
    beta2: float, delta: float, weight_decay: float, *, own: float = 1e-8,
) -> Any:  # fmt: skip
    s = beta1 * s + (1 - beta1) * grad
    r = beta2 * r + (1 - beta2) * grad**2
    step = lr * (s / (1 - beta1**t)) / np.sqrt(r / (1 - beta2**t) + own)
    return w - step - lr * weight_decay * w, s, r


@mistake(ADAMW, "The step follows the first moment, not the gradient of this update alone.")
def adamw_gradient_in_the_step(
    w: Any, s: Any, r: Any, grad: Any, t: int, lr: float, beta1: float,
    beta2: float, delta: float, weight_decay: float,
) -> Any:  # fmt: skip
    s = beta1 * s + (1 - beta1) * grad
    r = beta2 * r + (1 - beta2) * grad**2
    step = lr * grad / np.sqrt(r / (1 - beta2**t) + delta)
    return w - step - lr * weight_decay * w, s, r


@mistake(ADAMW, "This is what a decay inside the gradient gives, as in Adam with ℓ2: where does AdamW take it?")
def adamw_decay_coupled(
    w: Any, s: Any, r: Any, grad: Any, t: int, lr: float, beta1: float,
    beta2: float, delta: float, weight_decay: float,
) -> Any:  # fmt: skip
    g = grad + weight_decay * w
    s = beta1 * s + (1 - beta1) * g
    r = beta2 * r + (1 - beta2) * g**2
    step = lr * (s / (1 - beta1**t)) / np.sqrt(r / (1 - beta2**t) + delta)
    return w - step, s, r


@mistake(ADAMW, "This is Adam with the ℓ2 penalty. In AdamW the moments see the gradient of the loss alone.")
def adamw_penalty_gradient_for_decay(
    w: Any, s: Any, r: Any, grad: Any, t: int, lr: float, beta1: float,
    beta2: float, delta: float, weight_decay: float,
) -> Any:  # fmt: skip
    g = grad + 2 * weight_decay * w
    s = beta1 * s + (1 - beta1) * g
    r = beta2 * r + (1 - beta2) * g**2
    step = lr * (s / (1 - beta1**t)) / np.sqrt(r / (1 - beta2**t) + delta)
    return w - step, s, r


@mistake(ADAMW, "In this problem set the decay is scaled by the learning rate.")
def adamw_decay_without_the_rate(
    w: Any, s: Any, r: Any, grad: Any, t: int, lr: float, beta1: float,
    beta2: float, delta: float, weight_decay: float,
) -> Any:  # fmt: skip
    s = beta1 * s + (1 - beta1) * grad
    r = beta2 * r + (1 - beta2) * grad**2
    step = lr * (s / (1 - beta1**t)) / np.sqrt(r / (1 - beta2**t) + delta)
    return w - step - weight_decay * w, s, r


@mistake(ADAMW, "The decay takes the old weights, not those after Adam's step.")
def adamw_decay_of_the_new_weights(
    w: Any, s: Any, r: Any, grad: Any, t: int, lr: float, beta1: float,
    beta2: float, delta: float, weight_decay: float,
) -> Any:  # fmt: skip
    s = beta1 * s + (1 - beta1) * grad
    r = beta2 * r + (1 - beta2) * grad**2
    step = lr * (s / (1 - beta1**t)) / np.sqrt(r / (1 - beta2**t) + delta)
    return w - step - lr * weight_decay * (w - step), s, r


@mistake(ADAMW, "The decay has no factor of its own: it is not the gradient of a penalty.")
def adamw_decay_doubled(
    w: Any, s: Any, r: Any, grad: Any, t: int, lr: float, beta1: float,
    beta2: float, delta: float, weight_decay: float,
) -> Any:  # fmt: skip
    s = beta1 * s + (1 - beta1) * grad
    r = beta2 * r + (1 - beta2) * grad**2
    step = lr * (s / (1 - beta1**t)) / np.sqrt(r / (1 - beta2**t) + delta)
    return w - step - 2 * lr * weight_decay * w, s, r


@mistake(ADAMW, "Check the sign of the decay: it pulls the weights towards zero.")
def adamw_sign_of_the_decay(
    w: Any, s: Any, r: Any, grad: Any, t: int, lr: float, beta1: float,
    beta2: float, delta: float, weight_decay: float,
) -> Any:  # fmt: skip
    s = beta1 * s + (1 - beta1) * grad
    r = beta2 * r + (1 - beta2) * grad**2
    step = lr * (s / (1 - beta1**t)) / np.sqrt(r / (1 - beta2**t) + delta)
    return w - step + lr * weight_decay * w, s, r


@mistake(ADAMW, "This is the step for a weight_decay of 0: where does the decay enter?")
def adamw_decay_left_out(
    w: Any, s: Any, r: Any, grad: Any, t: int, lr: float, beta1: float,
    beta2: float, delta: float, weight_decay: float,
) -> Any:  # fmt: skip
    s = beta1 * s + (1 - beta1) * grad
    r = beta2 * r + (1 - beta2) * grad**2
    step = lr * (s / (1 - beta1**t)) / np.sqrt(r / (1 - beta2**t) + delta)
    return w - step, s, r


@mistake(ADAMW, "This is what a decay scaled like Adam's step gives: is it decoupled from the gradients then?")
def adamw_decay_divided_by_the_root(
    w: Any, s: Any, r: Any, grad: Any, t: int, lr: float, beta1: float,
    beta2: float, delta: float, weight_decay: float,
) -> Any:  # fmt: skip
    s = beta1 * s + (1 - beta1) * grad
    r = beta2 * r + (1 - beta2) * grad**2
    step = lr * (s / (1 - beta1**t)) / np.sqrt(r / (1 - beta2**t) + delta)
    return w - step - lr * weight_decay * w / np.sqrt(r / (1 - beta2**t) + delta), s, r


@mistake(ADAMW, "This is what the two corrections in each other's place give: which β belongs to which?")
def adamw_corrections_exchanged(
    w: Any, s: Any, r: Any, grad: Any, t: int, lr: float, beta1: float,
    beta2: float, delta: float, weight_decay: float,
) -> Any:  # fmt: skip
    s = beta1 * s + (1 - beta1) * grad
    r = beta2 * r + (1 - beta2) * grad**2
    step = lr * (s / (1 - beta2**t)) / np.sqrt(r / (1 - beta1**t) + delta)
    return w - step - lr * weight_decay * w, s, r


@mistake(ADAMW, "δ is added to the second moment after its correction, not before.")
def adamw_delta_before_the_correction(
    w: Any, s: Any, r: Any, grad: Any, t: int, lr: float, beta1: float,
    beta2: float, delta: float, weight_decay: float,
) -> Any:  # fmt: skip
    s = beta1 * s + (1 - beta1) * grad
    r = beta2 * r + (1 - beta2) * grad**2
    step = lr * (s / (1 - beta1**t)) / np.sqrt((r + delta) / (1 - beta2**t))
    return w - step - lr * weight_decay * w, s, r


@mistake(ADAMW, "This is the answer for other β₁ and β₂ than the arguments: where do the arguments come in?")
def adamw_betas_of_its_own(
    w: Any, s: Any, r: Any, grad: Any, t: int, lr: float, beta1: float,
    beta2: float, delta: float, weight_decay: float,
) -> Any:  # fmt: skip
    s = 0.9 * s + (1 - 0.9) * grad
    r = 0.999 * r + (1 - 0.999) * grad**2
    step = lr * (s / (1 - 0.9**t)) / np.sqrt(r / (1 - 0.999**t) + delta)
    return w - step - lr * weight_decay * w, s, r


@mistake(
    ADAMW, "This is what a decay gives that enters twice, through the gradient and past the moments: which is AdamW's?"
)
def adamw_decay_in_both_ways(
    w: Any, s: Any, r: Any, grad: Any, t: int, lr: float, beta1: float,
    beta2: float, delta: float, weight_decay: float,
) -> Any:  # fmt: skip
    g = grad + weight_decay * w
    s = beta1 * s + (1 - beta1) * g
    r = beta2 * r + (1 - beta2) * g**2
    step = lr * (s / (1 - beta1**t)) / np.sqrt(r / (1 - beta2**t) + delta)
    return w - step - lr * weight_decay * w, s, r


@mistake(ADAMW, "t counts from 1 and includes this update: what does the correction come to at t = 1?")
def adamw_correction_one_step_early(
    w: Any, s: Any, r: Any, grad: Any, t: int, lr: float, beta1: float,
    beta2: float, delta: float, weight_decay: float,
) -> Any:  # fmt: skip
    s_new = beta1 * s + (1 - beta1) * grad
    r_new = beta2 * r + (1 - beta2) * grad**2
    step = (
        lr * (s_new / (1 - np.float64(beta1) ** (t - 1))) / np.sqrt(r_new / (1 - np.float64(beta2) ** (t - 1)) + delta)
    )
    return w - step - lr * weight_decay * w, s_new, r_new


@mistake(ADAMW, "Check the sign of the step: descent goes against the first moment.")
def adamw_uphill(
    w: Any, s: Any, r: Any, grad: Any, t: int, lr: float, beta1: float,
    beta2: float, delta: float, weight_decay: float,
) -> Any:  # fmt: skip
    s_new = beta1 * s + (1 - beta1) * grad
    r_new = beta2 * r + (1 - beta2) * grad**2
    step = -lr * (s_new / (1 - beta1**t)) / np.sqrt(r_new / (1 - beta2**t) + delta)
    return w - step - lr * weight_decay * w, s_new, r_new


@mistake(
    ADAMW, "This is what the new gradient and its square at their full size give: by what do the averages weigh them?"
)
def adamw_moments_not_dampened(
    w: Any, s: Any, r: Any, grad: Any, t: int, lr: float, beta1: float,
    beta2: float, delta: float, weight_decay: float,
) -> Any:  # fmt: skip
    s_new = beta1 * s + grad
    r_new = beta2 * r + grad**2
    step = lr * (s_new / (1 - beta1**t)) / np.sqrt(r_new / (1 - beta2**t) + delta)
    return w - step - lr * weight_decay * w, s_new, r_new


@mistake(ADAMW, "This is what β₁ gives in the second moment and in its correction: which β belongs to them?")
def adamw_second_moment_wholly_with_beta1(
    w: Any, s: Any, r: Any, grad: Any, t: int, lr: float, beta1: float,
    beta2: float, delta: float, weight_decay: float,
) -> Any:  # fmt: skip
    s_new = beta1 * s + (1 - beta1) * grad
    r_new = beta1 * r + (1 - beta1) * grad**2
    step = lr * (s_new / (1 - beta1**t)) / np.sqrt(r_new / (1 - beta1**t) + delta)
    return w - step - lr * weight_decay * w, s_new, r_new


@mistake(ADAMW, "This is what the correction of s with β₂ gives: which β belongs to it?")
def adamw_first_moment_corrected_with_beta2(
    w: Any, s: Any, r: Any, grad: Any, t: int, lr: float, beta1: float,
    beta2: float, delta: float, weight_decay: float,
) -> Any:  # fmt: skip
    s_new = beta1 * s + (1 - beta1) * grad
    r_new = beta2 * r + (1 - beta2) * grad**2
    step = lr * (s_new / (1 - beta2**t)) / np.sqrt(r_new / (1 - beta2**t) + delta)
    return w - step - lr * weight_decay * w, s_new, r_new


@mistake(ADAMW, "The step takes the moments of this update, not of the one before.")
def adamw_step_with_the_old_moments(
    w: Any, s: Any, r: Any, grad: Any, t: int, lr: float, beta1: float,
    beta2: float, delta: float, weight_decay: float,
) -> Any:  # fmt: skip
    s_new = beta1 * s + (1 - beta1) * grad
    r_new = beta2 * r + (1 - beta2) * grad**2
    step = lr * (s / (1 - beta1**t)) / np.sqrt(r / (1 - beta2**t) + delta)
    return w - step - lr * weight_decay * w, s_new, r_new


@mistake(ADAMW, "This is the correction after the first update: what does it come to after t of them?")
def adamw_correction_of_the_first_update_always(
    w: Any, s: Any, r: Any, grad: Any, t: int, lr: float, beta1: float,
    beta2: float, delta: float, weight_decay: float,
) -> Any:  # fmt: skip
    s_new = beta1 * s + (1 - beta1) * grad
    r_new = beta2 * r + (1 - beta2) * grad**2
    step = lr * (s_new / (1 - beta1)) / np.sqrt(r_new / (1 - beta2) + delta)
    return w - step - lr * weight_decay * w, s_new, r_new


@mistake(ADAMW, "β is raised to the number of updates; it is not multiplied by it.")
def adamw_correction_with_product(
    w: Any, s: Any, r: Any, grad: Any, t: int, lr: float, beta1: float,
    beta2: float, delta: float, weight_decay: float,
) -> Any:  # fmt: skip
    s_new = beta1 * s + (1 - beta1) * grad
    r_new = beta2 * r + (1 - beta2) * grad**2
    step = lr * (s_new / (1 - beta1 * t)) / np.sqrt(r_new / (1 - beta2 * t) + delta)
    return w - step - lr * weight_decay * w, s_new, r_new


@mistake(
    ADAMW, "This is the step over √r̄ alone, and δ added after that, as without brackets: what does δ stand beside?"
)
def adamw_division_before_addition(
    w: Any, s: Any, r: Any, grad: Any, t: int, lr: float, beta1: float,
    beta2: float, delta: float, weight_decay: float,
) -> Any:  # fmt: skip
    s_new = beta1 * s + (1 - beta1) * grad
    r_new = beta2 * r + (1 - beta2) * grad**2
    step = lr * (s_new / (1 - beta1**t)) / np.sqrt(r_new / (1 - beta2**t))
    return w - step + delta - lr * weight_decay * w, s_new, r_new


@mistake(ADAMW, "The second moment averages the squares of the gradient.")
def adamw_gradient_not_squared(
    w: Any, s: Any, r: Any, grad: Any, t: int, lr: float, beta1: float,
    beta2: float, delta: float, weight_decay: float,
) -> Any:  # fmt: skip
    s_new = beta1 * s + (1 - beta1) * grad
    r_new = beta2 * r + (1 - beta2) * np.abs(grad)
    step = lr * (s_new / (1 - beta1**t)) / np.sqrt(r_new / (1 - beta2**t) + delta)
    return w - step - lr * weight_decay * w, s_new, r_new


@mistake(ADAMW, "The rate scales the decay once.")
def adamw_decay_with_the_rate_squared(
    w: Any, s: Any, r: Any, grad: Any, t: int, lr: float, beta1: float,
    beta2: float, delta: float, weight_decay: float,
) -> Any:  # fmt: skip
    s_new = beta1 * s + (1 - beta1) * grad
    r_new = beta2 * r + (1 - beta2) * grad**2
    step = lr * (s_new / (1 - beta1**t)) / np.sqrt(r_new / (1 - beta2**t) + delta)
    return w - step - lr**2 * weight_decay * w, s_new, r_new
