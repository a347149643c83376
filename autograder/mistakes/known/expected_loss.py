"""Known mistakes of question 1: the expected loss under dropout, and its gradient."""

from __future__ import annotations

from autograder.mistakes.known.derivation import Derivation

DERIVATIONS = {
    "q1_dropout.expected_loss": Derivation("X, y, w, p", """
        f = p
        prediction = f * (X @ w)
        residual = y - prediction
        fit = (residual**2).sum()
        g = p * (1 - p)
        squares = (X**2).sum(0)
        penalty = squares @ w**2
        loss = fit + g * penalty
        return loss
    """),
    "q1_dropout.expected_loss_grad": Derivation("X, y, w, p", """
        f = p
        prediction = f * (X @ w)
        residual = y - prediction
        inner = f
        fit = -2 * inner * (X.T @ residual)
        g = p * (1 - p)
        squares = (X**2).sum(0)
        penalty = 2 * squares * w
        gradient = fit + g * penalty
        return gradient
    """),
}  # fmt: skip

CALLS = {
    function: {"f": "f = f(p)", "g": "g = g(p)", "gamma": "squares = diag(gamma(X))**2"}
    for function in ("expected_loss", "expected_loss_grad")
}

MISTAKES = (
    ("expected_loss", "loss-of-the-mean-mask", "g = 0",
     "This is the loss of the mean prediction alone: is E of a square the square of E?"),
    ("expected_loss", "penalty-with-p", "g = p",
     "The factor of the penalty is too large: part of the diagonal is in the first norm already."),
    ("expected_loss", "prediction-not-scaled", "f = 1",
     "This is the sum with Xw as the mean prediction: what is the mean of the masked prediction?"),
    ("expected_loss", "loss-of-rescaled-masks", "f, g = 1, (1 - p) / p",
     "This is the loss with masks rescaled by 1/p. Here they are not rescaled."),
    ("expected_loss", "loss-of-rescaled-masks-p-dropped", "f, g = 1, p / (1 - p)",
     "This is the loss with rescaled masks, and with p read as the probability to drop a feature."),
    ("expected_loss", "drop-probability-in-loss", "p = 1 - p",
     "p is the probability that a feature is kept, not that it is dropped."),
    ("expected_loss", "penalty-without-gamma", "squares = 1 + 0 * w",
     "The penalty weighs every feature alike: where does Γ come in?"),
    ("expected_loss", "penalty-with-gamma-not-squared", "squares = sqrt((X**2).sum(0))",
     "The penalty is a squared norm, and Γ is inside it: it enters with its square."),
    ("expected_loss", "expected-loss-averaged", "loss = (fit + g * penalty) / len(y)",
     "The loss adds up over the samples; it does not average them."),
    ("expected_loss", "penalty-with-p-squared", "g = p**2",
     "The penalty's factor is what remains of the diagonal after the mean prediction took its part."),
    ("expected_loss", "penalty-from-centred-columns", "squares = ((X - X.mean(0))**2).sum(0)",
     "Γ² is made of sums of squares; the means of the columns are not taken away first."),
    ("expected_loss", "every-mask-alike", "p = 0.5",
     "This is the average in which every mask counts alike: how probable is each?"),
    ("expected_loss", "penalty-taken-away", "loss = fit - g * penalty",
     "Check the sign of the penalty: dropping features can only add to the expected loss."),
    ("expected_loss", "penalty-not-scaled", "g = 1",
     "This is the sum with ‖Γw‖² as it stands: what is the variance of a mask?"),
    ("expected_loss", "penalty-with-drop-probability", "g = 1 - p",
     "The variance of a mask is not the probability to drop it."),
    ("expected_loss", "penalty-with-the-whole-gram-matrix", "penalty = w @ X.T @ X @ w",
     "Two features are dropped independently: only the diagonal of XᵀX is left in the penalty."),
    ("expected_loss", "first-term-averaged", "fit = (residual**2).mean()",
     "This is what averaging the first term gives: both add up over the samples."),
    ("expected_loss", "penalty-of-norms-apart", "penalty = squares.sum() * (w @ w)",
     "This is ‖Γ‖² ‖w‖²: the penalty is the squared norm of the product Γw."),
    ("expected_loss", "penalty-doubled", "g = 2 * p * (1 - p)",
     "The variance of a mask enters once for each feature; there is no factor of two."),
    ("expected_loss", "penalty-norm-not-squared", "penalty = sqrt(squares @ w**2)",
     "This is what the norm ‖Γw‖ gives in place of its square: which of the two is the penalty?"),
    ("expected_loss", "first-norm-not-squared", "fit = sqrt((residual**2).sum())",
     "The first term is a squared norm: it is rooted here."),
    ("expected_loss", "prediction-scaled-by-p-squared", "f = p**2",
     "The mean prediction is scaled once: its square is the norm's doing."),
    ("expected_loss", "prediction-scaled-by-the-root", "f = sqrt(p)",
     "The mean of a mask scales the prediction, not its root."),
    ("expected_loss", "first-term-scaled", "fit = p * ((y - X @ w)**2).sum()",
     "p scales the prediction inside the norm, not the norm."),
    ("expected_loss", "prediction-added", "residual = y + prediction",
     "The prediction is taken away from y, not added to it."),
    ("expected_loss", "half-of-the-first-term", "fit = 0.5 * (residual**2).sum()",
     "The given loss has no factor of one half."),
    ("expected_loss", "half-of-the-loss", "loss = 0.5 * (fit + g * penalty)",
     "The given loss has no factor of one half."),
    ("expected_loss", "penalty-alone", "fit = 0",
     "This is the penalty alone: E[L] has the misfit of the mean prediction too."),
    ("expected_loss", "last-row-not-summed", "fit = (residual[:-1]**2).sum()",
     "The first term is that of all samples but the last."),
    ("expected_loss", "penalty-averaged", "penalty = squares @ w**2 / len(y)",
     "Both terms add up over the samples: the penalty is averaged here."),
    ("expected_loss", "penalty-with-the-standard-deviation", "g = sqrt(p * (1 - p))",
     "This is a standard deviation. The loss is squared, so which moment of the mask belongs here?"),
    ("expected_loss", "penalty-with-weights-not-squared", "penalty = squares @ abs(w)",
     "The penalty is a squared norm: the weights enter with their squares."),
    ("expected_loss", "loss-without-dropout", "f, g = 1, 0", "This is the loss without dropout, as if p were 1."),
    ("expected_loss", "mask-of-all-ones-left-out", "loss = fit + g * penalty - p**len(w) * ((y - X @ w)**2).sum()",
     "This is the sum over all masks but the one that keeps every feature."),
    ("expected_loss", "mask-of-all-zeros-left-out", "loss = fit + g * penalty - (1 - p)**len(w) * (y**2).sum()",
     "This is the sum over all masks but the one that drops every feature."),

    ("expected_loss_grad", "gradient-without-the-two", "gradient = (fit + g * penalty) / 2",
     "This is half of the gradient: which factor does the derivative of a square bring down?"),
    ("expected_loss_grad", "gradient-without-the-penalty", "g = 0",
     "This is the gradient of the first term alone: what does the penalty's come to?"),
    ("expected_loss_grad", "inner-scale-forgotten", "inner = 1",
     "The first term equals what the derivative of Xw gives: what is the derivative of the scaled prediction?"),
    ("expected_loss_grad", "p-left-out-of-the-linear-term", "fit = -2 * (X.T @ (y - f * prediction))",
     "The term with w is that of the right answer, the one with y has no p: differentiate −2p yᵀXw once more."),
    ("expected_loss_grad", "sign-of-the-residual", "fit = 2 * inner * (X.T @ residual)",
     "Check the sign of the first term: w stands behind a minus there."),
    ("expected_loss_grad", "sign-of-the-penalty", "gradient = fit - g * penalty",
     "Check the sign of the penalty's gradient: the penalty is added to the loss."),
    ("expected_loss_grad", "penalty-gradient-without-the-two", "penalty = squares * w",
     "The penalty's gradient comes to half of what it should: the penalty is quadratic in w, so differentiate it."),
    ("expected_loss_grad", "first-gradient-without-the-two", "fit = -inner * (X.T @ residual)",
     "The gradient of the first term comes to half its size: differentiate its square."),
    ("expected_loss_grad", "gradient-with-gamma-not-squared", "squares = sqrt((X**2).sum(0))",
     "Γ enters the penalty with its square, and so it does in the gradient."),
    ("expected_loss_grad", "gradient-with-prediction-not-scaled", "f = 1",
     "This is the gradient of the loss without dropout, the penalty added: scale the prediction too."),
    ("expected_loss_grad", "penalty-gradient-with-p", "g = p",
     "The factor of the penalty is too large: part of the diagonal is in the first norm already."),
    ("expected_loss_grad", "gradient-averaged", "gradient = (fit + g * penalty) / len(y)",
     "The loss adds up over the samples; it does not average them."),
    ("expected_loss_grad", "gradient-with-drop-probability", "p = 1 - p",
     "p is the probability that a feature is kept, not that it is dropped."),
    ("expected_loss_grad", "gradient-of-rescaled-masks", "f, g = 1, (1 - p) / p",
     "This is the gradient of the loss with masks rescaled by 1/p. Here they are not rescaled."),
    ("expected_loss_grad", "gradient-of-rescaled-masks-p-dropped", "f, g = 1, p / (1 - p)",
     "This is the gradient of the loss with rescaled masks, and with p read as the probability to drop a feature."),
    ("expected_loss_grad", "gradient-without-gamma", "squares = 1",
     "The penalty weighs every feature alike: where does Γ come in?"),
    ("expected_loss_grad", "residual-not-scaled", "prediction = X @ w",
     "This is what the residual y − Xw gives: what is the mean of the prediction over the masks?"),
    ("expected_loss_grad", "gradient-with-the-whole-gram-matrix", "penalty = 2 * X.T @ X @ w",
     "Two features are dropped independently: only the diagonal of XᵀX is left in the penalty."),
    ("expected_loss_grad", "penalty-gradient-without-w", "penalty = 2 * squares",
     "The penalty's gradient comes to the same for every w: the penalty is quadratic in w, so differentiate it."),
    ("expected_loss_grad", "gradient-from-centred-columns", "squares = ((X - X.mean(0))**2).sum(0)",
     "Γ² is made of sums of squares; the means of the columns are not taken away first."),
    ("expected_loss_grad", "inner-scale-squared", "inner = p**2",
     "The first term comes to p times what it should: how often does the chain rule pass the scale of the "
     "prediction?"),
    ("expected_loss_grad", "penalty-gradient-with-p-squared", "g = p**2",
     "The penalty's factor is what remains of the diagonal after the mean prediction took its part."),
    ("expected_loss_grad", "penalty-gradient-with-drop-probability", "g = 1 - p",
     "The variance of a mask is not the probability to drop it."),
    ("expected_loss_grad", "penalty-gradient-not-scaled", "g = 1",
     "The penalty's gradient is not scaled: what is the variance of a mask?"),
    ("expected_loss_grad", "gradient-with-every-mask-alike", "p = 0.5",
     "Here every mask counts alike, as if p were one half: how probable is each?"),
    ("expected_loss_grad", "gradient-without-dropout", "f, g = 1, 0",
     "This is the gradient of the loss without dropout, as if p were 1."),
    ("expected_loss_grad", "penalty-gradient-doubled", "penalty = 4 * squares * w",
     "The factor that differentiation brings down comes once: here there are two of it."),
    ("expected_loss_grad", "gradient-scaled-by-p-squared", "f = p**2",
     "The mean prediction is scaled once: its square is the norm's doing."),
    ("expected_loss_grad", "prediction-added-in-the-gradient", "residual = y + prediction",
     "The prediction is taken away from y, not added to it."),
    ("expected_loss_grad", "penalty-gradient-alone", "fit = 0",
     "This is the gradient of the penalty alone: the first term depends on w too."),
    ("expected_loss_grad", "first-gradient-averaged", "fit = -2 * inner * (X.T @ residual) / len(y)",
     "Both terms add up over the samples: the first is averaged here."),
    ("expected_loss_grad", "targets-left-out", "residual = -prediction",
     "This is the answer for y = 0: where do the targets come in?"),
    ("expected_loss_grad", "gradient-with-the-standard-deviation", "g = sqrt(p * (1 - p))",
     "This is a standard deviation. The loss is squared, so which moment of the mask belongs here?"),
    ("expected_loss_grad", "loss-returned", "gradient = (residual**2).sum() + g * (squares @ w**2)",
     "This is the expected loss itself: asked for is its gradient."),
    ("expected_loss_grad", "mask-of-all-ones-left-out",
     "gradient = fit + g * penalty + 2 * p**len(w) * (X.T @ (y - X @ w))",
     "This is the sum over all masks but the one that keeps every feature."),
)  # fmt: skip
