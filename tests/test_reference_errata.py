"""Each erratum of solutions/errata.md: what the course's solutions said, as code, beside what holds. 3 seconds.

The page's own small counterexamples are evaluated with all other equations; here the mistakes meet data of other sizes.
"""

import itertools

import numpy as np
import oracles
import pytest
import torch
from reference.attack import equations, guess, relative_signs
from reference.settings.leakage import symmetric

from solutions import q1_dropout, q2_batchnorm, q3_layernorm, q4_optimizers

EPS = 1e-5
N = 16


@pytest.fixture
def random():
    return np.random.default_rng(148)


def furthest(a, b):
    return np.abs(np.asarray(a) - np.asarray(b)).max()


# Question 1


def test_centred_standard_deviations_lose_a_part_of_the_expected_loss(random):
    X, y, w, p = random.normal(size=(7, 3)) + 2, random.normal(size=7), random.normal(size=3), 0.3
    by_force = oracles.expected_loss(X, y, w, p)
    fit = np.sum((y - p * X @ w) ** 2)
    lengths, deviations = np.linalg.norm(X, axis=0), X.std(axis=0)
    assert fit + p * (1 - p) * np.sum((lengths * w) ** 2) == pytest.approx(by_force, rel=1e-12)
    assert fit + p * (1 - p) * np.sum((deviations * w) ** 2) < 0.8 * by_force


def test_for_centred_columns_alone_they_are_lengths_over_the_root_of_n(random):
    X = random.normal(size=(7, 3))
    X -= X.mean(axis=0)
    assert furthest(np.diag(q1_dropout.gamma(X)), np.sqrt(7) * X.std(axis=0)) < 1e-14


def test_without_its_expectation_the_quadratic_term_is_another_for_each_mask(random):
    A, w = np.cov(random.normal(size=(3, 9))), random.normal(size=3)
    values = {float((m * w) @ A @ (m * w)) for m in map(np.array, itertools.product((0, 1), repeat=3))}
    assert len(values) == 8


# Question 2


def test_the_gradient_by_the_shift_without_its_sum_has_not_even_the_shape_of_the_shift(random):
    dY = random.normal(size=(7, 5))
    assert q2_batchnorm.grad_beta(dY).shape == (5,) != dY.shape


def printed_grad_x(dY, X, gamma, eps):
    """The last line of 2(a)4 as the course had it: γ before the bracket and in both sums."""
    root = np.sqrt(X.var(axis=0) + eps)
    X_hat = (X - X.mean(axis=0)) / root
    means = [(dY * gamma).mean(axis=0), (dY * gamma * X_hat).mean(axis=0)]
    return gamma / root * (dY - means[0] - X_hat * means[1])


def test_counting_gamma_twice_is_far_off(random):
    X, dY, gamma = random.normal(size=(7, 5)), random.normal(size=(7, 5)), random.normal(size=5)
    by_force = oracles.batchnorm_grad_x(dY, X, gamma, EPS)
    assert furthest(q2_batchnorm.grad_x(dY, X, gamma, EPS), by_force) < 1e-14
    assert furthest(printed_grad_x(dY, X, gamma, EPS), by_force) > 0.1


def test_counting_gamma_twice_does_not_show_where_gamma_is_1(random):
    X, dY = random.normal(size=(7, 5)), random.normal(size=(7, 5))
    assert furthest(printed_grad_x(dY, X, np.ones(5), EPS), oracles.batchnorm_grad_x(dY, X, np.ones(5), EPS)) < 1e-14


# Question 3


def test_layer_norms_gradient_was_right_as_printed(random):
    X, dY, gamma = random.normal(size=(7, 5)), random.normal(size=(7, 5)), random.normal(size=5)
    root = np.sqrt(X.var(axis=1, keepdims=True) + EPS)
    X_hat, up = (X - X.mean(axis=1, keepdims=True)) / root, dY * gamma
    sums = [up.sum(axis=1, keepdims=True), (up * X_hat).sum(axis=1, keepdims=True)]
    assert (
        furthest((5 * up - sums[0] - X_hat * sums[1]) / (5 * root), oracles.layernorm_grad_x(dY, X, gamma, EPS)) < 1e-14
    )


def matrices(random, signs=1.0, eps=EPS):
    """γ, β, and the public and the private matrix of one random X."""
    gamma, beta = signs * random.uniform(0.5, 2.0, size=N), random.normal(size=N)
    return gamma, beta, *oracles.public_and_private(symmetric(random, N), gamma, beta, eps)


def test_entry_by_entry_only_the_diagonal_leaks(random):
    *_, Y, Z = matrices(random)
    agree = np.isclose(Z, Y.T, rtol=0, atol=1e-9)
    assert (agree == np.eye(N, dtype=bool)).all()
    assert (agree == q3_layernorm.leaked_entries(N, True)).all()
    assert q3_layernorm.leakage_count(N, True) == agree.sum() == 16


def test_off_the_diagonal_a_private_entry_moves_while_its_public_partner_stays(random):
    X, gamma, beta = symmetric(random, 4), random.uniform(0.5, 2.0, size=4), random.normal(size=4)
    Y, Z = oracles.public_and_private(X, gamma, beta, EPS)
    for i, j in np.ndindex(4, 4):
        moved_Y, moved_Z = oracles.public_and_private(X, gamma, beta + np.eye(4)[j], EPS)
        assert (moved_Y[j, i] == Y[j, i]) == (i != j)
        assert moved_Z[i, j] == pytest.approx(Z[i, j] + 1)


def test_known_scale_and_shift_give_all_of_it(random):
    gamma, beta, Y, Z = matrices(random, np.where(np.arange(N) % 3 == 0, -1.0, 1.0))
    assert furthest(q3_layernorm.recover_private(Y, gamma, beta), Z) < 1e-13


