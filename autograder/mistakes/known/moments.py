"""Known mistakes of question 4: the expectation of a moving average, and its correction."""

from __future__ import annotations

from autograder.mistakes.known.derivation import Derivation

DERIVATIONS = {
    "q4_optimizers.expected_moment": Derivation("mu, beta, t", """
        updates = t
        missing = beta**updates
        reached = 1 - missing
        moment = reached * mu
        return moment
    """),
    "q4_optimizers.bias_corrected": Derivation("s, beta, t", """
        updates = t
        missing = beta**updates
        reached = 1 - missing
        estimate = s / reached
        return estimate
    """),
}  # fmt: skip

MISTAKES = (
    ("expected_moment", "one-update-too-few", "updates = t - 1",
     "t counts this update too: how many terms does the sum have after the first one?"),
    ("expected_moment", "one-update-too-many", "updates = t + 1",
     "t counts from 1: how many terms does the sum have after the first update?"),
    ("expected_moment", "what-is-missing", "reached = missing",
     "This is how far E[s] still is from the mean, not how much of it has been reached."),
    ("expected_moment", "no-bias", "reached = 1.0",
     "The average starts at zero: it reaches the mean only in the limit."),
    ("expected_moment", "first-update-alone", "updates = 1",
     "This is the expectation after the first update alone: add up the others."),
    ("expected_moment", "geometric-sum-alone", "moment = reached / (1 - beta) * mu",
     "This is the sum of the powers of β: by what is each gradient weighed as it comes in?"),
    ("expected_moment", "power-as-product", "missing = beta * updates",
     "β is raised to the number of updates; it is not multiplied by it."),
    ("expected_moment", "moment-with-a-beta-of-its-own", "beta = own",
     "This is the answer for another β than the argument: where does the argument come in?"),
    ("expected_moment", "moment-weights-exchanged", "beta = 1 - beta",
     "This is what β and 1 − β in each other's place give: which of the two weighs the past?"),
    ("expected_moment", "divided-by-the-bias", "moment = mu / reached",
     "This is what a correction does to the average; the question here is what the average itself is."),
    ("expected_moment", "sign-inside-the-moment", "reached = 1 + missing",
     "Check the sign: the average cannot reach more than the mean."),
    ("expected_moment", "dampened-twice", "moment = (1 - beta) * reached * mu",
     "The factor 1 − β of each term is in the sum already."),
    ("expected_moment", "one-minus-beta-to-the-power", "reached = (1 - beta)**updates",
     "Python reads a power before a difference: what is raised to the number of updates?"),
    ("expected_moment", "terms-not-decayed", "reached = (1 - beta) * updates",
     "This is the sum of t equal terms: how much of an older one is left?"),
    ("expected_moment", "last-term-alone", "reached = (1 - beta) * beta**(updates - 1)",
     "This is one term of the sum, that of the first gradient: what do the others add?"),
    ("expected_moment", "mean-left-out", "moment = reached + 0 * mu",
     "This is the answer for a mean of 1: where does the argument come in?"),

    ("bias_corrected", "multiplied-by-the-bias", "estimate = s * reached",
     "The bias is a factor of E[s]: to take it away one does not multiply by it."),
    ("bias_corrected", "power-one-too-high", "updates = t + 1",
     "t counts from 1 and includes this update: check the power."),
    ("bias_corrected", "first-correction-always", "updates = 1",
     "This is the correction after the first update; the bias changes with every update."),
    ("bias_corrected", "not-corrected", "estimate = s * 1.0", "The estimate is still biased towards zero."),
    ("bias_corrected", "divided-by-what-is-missing", "reached = missing",
     "This equals s/βᵗ: is βᵗ what the average has reached after t updates, or what it still has to go?"),
    ("bias_corrected", "correction-with-product", "missing = beta * updates",
     "β is raised to the number of updates; it is not multiplied by it."),
    ("bias_corrected", "corrected-with-a-beta-of-its-own", "beta = own",
     "This is the answer for another β than the argument: where does the argument come in?"),
    ("bias_corrected", "corrected-by-the-root", "estimate = s / sqrt(reached)",
     "This is s over the root of the bias: by which factor is E[s] itself off?"),
    ("bias_corrected", "power-one-too-low", "updates = t - 1",
     "t counts from 1 and includes this update: what does the correction come to at t = 1?"),
    ("bias_corrected", "correction-weights-exchanged", "beta = 1 - beta",
     "This is what β and 1 − β in each other's place give: which of the two weighs the past?"),
    ("bias_corrected", "division-before-subtraction", "estimate = s / 1 - missing",
     "This equals s − βᵗ, as Python reads s / 1 − βᵗ: is E[s] off by a difference or by a factor?"),
    ("bias_corrected", "sign-inside-the-correction", "reached = 1 + missing",
     "Check the sign inside the correction: an early average is too small, so it has to become larger."),
    ("bias_corrected", "power-one-too-low-but-at-the-first", "reached = 1 - beta**(t - 1) if t > 1 else 1",
     "t counts from 1 and includes this update: check the power, and whether the first needs a rule."),
    ("bias_corrected", "one-minus-beta-to-the-power", "reached = (1 - beta)**updates",
     "Python reads a power before a difference: what is raised to the number of updates?"),
    ("bias_corrected", "corrected-with-the-geometric-sum", "estimate = s * (1 - beta) / reached",
     "The factor 1 − β of each term is in s already: the bias is what the whole sum makes of the mean."),
)  # fmt: skip
