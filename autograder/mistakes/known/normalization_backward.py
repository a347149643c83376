"""Known mistakes of questions 2 and 3: the gradient of batch norm and layer norm by X.

It goes the three paths of the question: directly, through σ² and through μ. Its steps are those of `grad_var` and
`grad_mean` where they have one in common.
"""

from __future__ import annotations

from autograder.mistakes.known.normalization import WORDS, both

__all__ = ["CALLS", "DERIVATIONS", "MISTAKES", "WORDS"]

DERIVATIONS = {
    **both("grad_x", "dY, X, gamma, eps", """
        axis = own_axis
        total = sums_along(axis)
        count = X.shape[axis]
        mu = total(X) / count
        centred = X - mu
        sigma2 = total(centred**2) / count
        root = sqrt(sigma2 + eps)
        D = dY * gamma
        half = 0.5
        power = root**-3
        inner = total(D * centred)
        dvar = -half * power * inner
        summed = total(D)
        dmean = -summed / root
        share = 1 / count
        slope = 2 * centred * share
        direct = D / root
        variance_path = dvar * slope
        mean_path = dmean * share
        dX = direct + variance_path + mean_path
        return dX
    """),
}  # fmt: skip

CALLS = {  # what a student who has written one function may call in another
    "grad_x": {
        "grad_x_hat": "D = grad_x_hat(dY, gamma)",
        "grad_var": "dvar = as_lines(grad_var(D, X, flat(mu), flat(sigma2), eps))",
        "grad_mean": "dmean = as_lines(grad_mean(D, flat(sigma2), eps))",
    },
}

