"""Known mistakes of question 4: weight decay, and one step of SGD, momentum or RMSProp."""

from __future__ import annotations

from autograder.mistakes.known.derivation import Derivation

WORDS: dict[str, dict[str, str]] = {
    "q4_optimizers.sgd_l2_step": {"penalty": "penalty", "two": "2 * ", "strength": "lambda_l2"},
    "q4_optimizers.sgd_weight_decay_step": {"penalty": "decay", "two": "", "strength": "lambda_wd"},
    "q4_optimizers.momentum_l2_step": {"optimizer": "momentum"},
    "q4_optimizers.rmsprop_l2_step": {"optimizer": "rmsprop"},
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
    "q4_optimizers.momentum_l2_step": Derivation("w, v, grad, lr, beta, lambda_l2", """
        penalty = 2 * lambda_l2 * w
        g = grad + penalty
        kept = beta * v
        taken = (1 - beta) * g
        v_new = kept + taken
        step = lr * v_new
        w_new = w - step
        v_out = v_new
        return w_new, v_out
    """),
    "q4_optimizers.rmsprop_l2_step": Derivation("w, v, grad, lr, beta, eps, lambda_l2", """
        penalty = 2 * lambda_l2 * w
        g = grad + penalty
        square = g**2
        kept = beta * v
        taken = (1 - beta) * square
        v_new = kept + taken
        root = sqrt(v_new) + eps
        step = lr * g / root
        w_new = w - step
        v_out = v_new
        return w_new, v_out
    """),
}  # fmt: skip

CALLS = {
    function: {"equivalent_weight_decay": "penalty = equivalent_weight_decay(lambda_l2) * w"}
    for function in ("sgd_l2_step", "momentum_l2_step", "rmsprop_l2_step")
}

