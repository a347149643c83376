"""Known mistakes of question 1: dropout on the inputs of least squares."""

from __future__ import annotations

from autograder.mistakes.known.derivation import Derivation

WORDS: dict[str, dict[str, str]] = {}
DERIVATIONS = {
    "q1_dropout.second_moment": Derivation("p, d", """
        apart = p**2
        diagonal = p
        moment = full((d, d), apart) + (diagonal - apart) * eye(d)
        return moment
    """),
    "q1_dropout.f": Derivation("p", """
        kept = p
        scale = kept
        return scale
    """),
    "q1_dropout.g": Derivation("p", """
        kept = p
        dropped = 1 - kept
        variance = kept * dropped
        return variance
    """),
    "q1_dropout.gamma": Derivation("X", """
        terms = X**2
        squares = terms.sum(0)
        lengths = sqrt(squares)
        matrix = diag(lengths)
        return matrix
    """),
    "q1_dropout.dropout_loss": Derivation("X, y, w, mask", """
        kept = mask
        prediction = X @ (kept * w)
        residual = y - prediction
        squares = residual**2
        loss = squares.sum()
        return loss
    """),
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
    "expected_loss": {"f": "prediction = f(p) * (X @ w)", "g": "g = g(p)", "gamma": "squares = diag(gamma(X))**2"},
    "expected_loss_grad": {
        "f": "prediction, inner = f(p) * (X @ w), f(p)", "g": "g = g(p)", "gamma": "squares = diag(gamma(X))**2",
    },
}  # fmt: skip

