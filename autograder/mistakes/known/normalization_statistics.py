"""Known mistakes of questions 2 and 3: the gradients of batch norm and layer norm by σ² and μ.

Where `grad_x` has the same step, one line here is its mistake too.
"""

from __future__ import annotations

from autograder.mistakes.known.normalization import WORDS, both

__all__ = ["DERIVATIONS", "MISTAKES", "WORDS"]

DERIVATIONS = {
    **both("grad_var", "dX_hat, X, mean, var, eps", """
        axis = own_axis
        total = sums_along(axis)
        count = X.shape[axis]
        mu = as_lines(mean)
        sigma2 = as_lines(var)
        centred = X - mu
        root = sqrt(sigma2 + eps)
        D = dX_hat
        half = 0.5
        power = root**-3
        inner = total(D * centred)
        dvar = -half * power * inner
        grad_var = flat(dvar)
        return grad_var
    """),
    **both("grad_mean", "dX_hat, var, eps", """
        axis = own_axis
        total = sums_along(axis)
        count = dX_hat.shape[axis]
        sigma2 = as_lines(var)
        root = sqrt(sigma2 + eps)
        D = dX_hat
        summed = total(D)
        dmean = -summed / root
        grad_mean = flat(dmean)
        return grad_mean
    """),
}  # fmt: skip

MISTAKES = (
    ("grad_var", "sign-of-grad-var", "dvar = half * power * inner",
     "Check the sign: a larger variance makes X̂ smaller."),
    ("grad_var", "half-forgotten", "half = 1",
     "This is twice the derivative: which factor does differentiating a power bring down?"),
    ("grad_var", "power-not-lowered", "power = 1 / root",
     "Differentiation lowers the power by one: −1/2 does not stay."),
    ("grad_var grad_x", "power-lowered-too-far", "power = root**-4",
     "The power of σ² + eps comes to −2: check it, and whether X is centred there or normalized already."),
    ("grad_var", "power-of-minus-one", "power = root**-2",
     "Check the power: differentiation takes one away from −1/2."),
    ("grad_var grad_x", "power-before-division", "power = root**-6 / 2",
     "This equals half of the power −3, as Python reads −3 / 2 without brackets: which power is meant?"),
    ("grad_var grad_x", "sign-of-the-power", "power = root**3",
     "The power belongs below the bar, as in the forward pass: check its sign."),
    ("grad_var", "derivative-by-the-standard-deviation", "half, power = 1, root**-2",
     "This is the derivative by the standard deviation. By the variance, the chain rule goes on."),
    ("grad_var", "x-not-centred-in-grad-var", "inner = total(D * X)",
     "What stands over the root in the forward pass is the centred X."),
    ("grad_var", "grad-var-averaged", "inner = total(D * centred) / count",
     "The variance is shared by {all_terms}: their contributions add up, they are not averaged."),
    ("grad_var", "grad-var-not-summed", "inner = D * centred",
     "The variance is shared by {all_terms}: what does that do to the gradients that come from each of them?"),
    ("grad_var grad_x", "centred-x-forgotten", "inner = total(D)",
     "This is what the sum of dX̂ alone gives: what multiplies 1/√(σ² + eps) in the forward pass?"),
    ("grad_var", "grad-var-summed-along-the-other-axis",
     "inner, grad_var = D * centred, flat(dvar.sum({other_axis}, keepdims=True)).squeeze()",
     "This sums over the {other_terms}: a {line}'s variance is shared by its {terms}."),
    ("grad_var", "grad-var-eps-outside", "root = sqrt(sigma2) + eps",
     "eps stands inside the root, beside the variance, and stays there in the derivative."),
    ("grad_var", "eps-of-its-own-in-grad-var", "eps = own",
     "This is the answer for another eps than the argument: where does the argument come in?"),
    ("grad_var", "grad-var-held-above-eps", "root = sqrt(maximum(sigma2, eps))",
     "eps is added to every variance; it is not the least that a variance may be."),
    ("grad_var", "grad-var-eps-squared", "root = sqrt(sigma2 + eps**2)",
     "eps stands beside the variance as it is, not squared."),
    ("grad_var", "doubled-for-halved", "half = 2", "The power that comes down is a half: here it is two."),
    ("grad_var grad_x", "a-root-for-each", "root = sqrt(sigma2) + sqrt(eps)",
     "The root of a sum is not the sum of roots: variance and eps stand under one root."),
    ("grad_mean", "sign-of-grad-mean", "dmean = summed / root", "Check the sign: the mean is taken away."),
    ("grad_mean", "grad-mean-averaged", "summed = total(D) / count",
     "The mean is shared by {all_terms}: their contributions add up, they are not averaged."),
    ("grad_mean", "grad-mean-without-root", "dmean = -summed / root**2",
     "Here the power of σ² + eps comes to −1: which one does the forward pass have?"),
    ("grad_mean", "grad-mean-eps-outside", "root = sqrt(sigma2) + eps",
     "eps stands inside the root, beside the variance."),
    ("grad_mean", "grad-mean-eps-of-its-own", "eps = own",
     "This is the answer for another eps than the argument: where does the argument come in?"),
    ("grad_mean", "grad-mean-not-scaled", "dmean = -summed",
     "This is minus the sum of dX̂: by what does the forward pass scale X − μ?"),
    ("grad_mean", "grad-mean-not-summed", "summed = D",
     "The mean is shared by {all_terms}: what does that do to the gradients that come from each of them?"),
    ("grad_mean", "grad-mean-summed-along-the-other-axis",
     "summed, grad_mean = D, flat(dmean.sum({other_axis}, keepdims=True)).squeeze()",
     "This sums over the {other_terms}: a {line}'s mean is shared by its {terms}."),
    ("grad_mean", "grad-mean-times-the-root", "dmean = -summed * root",
     "This equals the sum times the root: is X − μ scaled by the root or by one over it?"),
    ("grad_mean", "grad-mean-with-the-variances-power", "dmean = -summed * root**-3",
     "The power of σ² + eps comes to −3/2, as in the derivative by the variance: which one scales X − μ?"),
    ("grad_mean", "grad-mean-eps-squared", "root = sqrt(sigma2 + eps**2)",
     "eps stands beside the variance as it is, not squared."),
    ("grad_mean", "grad-mean-held-above-eps", "root = sqrt(maximum(sigma2, eps))",
     "eps is added to every variance; it is not the least that a variance may be."),
    ("grad_mean", "grad-mean-a-root-for-each", "root = sqrt(sigma2) + sqrt(eps)",
     "The root of a sum is not the sum of roots: variance and eps stand under one root."),
    ("grad_mean", "upstream-gradient-of-ones", "D = 1 + 0 * dX_hat",
     "This is the answer for an upstream gradient of ones: where does the argument come in?"),
)  # fmt: skip
