"""Known mistakes of question 3: the private output that a public one gives away."""

from __future__ import annotations

from autograder.mistakes.known.derivation import Derivation

DERIVATIONS = {
    "q3_layernorm.recover_private": Derivation("Y, gamma, beta", """
        unshifted = Y - beta
        normalized = unshifted / gamma
        turned = normalized.T
        scaled = turned * gamma
        Z = scaled + beta
        return Z
    """),
    "q3_layernorm.leaked_entries": Derivation("n, affine", """
        everything = ones((n, n), dtype=bool)
        diagonal = eye(n, dtype=bool)
        without = everything
        with_affine = diagonal
        leaked = with_affine if affine else without
        return leaked
    """),
    "q3_layernorm.leakage_count": Derivation("n, affine", """
        without = n * n
        with_affine = n
        count = with_affine if affine else without
        return count
    """),
}  # fmt: skip

CALLS = {"leakage_count": {"leaked_entries": "count = leaked_entries(n, affine).sum()"}}

MISTAKES = (
    ("recover_private", "transpose-alone", "Z = Y.T",
     "This is the transpose of Y: whose γ and β are in Y_ji, and whose in Z_ij?"),
    ("recover_private", "not-scaled-again", "Z = turned",
     "This is Y normalized and transposed. Z has been scaled and shifted once more."),
    ("recover_private", "transpose-forgotten", "unshifted = Y.T - beta",
     "This is what Y_ij in place of Y_ji gives: rows of one are columns of the other."),
    ("recover_private", "ratio-inverted", "normalized, scaled = unshifted * gamma, turned / gamma",
     "This is what the two γ in each other's place give: follow the index of each."),
    ("recover_private", "shift-not-taken-away", "unshifted = Y", "β has to be taken from Y before it is rescaled."),
    ("recover_private", "shift-not-added", "Z = scaled", "This is Z − β: what does layer norm add last?"),
    ("recover_private", "scale-left-out", "gamma = 1 + 0 * gamma",
     "This is the answer where all γ are equal: whose is in Y_ji, and whose in Z_ij?"),
    ("recover_private", "absolute-gamma-in-ratio", "gamma = abs(gamma)", "γ keeps its sign."),
    ("recover_private", "shift-left-out", "beta = 0 * beta",
     "This is the answer for β = 0: whose shift is in Y_ji, and whose in Z_ij?"),
    ("recover_private", "multiplied-to-undo", "normalized = unshifted * gamma",
     "This is what multiplying Y's part by γ once more gives: what undoes the γ of batch norm?"),
    ("recover_private", "undone-in-the-wrong-order", "normalized = Y / gamma - beta",
     "The shift was applied last, so it is undone first, before the scale."),
    ("recover_private", "shifted-but-not-scaled-again", "scaled = turned",
     "This is the normalized Y, transposed and shifted: Z has a γ of its own."),
    ("recover_private", "sign-of-the-last-shift", "Z = scaled - beta", "The shift of Z is added, not taken away."),
    ("recover_private", "sign-of-the-first-shift", "unshifted = Y + beta",
     "Batch norm adds β; to undo that is a subtraction."),
    ("recover_private", "first-shift-of-the-other", "unshifted = Y - beta[:, None]",
     "This takes the other feature's β from Y_ji: which column does batch norm shift by which β?"),
    ("recover_private", "last-shift-of-the-other", "Z = scaled + beta[:, None]",
     "This adds the other feature's β at the end: which β does layer norm add to Z_ij?"),
    ("recover_private", "divided-twice", "scaled = turned / gamma",
     "This is what one over γ in the last scaling gives: how does layer norm use γ?"),
    ("recover_private", "scale-of-y-left-in", "normalized = unshifted",
     "Y has been scaled by the γ of its feature: that has to be undone first."),

    ("leaked_entries", "cases-exchanged", "without, with_affine = diagonal, everything",
     "The two cases are in each other's place: in which of them do γ and β hide anything?"),
    ("leaked_entries", "everything-leaks", "with_affine = everything",
     "With arbitrary γ and β most entries differ from their partner by unknown numbers."),
    ("leaked_entries", "the-diagonal-always", "without = diagonal",
     "With γ = 1 and β = 0 nothing stands between Z_ij and Y_ji, off the diagonal either."),
    ("leaked_entries", "nothing-leaks-with-affine", "with_affine = ~everything",
     "With arbitrary γ and β there still are entries for which both scales and shifts are the same ones."),
    ("leaked_entries", "one-triangle", "without = triu(everything)",
     "Symmetry of X does not halve the count: Z is not symmetric."),
    ("leaked_entries", "leaked-and-kept-exchanged", "without, with_affine = ~everything, ~diagonal",
     "Here the leaked entries are marked as kept, and the other way round."),
    ("leaked_entries", "off-the-diagonal-with-affine", "with_affine = ~diagonal",
     "With γ and β, whose are in Z_ij and whose in Y_ji? This marks where they differ."),
    ("leaked_entries", "off-the-diagonal-without", "without = ~diagonal",
     "With γ = 1 and β = 0, whose statistics stand between Z_ii and Y_ii?"),
    ("leaked_entries", "nothing-leaks-without", "without = ~everything",
     "With γ = 1 and β = 0, compare the statistics of a row of X with those of the same column."),

    ("leakage_count", "counts-exchanged", "without, with_affine = n, n * n",
     "The two cases are in each other's place: in which of them do γ and β hide anything?"),
    ("leakage_count", "count-of-everything", "with_affine = n * n",
     "The answer depends on whether γ and β are arbitrary."),
    ("leakage_count", "count-for-sixteen", "without, with_affine = 256, 16",
     "This is the answer for n = 16 alone; n is an argument."),
    ("leakage_count", "nothing-counted-with-affine", "with_affine = 0",
     "With arbitrary γ and β there still are entries for which both scales and shifts are the same ones."),
    ("leakage_count", "one-triangle-counted", "without = n * (n + 1) // 2",
     "Symmetry of X does not halve the count: Z is not symmetric."),
    ("leakage_count", "one-strict-triangle-counted", "without = n * (n - 1) // 2",
     "Symmetry of X does not halve the count: Z is not symmetric, and its diagonal counts too."),
    ("leakage_count", "diagonal-counted-in-both", "without = n",
     "Without γ and β more than the diagonal leaks: which entries does the definition let you read off?"),
    ("leakage_count", "kept-entries-counted", "without, with_affine = 0, n * n - n",
     "These are the entries that do not leak."),
    ("leakage_count", "off-the-diagonal-counted", "without = n * n - n",
     "Without γ and β, what stands between Z_ii and Y_ii?"),
    ("leakage_count", "off-the-diagonal-counted-with-affine", "with_affine = n * n - n",
     "With γ and β, whose are in Z_ij and whose in Y_ji? This counts where they differ."),
)  # fmt: skip