MISTAKES = (
    ("second_moment", "diagonal-as-if-independent", "diagonal = p**2",
     "The diagonal is not like the rest: a mask is 0 or 1, so what is m_i²?"),
    ("second_moment", "same-probability-everywhere", "apart = p",
     "Two different features are kept independently of each other: both at once is rarer than one."),
    ("second_moment", "covariance-of-the-mask", "apart, diagonal = 0, p * (1 - p)",
     "This is the covariance of the mask. The question asks for the second moment, without centring."),
    ("second_moment", "zero-off-the-diagonal", "apart = 0",
     "Off the diagonal the expectation is not zero: independent is not the same as uncorrelated around 0."),
    ("second_moment", "drop-probability-in-moment", "p = 1 - p",
     "p is the probability that a feature is kept, not that it is dropped."),
    ("second_moment", "diagonal-and-rest-exchanged", "apart, diagonal = p, p**2",
     "The two cases are in each other's place: look again at which entries have i = j."),
    ("second_moment", "moment-of-rescaled-masks", "apart, diagonal = 1, 1 / p",
     "This is the moment of masks rescaled by 1/p. Here they are not rescaled."),
    ("second_moment", "variance-on-the-diagonal", "diagonal = p * (1 - p)",
     "The diagonal is a variance here: the second moment is not centred."),
    ("second_moment", "one-on-the-diagonal", "diagonal = 1", "A mask is not always 1: how often is its square?"),
    ("second_moment", "kept-and-dropped-off-the-diagonal", "apart = p * (1 - p)",
     "Off the diagonal both features are kept: here one is kept and the other dropped."),
    ("second_moment", "one-off-the-diagonal", "apart = 1", "Off the diagonal two masks meet: how often are both 1?"),

    ("f", "drop-probability-in-f", "kept = 1 - p",
     "p is the probability that a feature is kept, not that it is dropped."),
    ("f", "rescaled-mask", "scale = 1.0", "The masks here are not rescaled by 1/p: take the expectation of D itself."),
    ("f", "f-squared", "scale = kept**2",
     "f stands inside the norm, where the loss is squared once more: compare the terms that are linear in w."),
    ("f", "root-of-f", "scale = sqrt(kept)",
     "f scales the prediction, not the norm: no root is needed. Compare the terms that are linear in w."),
    ("f", "inverse-keep-probability", "scale = 1 / kept",
     "This is 1/p. The masks here are not rescaled: how large is a masked feature on average?"),
    ("f", "f-is-the-variance", "scale = kept * (1 - kept)",
     "This is a mask's variance: the mean prediction takes its mean."),

    ("g", "g-without-the-mean-part", "variance = p",
     "Part of this is already in the norm of the mean prediction: what remains of the diagonal after that?"),
    ("g", "g-is-p-squared", "variance = p**2",
     "This is what the mean prediction takes of the diagonal. g is what remains of it."),
    ("g", "g-of-rescaled-masks", "variance = (1 - p) / p",
     "This is the penalty of masks rescaled by 1/p. Here they are not rescaled."),
    ("g", "g-is-drop-probability", "variance = 1 - p",
     "The penalty comes from the variance of a mask, not from the probability to drop it."),
    ("g", "g-is-standard-deviation", "variance = sqrt(kept * dropped)",
     "This is a standard deviation. The loss is squared, so which moment of the mask belongs here?"),
    ("g", "g-with-flipped-sign", "variance = -kept * dropped",
     "Check the sign: dropping features can only add to the expected loss."),
    ("g", "g-is-one-less-p-squared", "variance = 1 - p**2",
     "This is 1 less what the mean prediction takes of the diagonal: is the diagonal of the second moment 1?"),
    ("g", "g-is-drop-probability-squared", "variance = (1 - p)**2",
     "The variance of a mask is E[m²] − E[m]²: write both out."),
    ("g", "g-doubled", "variance = 2 * kept * dropped",
     "The variance of a mask enters once for each feature; there is no factor of two."),
    ("g", "g-of-rescaled-masks-p-dropped", "variance = p / (1 - p)",
     "This is the penalty of rescaled masks, and with p read as the probability to drop a feature."),
    ("g", "g-squared", "variance = (kept * dropped)**2", "g stands outside the norm: it is not squared."),

    ("gamma", "gamma-not-rooted", "lengths = squares", "This is Γ². Γ itself is what squares to it."),
    ("gamma", "gamma-as-a-vector", "matrix = lengths",
     "The matrix asked for is diagonal, of shape (d, d); this is the list of its diagonal entries."),
    ("gamma", "gamma-from-means", "squares = terms.mean(0)",
     "Γ is made of sums over the samples, not of means: look at the definition of Γ²."),
    ("gamma", "gamma-from-standard-deviations", "squares = X.var(0)",
     "These are centred standard deviations. The footnote's definition does not take the mean away."),
    ("gamma", "gamma-centred", "terms = (X - X.mean(0))**2",
     "These are the lengths of the centred columns: does the footnote's definition centre them?"),
    ("gamma", "gamma-with-the-rest", "matrix = sqrt(abs(X.T @ X))",
     "Only the diagonal of XᵀX belongs to Γ²; what stands beside it is dropped."),
    ("gamma", "gamma-of-rows", "squares = terms.sum(1)",
     "These are lengths of rows. Γ has one entry for each feature."),
    ("gamma", "gram-matrix", "matrix = X.T @ X",
     "This is XᵀX itself. Γ² keeps its diagonal alone, and Γ is what squares to that."),
    ("gamma", "gamma-squared-as-a-vector", "matrix = squares",
     "The matrix asked for is diagonal, of shape (d, d), and squares to these numbers."),
    ("gamma", "gamma-of-absolute-values", "lengths = abs(X).sum(0)",
     "Γ² is made of sums of squares, not of absolute values."),
    ("gamma", "gamma-inverted", "lengths = 1 / sqrt(squares)",
     "Γ holds the lengths of X's columns, not one over them."),

    ("dropout_loss", "norm-not-squared", "loss = sqrt(squares.sum())", "The loss is the squared norm, not the norm."),
    ("dropout_loss", "loss-averaged", "loss = squares.mean()",
     "The loss adds up over the samples; it does not average them."),
    ("dropout_loss", "mask-forgotten", "kept = 1",
     "This is the loss with every feature kept: where does the mask stand?"),
    ("dropout_loss", "mask-inverted", "kept = 1 - mask", "A 1 in the mask means that the feature is kept."),
    ("dropout_loss", "half-of-the-loss", "loss = 0.5 * squares.sum()", "The given loss has no factor of one half."),
    ("dropout_loss", "loss-with-rescaled-mask", "kept = mask / mask.mean()",
     "This is the loss with the mask rescaled by the share of features kept: does the question rescale it?"),
    ("dropout_loss", "prediction-added", "residual = y + prediction",
     "The prediction is taken away from y, not added to it."),
    ("dropout_loss", "squared-after-the-sum", "loss = residual.sum()**2",
     "Each residual is squared before they are added up."),
    ("dropout_loss", "every-y-with-every-prediction", "residual = y[:, None] - prediction",
     "This adds up every pair of a y and a prediction: look at the shape of their difference."),
    ("dropout_loss", "half-of-the-mean-loss", "loss = 0.5 * squares.mean()",
     "The given loss adds up over the samples and has no factor of one half."),
    ("dropout_loss", "sizes-for-squares", "squares = abs(residual)",
     "Each residual is squared: here their sizes add up."),
    ("dropout_loss", "residuals-not-added", "loss = squares", "The loss is one number: the squares add up."),
    ("dropout_loss", "prediction-left-out", "residual = y + 0 * prediction",
     "This is ‖y‖²: where does the prediction come in?"),
    ("dropout_loss", "targets-left-out", "residual = 0 * y - prediction",
     "This is the answer for y = 0: where do the targets come in?"),

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