SGD = "sgd_l2_step sgd_weight_decay_step"
STATEFUL = "momentum_l2_step rmsprop_l2_step"
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
    (SGD, "gradient-left-out", "g = penalty",
     "This is the answer for a gradient of zero: where does the argument come in?"),
    (SGD, "rate-left-out", "step = g", "This is the step for a rate of 1: where does the argument come in?"),
    (SGD, "step-returned", "w_new = step", "This is the step alone; asked for are the new weights."),
    (SGD, "minus-step-returned", "w_new = -step", "This is the step alone; asked for are the new weights."),

    ("momentum_l2_step", "penalty-without-one-minus-beta", "taken = (1 - beta) * grad + penalty",
     "The penalty is inside the gradient, so it is averaged like the rest of the gradient."),
    ("momentum_l2_step", "gradient-not-dampened", "taken = g", "The average here weighs the new gradient with 1 − β."),
    ("momentum_l2_step", "step-with-the-old-v", "step = lr * v",
     "The step takes the v of this update, not of the one before."),
    ("momentum_l2_step", "rate-inside-v", "taken, step = lr * (1 - beta) * g, v_new",
     "The learning rate stands in the update of w, not in v."),
    ("momentum_l2_step", "momentum-gradient-in-the-step", "step = lr * g",
     "The step follows v, not the gradient of this update alone."),
    ("momentum_l2_step", "momentum-forgets", "kept = 0 * v",
     "This is the update for an old v of zero: what does β keep?"),
    ("momentum_l2_step", "rate-in-place-of-dampening", "taken, step = lr * g, v_new",
     "In this problem set v is an average of gradients, and the rate stands in the step."),
    ("momentum_l2_step", "velocity-downhill", "taken, step = -lr * g, -v_new",
     "In this problem set v is an average of gradients; rate and minus stand in the step."),
    ("momentum_l2_step", "dampened-velocity-downhill", "taken, step = -lr * (1 - beta) * g, -v_new",
     "In this problem set v is an average of gradients; rate and minus stand in the step."),
    ("momentum_l2_step", "rate-inside-v-and-in-the-step", "taken = lr * (1 - beta) * g",
     "The learning rate stands in the update of w alone: here v has it too."),
    ("momentum_l2_step", "nesterov", "step = lr * (beta * v_new + (1 - beta) * g)",
     "This looks one step ahead, as Nesterov's momentum does: the step asked for takes v as it is."),
    ("momentum_l2_step", "momentum-rate-left-out", "step = v_new",
     "This is the step for a rate of 1: where does the argument come in?"),

    ("rmsprop_l2_step", "eps-inside-the-root", "root = sqrt(v_new + eps)",
     "For RMSProp eps stands outside the root in this problem set."),
    ("rmsprop_l2_step", "gradient-not-squared", "square, root = g, sqrt(abs(v_new)) + eps",
     "v averages the squares of the gradient, not the gradient."),
    ("rmsprop_l2_step", "size-for-square", "square = abs(g)", "v averages the squares of the gradient, not its size."),
    ("rmsprop_l2_step", "root-of-v-forgotten", "root = v_new + eps",
     "This is the step with v as its scale: which has the units of the gradient, v or its root?"),
    ("rmsprop_l2_step", "v-without-the-penalty", "square = grad**2",
     "This is what a v of the loss's gradient alone gives: the squares are those of the whole gradient."),
    ("rmsprop_l2_step", "step-without-the-penalty", "step = lr * grad / root",
     "This is what a step along the loss's gradient alone gives: the step follows the whole gradient."),
    ("rmsprop_l2_step", "rmsprop-eps-of-its-own", "eps = own",
     "This is the answer for another eps than the argument: where does the argument come in?"),
    ("rmsprop_l2_step", "rmsprop-step-with-the-old-v", "root = sqrt(v) + eps",
     "The step takes the v of this update, not of the one before."),
    ("rmsprop_l2_step", "squares-added-up", "kept, taken = v, square",
     "This is AdaGrad, where v adds up all squares: RMSProp takes their moving average."),
    ("rmsprop_l2_step", "rmsprop-gradient-not-dampened", "taken = square",
     "This is what the new square at its full size gives: by what does a moving average weigh it?"),
    ("rmsprop_l2_step", "rmsprop-division-before-addition", "root, w_new = sqrt(v_new), w - step + eps",
     "This is the step over √v alone, and eps added after that, as without brackets: what does eps stand beside?"),
    ("rmsprop_l2_step", "bias-corrected", "root = sqrt(v_new / (1 - beta)) + eps",
     "RMSProp takes v as it is: here its bias is corrected, as Adam does."),
    ("rmsprop_l2_step", "rmsprop-forgets", "kept = 0 * v",
     "This is the update for an old v of zero: what does β keep?"),
    ("rmsprop_l2_step", "eps-squared", "root = sqrt(v_new) + eps**2",
     "eps stands beside the root as it is, not squared."),
    ("rmsprop_l2_step", "a-root-for-each", "root = sqrt(v_new) + sqrt(eps)",
     "eps stands beside the root of v as it is."),
    ("rmsprop_l2_step", "multiplied-by-the-root", "step = lr * g * root",
     "This is what the root as a factor gives: do large gradients make RMSProp's and Adam's step larger?"),
    ("rmsprop_l2_step", "divided-by-v-and-eps-inside-too", "root = sqrt(v_new + eps) + eps",
     "eps stands once, beside the root: here it stands under it too."),
    ("rmsprop_l2_step", "rmsprop-rate-left-out", "step = g / root",
     "This is the step for a rate of 1: where does the argument come in?"),
    ("rmsprop_l2_step", "step-with-v", "step = lr * v_new / root", "The step takes the gradient over the root, not v."),

    (STATEFUL, "{optimizer}-penalty-without-the-two", "penalty = lambda_l2 * w",
     "The penalty is λ‖w‖², without a half: differentiate it."),
    (STATEFUL, "{optimizer}-weights-exchanged", "beta = 1 - beta",
     "This is what β and 1 − β in each other's place give: which of the two weighs the past?"),
    (STATEFUL, "{optimizer}-penalty-decoupled", "g, w_new = grad, w - step - lr * penalty",
     "This is what a penalty that goes past v gives. In this question it is part of the gradient."),
    ("momentum_l2_step", "momentum-penalty-forgotten", "g = grad",
     "This is the step for λ = 0: where does the penalty enter?"),
    ("rmsprop_l2_step", "rmsprop-penalty-left-out", "g = grad",
     "This is the step for λ = 0: where does the penalty enter?"),
    (STATEFUL, "{optimizer}-with-a-beta-of-its-own", "beta = own",
     "This is the answer for another β than the argument: where does the argument come in?"),
    ("momentum_l2_step", "momentum-uphill", "w_new = w + step", "Check the sign of the step: descent goes against v."),
    ("rmsprop_l2_step", "rmsprop-uphill", "w_new = w + step",
     "Check the sign of the step: descent goes against the gradient."),
    (STATEFUL, "{optimizer}-sign-of-the-penalty", "g = grad - penalty",
     "Check the sign of the penalty: it pulls the weights towards zero."),
    (STATEFUL, "{optimizer}-penalty-with-lambda-squared", "penalty = 2 * lambda_l2**2 * w",
     "λ enters the step once, not squared."),
    (STATEFUL, "{optimizer}-penalty-four-times", "penalty = 4 * lambda_l2 * w",
     "The factor that differentiation brings down comes once: here there are two of it."),
    (STATEFUL, "{optimizer}-sign-for-weight", "penalty = 2 * lambda_l2 * sign(w)",
     "The gradient of ‖w‖² is not the sign of w: that would be the penalty |w|."),
    (STATEFUL, "{optimizer}-squared-weights", "penalty = lambda_l2 * w**2",
     "Each weight enters in the first power: differentiate its square."),
    (STATEFUL, "{optimizer}-lambda-left-out", "penalty = 2 * w", "The penalty has a weight of its own: where is λ?"),
    (STATEFUL, "{optimizer}-gradient-left-out", "g = penalty",
     "This is the answer for a gradient of zero: where does the argument come in?"),
    (STATEFUL, "{optimizer}-penalty-in-both-ways", "w_new = w - step - lr * penalty",
     "The penalty enters twice: through the gradient, and past v."),
    (STATEFUL, "{optimizer}-old-state-returned", "v_out = v", "The v that comes back is the one that came in."),
)  # fmt: skip
