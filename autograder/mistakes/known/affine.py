"""Known mistakes of questions 2 and 3: the gradients of Y = γ X̂ + β by β, γ and X̂, alike for both norms."""

from __future__ import annotations

from autograder.mistakes.known.normalization import WORDS, both

__all__ = ["DERIVATIONS", "MISTAKES", "WORDS"]

DERIVATIONS = {
    **both("grad_beta", "dY", """
        terms = dY
        dbeta = terms.sum(0)
        return dbeta
    """),
    **both("grad_gamma", "dY, X_hat", """
        terms = dY * X_hat
        dgamma = terms.sum(0)
        return dgamma
    """),
    **both("grad_x_hat", "dY, gamma", """
        scale = gamma
        D = dY * scale
        dX_hat = D
        return dX_hat
    """),
}  # fmt: skip

MISTAKES = (
    ("grad_beta", "rows-not-summed-in-beta", "dbeta = terms",
     "β is shared by all samples: what does that do to the gradients that come from each of them?"),
    ("grad_beta", "rows-averaged-in-beta", "dbeta = terms.mean(0)",
     "β enters every sample with weight one: the contributions are not averaged."),
    ("grad_beta", "summed-over-features-in-beta", "dbeta = terms.sum(1)",
     "This sums over the features. Which index of dY does β not have?"),
    ("grad_beta", "beta-summed-to-one-number", "dbeta = terms.sum()",
     "β has one entry for each feature; only one of the two indices is summed over."),
    ("grad_beta", "sign-of-grad-beta", "terms = -dY", "Check the sign: β is added."),
    ("grad_beta", "last-row-not-summed-in-beta", "dbeta = terms[:-1].sum(0)",
     "This is the sum over all samples but the last."),
    ("grad_beta", "first-row-not-summed-in-beta", "dbeta = terms[1:].sum(0)",
     "This is the sum over all samples but the first."),
    ("grad_gamma", "first-row-not-summed-in-gamma", "dgamma = terms[1:].sum(0)",
     "This is what all samples but the first give."),
    ("grad_gamma", "rows-not-summed-in-gamma", "dgamma = terms",
     "γ is shared by all samples: what does that do to the gradients that come from each of them?"),
    ("grad_gamma", "rows-averaged-in-gamma", "dgamma = terms.mean(0)",
     "γ takes part in every sample with full weight: the contributions are not averaged."),
    ("grad_gamma", "summed-over-features-in-gamma", "dgamma = terms.sum(1)",
     "This sums over the features. Which index of dY does γ not have?"),
    ("grad_gamma", "gamma-summed-to-one-number", "dgamma = terms.sum()",
     "γ has one entry for each feature; only one of the two indices is summed over."),
    ("grad_gamma", "x-hat-forgotten", "terms = dY",
     "This is the sum of dY alone, as for β: by what is γ multiplied in the forward pass?"),
    ("q2_batchnorm.grad_gamma", "sums-before-the-product", "dgamma = dY.sum(0) * X_hat.sum(0)",
     "These are zeros, but for rounding: where does each entry of dY meet its X̂, before any sum?"),
    ("q3_layernorm.grad_gamma", "product-of-sums", "dgamma = dY.sum(0) * X_hat.sum(0)",
     "The sum of products is not the product of sums: multiply entry by entry first."),
    ("grad_gamma", "matrix-product-in-gamma", "dgamma = dY.T @ X_hat",
     "This is a matrix product, which pairs every feature with every other. γ_j meets only feature j."),
    ("grad_gamma", "matrix-product-the-other-way", "dgamma = X_hat.T @ dY",
     "This is a matrix product, which pairs every feature with every other: γ_j meets only feature j."),
    ("grad_gamma", "sign-of-grad-gamma", "terms = -dY * X_hat", "Check the sign: γ multiplies, and with a plus."),
    ("grad_gamma", "x-hat-squared", "terms = dY * X_hat**2",
     "This is the sum of dY X̂²: how often does X̂ enter the forward pass?"),
    ("q3_layernorm.grad_gamma", "added-in-grad-gamma", "terms = dY + X_hat",
     "dY and X̂ meet in a product, by the chain rule: here they are added."),
    ("grad_gamma", "last-row-not-summed-in-gamma", "dgamma = terms[:-1].sum(0)",
     "This is the sum over all samples but the last."),
    ("grad_x_hat", "gamma-forgotten-in-x-hat", "D = dY", "This is dY itself: what does the forward pass do to X̂?"),
    ("grad_x_hat", "rows-summed-in-x-hat", "dX_hat = D.sum(0)", "Each sample has its own X̂: nothing is summed here."),
    ("grad_x_hat", "divided-by-gamma", "D = dY / scale",
     "This equals dY/γ: what does the derivative of γ X̂ by X̂ come to?"),
    ("grad_x_hat", "absolute-gamma", "scale = abs(gamma)", "γ keeps its sign in the backward pass."),
    ("grad_x_hat", "x-hat-averaged", "dX_hat = D / len(dY)",
     "The average over samples is not taken in this path: it belongs to the loss, if anywhere."),
    ("grad_x_hat", "gamma-squared-in-x-hat", "scale = gamma**2",
     "γ enters the forward pass once, and so it does here."),
    ("grad_x_hat", "mean-gamma-in-x-hat", "scale = gamma.mean()",
     "Each feature has a γ of its own: no mean of them is taken."),
    ("grad_x_hat", "sum-of-gamma-in-x-hat", "scale = gamma.sum()",
     "Each feature has a γ of its own: they are not added up."),
    ("grad_x_hat", "added-in-x-hat", "D = dY + scale",
     "dY and γ meet in a product, by the chain rule: here they are added."),
)  # fmt: skip
