"""Known mistakes of question 4: one step of momentum or RMSProp."""

from __future__ import annotations

from autograder.mistakes.known.derivation import Derivation

WORDS = {
    "q4_optimizers.momentum_l2_step": {"optimizer": "momentum"},
    "q4_optimizers.rmsprop_l2_step": {"optimizer": "rmsprop"},
}
DERIVATIONS = {
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
    for function in ("momentum_l2_step", "rmsprop_l2_step")
}

STATEFUL = "momentum_l2_step rmsprop_l2_step"
MISTAKES = (
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
    ("momentum_l2_step", "momentum-average-without-brackets", "taken = 1 - beta * g",
     "This is βv + 1 − βg, as without brackets: what does 1 − β weigh?"),
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
    ("rmsprop_l2_step", "squares-of-gradient-and-penalty-apart", "square = grad**2 + penalty**2",
     "This adds the squares of the loss's gradient and of the penalty's: v takes the square of their sum."),
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
    ("rmsprop_l2_step", "rmsprop-average-without-brackets", "taken = 1 - beta * square",
     "This is βv + 1 − βg², as without brackets: what does 1 − β weigh?"),
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
