"""Known mistakes of question 4: weight decay, and one step of SGD."""

from __future__ import annotations

from autograder.mistakes.known.derivation import Derivation

WORDS: dict[str, dict[str, str]] = {
    "q4_optimizers.sgd_l2_step": {"penalty": "penalty", "two": "2 * ", "strength": "lambda_l2"},
    "q4_optimizers.sgd_weight_decay_step": {"penalty": "decay", "two": "", "strength": "lambda_wd"},
}
DERIVATIONS = {
    "q4_optimizers.equivalent_weight_decay": Derivation("lambda_l2", """
        factor = 2
        strength = lambda_l2
        lambda_wd = factor * strength
        return lambda_wd
    """),
    "q4_optimizers.sgd_l2_step": Derivation("w, grad, lr, lambda_l2", """
        penalty = 2 * lambda_l2 * w
        g = grad + penalty
        step = lr * g
        w_new = w - step
        return w_new
    """),
    "q4_optimizers.sgd_weight_decay_step": Derivation("w, grad, lr, lambda_wd", """
        penalty = lambda_wd * w
        g = grad + penalty
        step = lr * g
        w_new = w - step
        return w_new
    """),
}  # fmt: skip

CALLS = {"sgd_l2_step": {"equivalent_weight_decay": "penalty = equivalent_weight_decay(lambda_l2) * w"}}

SGD = "sgd_l2_step sgd_weight_decay_step"
MISTAKES = (
    ("equivalent_weight_decay", "same-lambda", "factor = 1", "The penalty is λ‖w‖², without a half: differentiate it."),
    ("equivalent_weight_decay", "half-of-lambda", "factor = 0.5",
     "The factor stands on the other side: write both updates under each other and compare."),
    ("equivalent_weight_decay", "lambda-squared", "factor, strength = 1, lambda_l2**2",
     "λ enters the update once, not squared."),
    ("equivalent_weight_decay", "twice-lambda-squared", "strength = lambda_l2**2",
     "λ enters the update once, not squared."),
    ("equivalent_weight_decay", "factor-counted-twice", "factor = 4",
     "The factor that differentiation brings down comes once."),
    ("equivalent_weight_decay", "root-of-lambda", "strength = sqrt(lambda_l2)",
     "λ enters the update as it is: no root."),
    ("equivalent_weight_decay", "lambda-left-out-of-it", "strength = 1", "The answer depends on λ."),
    ("sgd_l2_step", "penalty-gradient-without-the-two", "penalty = lambda_l2 * w",
     "The penalty is λ‖w‖², without a half: differentiate it."),
    ("sgd_l2_step", "penalty-outside-the-rate", "step = lr * grad + penalty",
     "The gradient of the penalty belongs to the gradient: it is scaled by the learning rate too."),
    ("sgd_l2_step", "sign-of-the-penalty", "g = grad - penalty",
     "Check the sign of the penalty: it pulls the weights towards zero."),
    ("sgd_l2_step", "penalty-forgotten", "g = grad", "This is the step for λ = 0: where does the penalty enter?"),
    ("sgd_l2_step", "uphill", "w_new = w + step", "Check the sign of the step: descent goes against the gradient."),
    ("sgd_l2_step", "sign-for-weight", "penalty = 2 * lambda_l2 * sign(w)",
     "The gradient of ‖w‖² is not the sign of w: that would be the penalty |w|."),
    ("sgd_l2_step", "penalty-of-the-new-weights", "penalty = 2 * lambda_l2 * (w - lr * grad)",
     "The gradient of the penalty is taken at the old weights, not at those after the gradient step."),
    ("sgd_l2_step", "gradient-for-the-step", "w_new = g",
     "This is the gradient of the whole loss. The step takes w along it, by the rate."),
    ("sgd_l2_step", "lambda-left-out", "penalty = 2 * w",
     "This is the step for λ = 1: where does the penalty's weight enter?"),
    ("sgd_weight_decay_step", "decay-doubled", "penalty = 2 * lambda_wd * w",
     "This is the step with the ℓ2 penalty. Weight decay is defined without the factor of its gradient."),
    ("sgd_weight_decay_step", "decay-outside-the-rate", "step = lr * grad + penalty",
     "In the update asked for, the decay is scaled by the learning rate."),
    ("sgd_weight_decay_step", "decay-of-the-new-weights", "penalty = lambda_wd * (w - lr * grad)",
     "The decay takes the old weights, not those after the gradient step."),
    ("sgd_weight_decay_step", "sign-of-the-decay", "g = grad - penalty",
     "Check the sign of the decay: it pulls the weights towards zero."),
    ("sgd_weight_decay_step", "decay-forgotten", "g = grad",
     "This is the step for λ_wd = 0: where does the decay enter?"),
    ("sgd_weight_decay_step", "uphill-with-decay", "w_new = w + step",
     "Check the sign of the step: descent goes against the gradient."),
    ("sgd_weight_decay_step", "gradient-for-the-step", "w_new = g",
     "This is the gradient and the decay. The step takes w along it, by the rate."),
    ("sgd_weight_decay_step", "decay-halved", "penalty = lambda_wd * w / 2",
     "The decay is λ_wd times the weights: there is no half."),
    ("sgd_weight_decay_step", "sign-for-weight", "penalty = lambda_wd * sign(w)",
     "The decay is in proportion to the weight, not to its sign."),
    ("sgd_weight_decay_step", "lambda-left-out", "penalty = w", "The decay has a strength of its own: where is λ?"),
    (SGD, "{penalty}-with-lambda-squared", "penalty = {two}{strength}**2 * w", "λ enters the step once, not squared."),
    (SGD, "{penalty}-four-times", "penalty = 4 * {strength} * w",
     "The factor that differentiation brings down comes once, if at all: here there are two of it."),
    (SGD, "{penalty}-of-the-norm", "penalty = {two}{strength} * sqrt((w**2).sum())",
     "Each weight is pulled by itself: here the norm of all of them stands in place of each."),
    (SGD, "{penalty}-itself-added", "penalty = {strength} * (w**2).sum()",
     "This adds ‖w‖² itself to the gradient: what is its derivative by one weight?"),
    (SGD, "{penalty}-with-squared-weights", "penalty = {strength} * w**2",
     "Each weight enters in the first power: differentiate its square."),
    (SGD, "{penalty}-with-the-rate-squared", "step = lr * (grad + lr * penalty)",
     "The learning rate scales the gradient and the {penalty} once: here the {penalty} meets it twice."),
    (SGD, "{penalty}-without-the-weights", "penalty = {two}{strength}",
     "The {penalty} is in proportion to the weights."),
    (SGD, "{penalty}-outside-the-brackets", "step = lr * grad - penalty",
     "This is what the {penalty} added behind the step gives, as without brackets: what does the rate scale?"),
    (SGD, "gradient-left-out", "g = penalty",
     "This is the answer for a gradient of zero: where does the argument come in?"),
    (SGD, "rate-left-out", "step = g", "This is the step for a rate of 1: where does the argument come in?"),
    (SGD, "step-returned", "w_new = step", "This is the step alone; asked for are the new weights."),
    (SGD, "minus-step-returned", "w_new = -step", "This is the step alone; asked for are the new weights."),
)  # fmt: skip