MISTAKES = (
    ("grad_x", "sign-of-the-variance-path", "dvar = half * power * inner",
     "Check the sign of the path through the variance."),
    ("grad_x", "variance-path-doubled", "half = 1",
     "The path through the variance comes to twice its size: which factors do the square and the root bring down?"),
    ("grad_x", "centred-for-normalized", "power = 1 / root",
     "The path through the variance comes to σ² + eps times what it should: check its power, and what X is there."),
    ("grad_x", "root-missing-in-the-variance-path", "power = root**-2",
     "The path through the variance comes to √(σ² + eps) times what it should: check its power."),
    ("grad_x", "x-not-centred-in-the-sum", "inner = total(D * X)",
     "In the derivative by the variance X has to be centred."),
    ("grad_x", "variance-path-averaged-twice", "inner = total(D * centred) / count",
     "The gradients by the variance add up over the {terms}; only the variance itself is an average."),
    ("grad_x", "variance-path-not-summed", "inner = D * centred",
     "Each entry's part in the variance reaches all of its {line}: the path through the variance has a sum."),
    ("grad_x", "sign-of-the-mean-path", "dmean = summed / root", "Check the sign of the path through the mean."),
    ("grad_x", "mean-path-averaged-twice", "summed = total(D) / count",
     "The gradients by the mean add up over the {terms}; only the mean itself is an average."),
    ("grad_x", "mean-path-not-summed", "summed = D",
     "Each entry's part in the mean reaches all of its {line}: the path through the mean has a sum."),
    ("q2_batchnorm.grad_x", "gamma-counted-twice", "dX = direct + gamma * (variance_path + mean_path)",
     "This is what counting γ twice gives: it stands before the bracket, so it cannot stand inside the sums too."),
    ("q3_layernorm.grad_x", "gamma-counted-twice", "dX = direct + gamma * (variance_path + mean_path)",
     "This is what counting γ twice gives: along a row it differs, so it stands inside the sums and nowhere else."),
    ("grad_x", "statistics-as-constants", "variance_path, mean_path = 0, 0",
     "This is the direct path alone, as if mean and variance were constants: how do they depend on X?"),
    ("grad_x", "variance-path-missing", "variance_path = 0",
     "This is what the direct path and the one through the mean give: what comes through the variance?"),
    ("grad_x", "mean-path-missing", "mean_path = 0",
     "This is what the direct path and the one through the variance give: what comes through the mean?"),
    ("grad_x", "direct-path-missing", "direct = 0",
     "This is the sum of the paths through mean and variance: by which other way does X̂ depend on X?"),
    ("grad_x", "sums-for-means", "share = 1",
     "This is what sums give in place of both paths' averages: what does one entry of X add to a mean?"),
    ("grad_x", "averages-over-all-entries", "share = 1 / X.size",
     "The mean and the variance of a {line} average over its {terms}: how many entries are there?"),
    ("grad_x", "{other_norm}s-axis", "axis = {other_axis}",
     "This is what means over the {other_terms} give, as in {other_norm}: over which index are a {line}'s "
     "statistics taken?"),
    ("grad_x", "gamma-forgotten-in-grad-x", "D = dY",
     "This is the answer for γ = 1: is dY the gradient by Y or by X̂?"),
    ("grad_x", "eps-of-its-own-in-grad-x", "eps = own",
     "This is the answer for another eps than the argument: where does the argument come in?"),
    ("grad_x", "unbiased-variance-in-grad-x", "sigma2 = total(centred**2) / (count - 1)",
     "This is what the unbiased variance gives: which one does the question ask for?"),
    ("grad_x", "half-of-the-variance-path", "slope = centred * share",
     "The path through the variance comes to half its size: which factors do the square and the root bring down?"),
    ("q3_layernorm.grad_x", "gamma-taken-out-of-the-sums", "D, dX = dY, gamma * (direct + variance_path + mean_path)",
     "This is what γ before the bracket gives, as in batch norm. Along a row it differs: can it leave the sum?"),
    ("grad_x", "eps-outside-in-grad-x", "root = sqrt(sigma2) + eps",
     "eps stands inside the root, beside the variance."),
    ("grad_x", "eps-squared-in-grad-x", "root = sqrt(sigma2 + eps**2)",
     "eps stands beside the variance as it is, not squared."),
    ("grad_x", "variance-held-above-eps", "root = sqrt(maximum(sigma2, eps))",
     "eps is added to every variance; it is not the least that a variance may be."),
    ("grad_x", "x-hat-without-eps", "power = 1 / (sigma2 * root)",
     "The normalized X of the variance's path has eps under its root too."),
    ("grad_x", "variance-path-without-eps", "power = sigma2**-1.5",
     "eps stands under the root of the path through the variance too."),
    ("grad_x", "mean-path-without-eps", "dmean = -summed / sqrt(sigma2)",
     "eps stands under the root of the path through the mean too."),
    ("grad_x", "direct-path-without-eps", "direct = D / sqrt(sigma2)",
     "eps stands under the root of the direct path too."),
    ("grad_x", "eps-outside-in-the-variance-path", "power = (sqrt(sigma2) + eps)**-3",
     "In the path through the variance eps is outside the root: it stands beside the variance."),
    ("grad_x", "eps-outside-in-the-direct-path", "direct = D / (sqrt(sigma2) + eps)",
     "In the direct path eps is outside the root: it stands beside the variance."),
    ("grad_x", "eps-outside-in-the-mean-path", "dmean = -summed / (sqrt(sigma2) + eps)",
     "In the path through the mean eps is outside the root: it stands beside the variance."),
    ("grad_x", "divided-by-the-other-size", "share = 1 / X.shape[{other_axis}]",
     "The averages run over the {terms} of a {line}: how many are there?"),
    ("grad_x", "divided-by-one-less", "share = 1 / (count - 1)",
     "Both paths come to {size}/({size} − 1) times what they should: over how many {terms} do mean and biased "
     "variance average?"),
    ("grad_x", "sum-in-the-mean-path", "mean_path = dmean",
     "The path through the mean comes to {size} times what it should: what does one entry of X add to its {line}'s "
     "mean?"),
    ("grad_x", "sum-in-the-variance-path", "slope = 2 * centred",
     "The path through the variance comes to {size} times its size: over how many {terms} does the variance average?"),
    ("grad_x", "outer-root-missing", "dX = (direct + variance_path + mean_path) * root",
     "This is √(σ² + eps) times the gradient: where do all three paths pass the scale of the forward pass?"),
    ("grad_x", "outer-root-for-variance", "dX = (direct + variance_path + mean_path) / root",
     "This is what σ² + eps in place of its root gives: all three paths pass the root once."),
    ("grad_x", "variance-path-alone-over-the-root", "direct, mean_path = D, -summed * share",
     "This is what the path through the variance alone over the root gives, as without brackets: which paths pass "
     "it?"),
    ("grad_x", "direct-path-not-divided", "direct = D",
     "This is what a direct path at full size gives: which scale does X̂ have, seen from X?"),
    ("grad_x", "mean-path-not-divided", "dmean = -summed",
     "The path through the mean comes to √(σ² + eps) times its size: what is the derivative of X̂ by μ?"),
    ("grad_x", "mean-path-divided-twice", "dmean = -summed / root**2",
     "The path through the mean has σ² + eps below the bar: what is the derivative of X̂ by μ?"),
    ("grad_x", "stopped-at-x-hat", "dX = D",
     "This is the gradient by the normalized X. The way to X passes the root, the mean and the variance."),
    ("grad_x", "forward-pass-returned", "dX = centred / root",
     "This is the normalized X, which the forward pass gives: asked for is the gradient of the loss by X."),
    ("grad_x", "output-returned", "dX = gamma * centred / root",
     "This is the forward pass, X normalized and scaled: asked for is the gradient of the loss by X."),
    ("grad_x", "x-for-x-hat", "inner, power, slope = total(D * X), 1 / root, 2 * X * share",
     "This is what X in place of the normalized X gives in the path through the variance: what stands there?"),
    ("grad_x", "gamma-missing-in-the-mean-path", "summed = total(dY)",
     "This is what dY in place of the gradient of X̂ gives in the path through the mean: where does γ enter?"),
    ("grad_x", "gamma-missing-in-the-variance-path", "inner = total(dY * centred)",
     "This is what dY in place of the gradient of X̂ gives in the path through the variance: where does γ enter?"),
    ("grad_x", "gamma-missing-in-the-direct-path", "direct = dY / root",
     "This is what dY in the direct path gives: which gradient takes all three paths?"),
    ("grad_x", "x-hat-not-centred", "inner, slope = total(D * X), 2 * X * share",
     "This is what an X̂ that is not centred gives in the path through the variance: what is taken away from X?"),
    ("grad_x", "gamma-before-the-bracket-too", "dX = gamma * (direct + variance_path + mean_path)",
     "γ is in the gradient of X̂ already: it does not come a second time before the bracket."),
    ("grad_x", "gamma-in-the-direct-path-alone", "inner, summed = total(dY * centred), total(dY)",
     "This is what γ in the direct path alone gives: through what do the other two paths reach X̂?"),
    ("grad_x", "unbiased-forward-and-backward",
     "sigma2, slope = total(centred**2) / (count - 1), 2 * centred / (count - 1)",
     "This is what the unbiased variance gives, forward and backward: which one does the question ask for?"),
    ("grad_x", "unbiased-variance-path", "slope = 2 * centred / (count - 1)",
     "The path through the variance comes to {size}/({size} − 1) times its size: over how many does the biased one "
     "average?"),
    ("grad_x", "x-not-centred-outside-the-sum", "slope = 2 * X * share",
     "The derivative of the variance by an entry of X has the centred entry in it."),
    ("grad_x", "variance-path-without-x-hat", "power, slope = root**-2, 2 * share",
     "The path through the variance ends at each entry of X: what multiplies its sum there?"),
    ("grad_x", "means-of-everything",
     "variance_path, mean_path = -centred / root**2 * (D * centred / root).mean(), -D.mean() / root",
     "This is what means over all entries give: a {line} has its own."),
    ("grad_x", "backward-means-along-the-other-axis",
     "variance_path, mean_path = -centred / root**2 * (D * centred / root).mean({other_axis}, keepdims=True), "
     "-D.mean({other_axis}, keepdims=True) / root",
     "These are backward means along the other axis than the statistics: which entries share a {line}'s mean?"),
    ("grad_x", "direct-path-without-gamma", "D, variance_path, mean_path = dY, 0, 0",
     "This is the direct path for γ = 1: where does γ enter, and how do the mean and the variance depend on X?"),
    ("grad_x", "own-sample-alone", "inner, summed = D * centred, D",
     "Every entry of a {line} enters its mean and variance: here each reaches itself alone."),
    ("q3_layernorm.grad_x", "upstream-gradient-of-ones", "D = gamma + 0 * dY",
     "This is the answer for an upstream gradient of ones: where does the argument come in?"),
    ("q3_layernorm.grad_x", "gamma-squared-in-grad-x", "D = dY * gamma**2",
     "γ enters the forward pass once, and so it does here."),
    ("grad_x", "divided-by-gamma-in-grad-x", "D = dY / gamma",
     "This is what one over γ gives: how does Y change with X̂?"),
    ("grad_x", "absolute-gamma-in-grad-x", "D = dY * abs(gamma)", "γ keeps its sign in the backward pass."),
)  # fmt: skip
