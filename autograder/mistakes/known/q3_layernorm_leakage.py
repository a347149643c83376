"""Known mistakes of question 3: the private output that a public one gives away."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.mistakes.known import mistake

RECOVER_PRIVATE = "q3_layernorm.recover_private"


@mistake(
    RECOVER_PRIVATE,
    "This is the transpose of Y: whose γ and β are in Y_ji, and whose in Z_ij?",
)
def transpose_alone(Y: Any, gamma: Any, beta: Any) -> Any:
    return Y.T.copy()


@mistake(RECOVER_PRIVATE, "This is Y normalized and transposed. Z has been scaled and shifted once more.")
def not_scaled_again(Y: Any, gamma: Any, beta: Any) -> Any:
    return ((Y - beta) / gamma).T


@mistake(RECOVER_PRIVATE, "This is what Y_ij in place of Y_ji gives: rows of one are columns of the other.")
def transpose_forgotten(Y: Any, gamma: Any, beta: Any) -> Any:
    return ((Y.T - beta) / gamma).T * gamma + beta


@mistake(RECOVER_PRIVATE, "This is what the two γ in each other's place give: follow the index of each.")
def ratio_inverted(Y: Any, gamma: Any, beta: Any) -> Any:
    return (Y - beta).T * gamma[:, None] / gamma + beta


@mistake(RECOVER_PRIVATE, "β has to be taken from Y before it is rescaled.")
def shift_not_taken_away(Y: Any, gamma: Any, beta: Any) -> Any:
    return (Y / gamma).T * gamma + beta


@mistake(RECOVER_PRIVATE, "This is Z − β: what does layer norm add last?")
def shift_not_added(Y: Any, gamma: Any, beta: Any) -> Any:
    return ((Y - beta) / gamma).T * gamma


@mistake(RECOVER_PRIVATE, "This is the answer where all γ are equal: whose is in Y_ji, and whose in Z_ij?")
def scale_left_out(Y: Any, gamma: Any, beta: Any) -> Any:
    return (Y - beta).T + beta


@mistake(RECOVER_PRIVATE, "γ keeps its sign.")
def absolute_gamma_in_ratio(Y: Any, gamma: Any, beta: Any) -> Any:
    return ((Y - beta) / np.abs(gamma)).T * np.abs(gamma) + beta


@mistake(RECOVER_PRIVATE, "This is the answer for β = 0: whose shift is in Y_ji, and whose in Z_ij?")
def shift_left_out(Y: Any, gamma: Any, beta: Any) -> Any:
    return gamma * (Y / gamma).T


@mistake(RECOVER_PRIVATE, "This is what multiplying Y's part by γ once more gives: what undoes the γ of batch norm?")
def multiplied_to_undo(Y: Any, gamma: Any, beta: Any) -> Any:
    return gamma * ((Y - beta) * gamma).T + beta


@mistake(RECOVER_PRIVATE, "The shift was applied last, so it is undone first, before the scale.")
def undone_in_the_wrong_order(Y: Any, gamma: Any, beta: Any) -> Any:
    return gamma * (Y / gamma - beta).T + beta


@mistake(RECOVER_PRIVATE, "This is the normalized Y, transposed and shifted: Z has a γ of its own.")
def shifted_but_not_scaled_again(Y: Any, gamma: Any, beta: Any) -> Any:
    return ((Y - beta) / gamma).T + beta


@mistake(RECOVER_PRIVATE, "The shift of Z is added, not taken away.")
def sign_of_the_last_shift(Y: Any, gamma: Any, beta: Any) -> Any:
    return ((Y - beta) / gamma).T * gamma - beta


LEAKED_ENTRIES = "q3_layernorm.leaked_entries"


@mistake(LEAKED_ENTRIES, "The two cases are in each other's place: in which of them do γ and β hide anything?")
def cases_exchanged(n: int, affine: bool) -> Any:
    return np.ones((n, n), dtype=bool) if affine else np.eye(n, dtype=bool)


@mistake(LEAKED_ENTRIES, "With arbitrary γ and β most entries differ from their partner by unknown numbers.")
def everything_leaks(n: int, affine: bool) -> Any:
    return np.ones((n, n), dtype=bool)


@mistake(LEAKED_ENTRIES, "With γ = 1 and β = 0 nothing stands between Z_ij and Y_ji, off the diagonal either.")
def the_diagonal_always(n: int, affine: bool) -> Any:
    return np.eye(n, dtype=bool)


@mistake(
    LEAKED_ENTRIES, "With arbitrary γ and β there still are entries for which both scales and shifts are the same ones."
)
def nothing_leaks_with_affine(n: int, affine: bool) -> Any:
    return np.zeros((n, n), dtype=bool) if affine else np.ones((n, n), dtype=bool)


@mistake(LEAKED_ENTRIES, "Symmetry of X does not halve the count: Z is not symmetric.")
def one_triangle(n: int, affine: bool) -> Any:
    return np.eye(n, dtype=bool) if affine else np.triu(np.ones((n, n), dtype=bool))


@mistake(LEAKED_ENTRIES, "Here the leaked entries are marked as kept, and the other way round.")
def leaked_and_kept_exchanged(n: int, affine: bool) -> Any:
    return ~np.eye(n, dtype=bool) if affine else np.zeros((n, n), dtype=bool)


@mistake(LEAKED_ENTRIES, "With γ and β, whose are in Z_ij and whose in Y_ji? This marks where they differ.")
def off_the_diagonal_with_affine(n: int, affine: bool) -> Any:
    return ~np.eye(n, dtype=bool) if affine else np.ones((n, n), dtype=bool)


LEAKAGE_COUNT = "q3_layernorm.leakage_count"


@mistake(LEAKAGE_COUNT, "The two cases are in each other's place: in which of them do γ and β hide anything?")
def counts_exchanged(n: int, affine: bool) -> Any:
    return n * n if affine else n


@mistake(LEAKAGE_COUNT, "The answer depends on whether γ and β are arbitrary.")
def count_of_everything(n: int, affine: bool) -> Any:
    return n * n


@mistake(LEAKAGE_COUNT, "This is the answer for n = 16 alone; n is an argument.")
def count_for_sixteen(n: int, affine: bool) -> Any:
    return 16 if affine else 256


@mistake(
    LEAKAGE_COUNT, "With arbitrary γ and β there still are entries for which both scales and shifts are the same ones."
)
def nothing_counted_with_affine(n: int, affine: bool) -> Any:
    return 0 if affine else n * n


@mistake(LEAKAGE_COUNT, "Symmetry of X does not halve the count: Z is not symmetric.")
def one_triangle_counted(n: int, affine: bool) -> Any:
    return n if affine else n * (n + 1) // 2


@mistake(
    LEAKAGE_COUNT, "Without γ and β more than the diagonal leaks: which entries does the definition let you read off?"
)
def diagonal_counted_in_both(n: int, affine: bool) -> Any:
    return n


@mistake(LEAKAGE_COUNT, "These are the entries that do not leak.")
def kept_entries_counted(n: int, affine: bool) -> Any:
    return n * n - n if affine else 0
