"""Known mistakes of question 1: the moments of a mask, Γ, and the loss under one mask."""

from __future__ import annotations

from autograder.mistakes.known.derivation import Derivation

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
    ("gamma", "last-row-not-summed-in-gamma", "squares = terms[:-1].sum(0)",
     "This is what all samples but the last give."),

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
    ("dropout_loss", "last-row-not-summed", "loss = squares[:-1].sum()",
     "This is the loss of all samples but the last."),
    ("dropout_loss", "residuals-not-added", "loss = squares", "The loss is one number: the squares add up."),
    ("dropout_loss", "prediction-left-out", "residual = y + 0 * prediction",
     "This is ‖y‖²: where does the prediction come in?"),
    ("dropout_loss", "targets-left-out", "residual = 0 * y - prediction",
     "This is the answer for y = 0: where do the targets come in?"),
)  # fmt: skip
