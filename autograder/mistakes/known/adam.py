"""Known mistakes of question 4: one step of Adam with ℓ2 or of AdamW, which differ in where the penalty goes."""

from __future__ import annotations

from autograder.mistakes.known.derivation import Derivation

WORDS = {
    "q4_optimizers.adam_l2_step": {"adam": "adam"},
    "q4_optimizers.adamw_step": {"adam": "adamw"},
}
MOMENTS_AND_STEP = """
    first = g
    s_new = beta1 * s + (1 - beta1) * first
    second = g**2
    r_new = beta2 * r + (1 - beta2) * second
    c1 = 1 - beta1**t
    c2 = 1 - beta2**t
    s_bar = s_new / c1
    r_bar = r_new / c2
    root = sqrt(r_bar + delta)
    step = lr * s_bar / root
"""
DERIVATIONS = {
    "q4_optimizers.adam_l2_step": Derivation("w, s, r, grad, t, lr, beta1, beta2, delta, lambda_l2", f"""
        penalty = 2 * lambda_l2 * w
        g = grad + penalty
        {MOMENTS_AND_STEP.strip()}
        decay = 0
        w_new = w - step - decay
        s_out = s_new
        r_out = r_new
        return w_new, s_out, r_out
    """),
    "q4_optimizers.adamw_step": Derivation("w, s, r, grad, t, lr, beta1, beta2, delta, weight_decay", f"""
        penalty = weight_decay * w
        g = grad
        {MOMENTS_AND_STEP.strip()}
        decay = lr * penalty
        w_new = w - step - decay
        s_out = s_new
        r_out = r_new
        return w_new, s_out, r_out
    """),
}  # fmt: skip

CALLS = {
    "adam_l2_step": {
        "equivalent_weight_decay": "penalty = equivalent_weight_decay(lambda_l2) * w",
        "bias_corrected": "s_bar, r_bar = bias_corrected(s_new, beta1, t), bias_corrected(r_new, beta2, t)",
    },
    "adamw_step": {"bias_corrected": "s_bar, r_bar = bias_corrected(s_new, beta1, t), bias_corrected(r_new, beta2, t)"},
}