def test_column_means_are_the_shifts_and_column_deviations_nearly_the_sizes_of_the_scales(random):
    gamma, beta, Y, _ = matrices(random, np.where(np.arange(N) % 3 == 0, -1.0, 1.0))
    assert furthest(Y.mean(axis=0), beta) < 1e-14
    assert 0 < furthest(Y.std(axis=0), np.abs(gamma)) < 5 * EPS


@pytest.mark.parametrize("eps", [1e-5, 1e-6])
def test_for_positive_scales_all_of_it_comes_out_up_to_eps(random, eps):
    errors = []
    for _ in range(15):
        *_, Y, Z = matrices(random, eps=eps)
        errors.append(furthest(guess(Y), Z))
    assert 1 < np.median(errors) / eps < 4


def test_to_first_order_the_error_is_the_one_that_the_page_names(random):
    X, gamma, beta, eps = symmetric(random, N), random.uniform(0.5, 2.0, size=N), random.normal(size=N), 1e-6
    Y, Z = oracles.public_and_private(X, gamma, beta, eps)
    inverse = 1 / X.var(axis=0)
    first = eps * (Z - beta) * (inverse[:, None] - inverse) / 2
    assert furthest(guess(Y) - Z, first) < 100 * eps**2 < furthest(first, 0) / 100


def test_signs_do_not_show_in_column_statistics(random):
    signs = np.where(random.random(N) < 0.5, -1.0, 1.0)
    _, beta, Y, Z = matrices(random, signs)
    reflected = np.outer(signs, signs) < 0
    off = np.abs(guess(Y) - Z) > 1e-3
    assert not off[~reflected].any()
    assert off[reflected].mean() > 0.95
    assert furthest((guess(Y) - beta)[reflected], -(Z - beta)[reflected]) < 1e-4


def test_column_statistics_leave_half_of_all_sign_patterns_as_candidates(random):
    X, gamma = symmetric(random, 4), np.array([1.2, -0.6, 0.8, -2.0])
    Y, Z = oracles.public_and_private(X, gamma, random.normal(size=4), EPS)
    guesses = [guess(Y, np.array(signs)) for signs in itertools.product((1.0, -1.0), repeat=4)]
    candidates = {tuple(np.round(matrix, 9).ravel()) for matrix in guesses}
    assert len(candidates) == 2 ** (4 - 1)
    assert min(furthest(matrix, Z) for matrix in guesses) < 1e-3


def test_symmetry_gives_the_signs_away_and_with_them_all_of_it(random):
    for _ in range(5):
        signs = np.where(random.random(N) < 0.5, -1.0, 1.0)
        *_, Y, Z = matrices(random, signs)
        system = equations(Y)
        assert system.shape == (120, 32)
        assert np.linalg.matrix_rank(system, tol=1e-9) == 30
        found = relative_signs(Y)
        assert (found == signs * signs[0]).all()
        assert furthest(guess(Y, found), Z) < 1e-3


@pytest.mark.parametrize(("n", "dimensions"), [(2, 3), (3, 3), (4, 2), (5, 2)])
def test_from_four_columns_on_the_solutions_are_a_plane(random, n, dimensions):
    Y, _ = oracles.public_and_private(symmetric(random, n), np.ones(n), np.zeros(n), 1e-9)
    assert 2 * n - np.linalg.matrix_rank(equations(Y), tol=1e-8) == dimensions


def test_the_scale_of_a_constant_column_is_hidden_for_good(random):
    X, gamma, beta = symmetric(random, 4), np.array([1.2, 0.6, 0.8, 2.0]), random.normal(size=4)
    X[1, :] = X[:, 1] = 0.5
    other = np.array([1.2, -3.0, 0.8, 2.0])
    (Y, Z), (same, different) = (oracles.public_and_private(X, scale, beta, EPS) for scale in (gamma, other))
    assert furthest(Y, same) < 1e-12
    assert furthest(Z[:, 1], different[:, 1]) > 1


# Question 4


def test_after_t_updates_the_factor_has_t_powers():
    for t in range(1, 7):
        average = oracles.expected_moment(np.ones(()), 0.9, t)
        assert average == pytest.approx(1 - 0.9**t, rel=1e-12)
        assert average != pytest.approx(1 - 0.9 ** (t + 1), rel=0.05)


def test_a_penalty_outside_of_the_average_adds_up_to_more_in_the_long_run():
    w, v, printed, beta = np.ones(1), np.zeros(1), np.zeros(1), 0.9
    for _ in range(300):
        _, v = q4_optimizers.momentum_l2_step(w, v, np.zeros(1), 0.0, beta, 0.5)
        printed = beta * printed + (1 - beta) * 0.0 + 2 * 0.5 * w
    assert v == pytest.approx(1.0)
    assert printed == pytest.approx(1 / (1 - beta))


@pytest.mark.parametrize(("small", "agree"), [(0.0, True), (1e-8, False), (0.1, False)])
def test_inside_and_outside_of_the_root_agree_only_at_zero(small, agree):
    w, zero, gradient = np.array([0.7]), np.zeros(1), np.array([1e-3])
    weights = torch.tensor(w, requires_grad=True)
    weights.grad = torch.tensor(gradient)
    torch.optim.AdamW([weights], lr=0.1, betas=(0.9, 0.99), eps=small, weight_decay=0.2).step()
    ours, *_ = q4_optimizers.adamw_step(w, zero, zero, gradient, 1, 0.1, 0.9, 0.99, small, 0.2)
    assert np.isclose(ours, weights.detach().numpy(), rtol=0, atol=1e-12).all() == agree