ADAMS = "adam_l2_step adamw_step"
MISTAKES = (
    (ADAMS, "{adam}-delta-outside-the-root", "root = sqrt(r_bar) + delta",
     "For Adam this problem set puts δ inside the root, beside r̄."),
    (ADAMS, "{adam}-moments-not-corrected", "c1, c2 = 1, 1",
     "This is the step with s and r as they stand: what are their biases?"),
    (ADAMS, "{adam}-second-moment-not-corrected", "c2 = 1",
     "This is the step with s corrected and r as it stands: what is the bias of r?"),
    (ADAMS, "{adam}-first-moment-not-corrected", "c1 = 1",
     "This is the step with r corrected and s as it stands: what is the bias of s?"),
    (ADAMS, "{adam}-corrected-state-returned", "s_out, r_out = s_bar, r_bar",
     "The corrected moments serve this step alone; the state stays uncorrected."),
    (ADAMS, "{adam}-first-moment-returned-corrected", "s_out = s_bar",
     "The corrected first moment serves this step alone; the state stays uncorrected."),
    (ADAMS, "{adam}-second-moment-returned-corrected", "r_out = r_bar",
     "The corrected second moment serves this step alone; the state stays uncorrected."),
    (ADAMS, "{adam}-correction-one-step-late", "c1, c2 = 1 - beta1**(t + 1), 1 - beta2**(t + 1)",
     "t counts from 1 and includes this update: check the powers."),
    (ADAMS, "{adam}-correction-one-step-early", "c1, c2 = 1 - float64(beta1)**(t - 1), 1 - float64(beta2)**(t - 1)",
     "t counts from 1 and includes this update: what does the correction come to at t = 1?"),
    (ADAMS, "{adam}-betas-exchanged", "beta1, beta2 = beta2, beta1",
     "This is what β₁ and β₂ in each other's place give: which belongs to the first moment?"),
    (ADAMS, "{adam}-second-moment-with-beta1", "r_new = beta1 * r + (1 - beta1) * second",
     "This is what β₁ in the second moment gives: which β belongs to it?"),
    (ADAMS, "{adam}-first-moment-with-beta2", "s_new = beta2 * s + (1 - beta2) * first",
     "The first moment has a rate of its own."),
    (ADAMS, "{adam}-new-square-with-beta1", "r_new = beta2 * r + (1 - beta1) * second",
     "The weights of the old second moment and of the new square belong to one rate."),
    (ADAMS, "{adam}-new-gradient-with-beta2", "s_new = beta1 * s + (1 - beta2) * first",
     "The weights of the old first moment and of the new gradient belong to one rate."),
    (ADAMS, "{adam}-second-moment-wholly-with-beta1", "beta2 = beta1",
     "This is what β₁ gives in the second moment and in its correction: which β belongs to them?"),
    (ADAMS, "{adam}-first-moment-wholly-with-beta2", "beta1 = beta2",
     "The first moment and its correction have a rate of their own."),
    (ADAMS, "{adam}-second-moment-corrected-with-beta1", "c2 = 1 - beta1**t",
     "This is what the correction of r with β₁ gives: which β belongs to it?"),
    (ADAMS, "{adam}-first-moment-corrected-with-beta2", "c1 = 1 - beta2**t",
     "This is what the correction of s with β₂ gives: which β belongs to it?"),
    (ADAMS, "{adam}-corrections-exchanged", "c1, c2 = 1 - beta2**t, 1 - beta1**t",
     "This is what the two corrections in each other's place give: which β belongs to which?"),
    (ADAMS, "{adam}-weights-exchanged", "beta1, beta2 = 1 - beta1, 1 - beta2",
     "β weighs the past and 1 − β the gradient; here they are in each other's place."),
    (ADAMS, "{adam}-first-moments-weights-exchanged", "s_new = (1 - beta1) * s + beta1 * first",
     "β₁ weighs the past and 1 − β₁ the gradient; here they are in each other's place."),
    (ADAMS, "{adam}-second-moments-weights-exchanged", "r_new = (1 - beta2) * r + beta2 * second",
     "β₂ weighs the past and 1 − β₂ the square; here they are in each other's place."),
    (ADAMS, "{adam}-weights-of-both-exchanged",
     "s_new, r_new = (1 - beta1) * s + beta1 * first, (1 - beta2) * r + beta2 * second",
     "In both averages β weighs the past and 1 − β what is new; here they are in each other's place."),
    (ADAMS, "{adam}-moments-not-dampened", "s_new, r_new = beta1 * s + first, beta2 * r + second",
     "This is what the new gradient and its square at their full size give: by what do the averages weigh them?"),
    (ADAMS, "{adam}-first-moment-not-dampened", "s_new = beta1 * s + first",
     "This is what the new gradient at its full size gives: by what does a moving average weigh it?"),
    (ADAMS, "{adam}-second-moment-not-dampened", "r_new = beta2 * r + second",
     "This is what the new square at its full size gives: by what does a moving average weigh it?"),
    (ADAMS, "{adam}-first-moment-forgets", "s_new = (1 - beta1) * first",
     "This is the update for an old s of zero: what does β₁ keep?"),
    (ADAMS, "{adam}-second-moment-forgets", "r_new = (1 - beta2) * second",
     "This is the update for an old r of zero: what does β₂ keep?"),
    (ADAMS, "{adam}-root-forgotten", "root = r_bar + delta",
     "This is the step with r̄ + δ as its scale: which has the units of the gradient, that or its root?"),
    (ADAMS, "{adam}-delta-dropped", "delta = own",
     "This is the answer for another δ than the argument: where does the argument come in?"),
    (ADAMS, "{adam}-delta-squared", "root = sqrt(r_bar + delta**2)", "δ stands beside r̄ as it is, not squared."),
    (ADAMS, "{adam}-a-root-for-each", "root = sqrt(r_bar) + sqrt(delta)",
     "The root of a sum is not the sum of roots: r̄ and δ stand under one root."),
    (ADAMS, "{adam}-delta-before-the-correction", "root = sqrt((r_new + delta) / c2)",
     "δ is added to the second moment after its correction, not before."),
    (ADAMS, "{adam}-rate-rescaled", "root = sqrt(r_bar) + delta / sqrt(c2)",
     "δ stands outside the root of the uncorrected moment, and the rate takes the corrections: here δ is beside r̄."),
    (ADAMS, "{adam}-division-before-addition", "root, w_new = sqrt(r_bar), w - step + delta - decay",
     "This is the step over √r̄ alone, and δ added after that, as without brackets: what does δ stand beside?"),
    (ADAMS, "{adam}-gradient-in-the-step", "s_bar = g",
     "The step follows the first moment, not the gradient of this update alone."),
    (ADAMS, "{adam}-step-with-the-old-moments", "s_bar, r_bar = s / c1, r / c2",
     "The step takes the moments of this update, not of the one before."),
    (ADAMS, "{adam}-step-with-the-old-first-moment", "s_bar = s / c1",
     "The step takes the first moment of this update, not of the one before."),
    (ADAMS, "{adam}-step-with-the-old-second-moment", "r_bar = r / c2",
     "The step takes the second moment of this update, not of the one before."),
    (ADAMS, "{adam}-old-state-returned", "s_out, r_out = s, r", "The moments that come back are those that came in."),
    (ADAMS, "{adam}-betas-of-its-own", "beta1, beta2 = 0.9, 0.999",
     "This is the answer for other β₁ and β₂ than the arguments: where do the arguments come in?"),
    (ADAMS, "{adam}-uphill", "step = -lr * s_bar / root",
     "Check the sign of the step: descent goes against the first moment."),
    (ADAMS, "{adam}-rate-left-out", "step = s_bar / root",
     "This is the step for a rate of 1: where does the argument come in?"),
    (ADAMS, "{adam}-multiplied-by-the-root", "step = lr * s_bar * root",
     "This is what the root as a factor gives: do large gradients make RMSProp's and Adam's step larger?"),
    (ADAMS, "{adam}-correction-of-the-first-update-always", "c1, c2 = 1 - beta1, 1 - beta2",
     "This is the correction after the first update: what does it come to after t of them?"),
    (ADAMS, "{adam}-first-correction-without-t", "c1 = 1 - beta1",
     "The correction of the first moment depends on how many updates there were: where is t?"),
    (ADAMS, "{adam}-second-correction-without-t", "c2 = 1 - beta2",
     "The correction of the second moment depends on how many updates there were: where is t?"),
    (ADAMS, "{adam}-correction-with-product", "c1, c2 = 1 - beta1 * t, 1 - beta2 * t",
     "β is raised to the number of updates; it is not multiplied by it."),
    (ADAMS, "{adam}-multiplied-by-the-corrections", "c1, c2 = 1 / (1 - beta1**t), 1 / (1 - beta2**t)",
     "This is what the corrections the other way round give: is an early average too small or too large?"),
    (ADAMS, "{adam}-gradient-not-squared", "second = abs(g)",
     "The second moment averages the squares of the gradient."),
    (ADAMS, "{adam}-square-of-the-first-moment", "second = s_new**2",
     "The second moment averages the squares of the gradient, not of the first moment."),
    (ADAMS, "{adam}-square-of-the-dampened-gradient", "second = ((1 - beta1) * g)**2",
     "The second moment averages the squares of the gradient itself: here 1 − β₁ is in the square."),
    (ADAMS, "{adam}-first-average-without-brackets", "s_new = beta1 * s + 1 - beta1 * first",
     "This is β₁s + 1 − β₁g, as without brackets: what does 1 − β₁ weigh?"),
    (ADAMS, "{adam}-second-average-without-brackets", "r_new = beta2 * r + 1 - beta2 * second",
     "This is β₂r + 1 − β₂g², as without brackets: what does 1 − β₂ weigh?"),
    (ADAMS, "{adam}-corrections-without-brackets", "s_bar, r_bar = s_new - beta1**t, r_new - beta2**t",
     "This is s − β₁ᵗ and r − β₂ᵗ, as without brackets: what stands below the bar?"),
    (ADAMS, "{adam}-first-correction-without-brackets", "s_bar = s_new - beta1**t",
     "This is s − β₁ᵗ, as without brackets: what stands below the bar?"),
)  # fmt: skip
