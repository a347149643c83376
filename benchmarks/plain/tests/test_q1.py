import itertools
import unittest

import numpy as np
import q1_dropout
import torch
from gradescope_utils.autograder_utils.decorators import number, weight

torch.set_default_dtype(torch.float64)
rng = np.random.default_rng(1)


def masks(p, d):
    for mask in itertools.product((0.0, 1.0), repeat=d):
        kept = sum(mask)
        yield torch.tensor(mask), p**kept * (1 - p) ** (d - kept)


def expected_loss(X, y, w, p):
    X, y = torch.tensor(X), torch.tensor(y)
    return sum(probability * ((y - (X * mask) @ w) ** 2).sum() for mask, probability in masks(p, X.shape[1]))


class TestDropout(unittest.TestCase):
    def setUp(self):
        self.problems = [
            (rng.normal(size=(n, d)), rng.normal(size=n), rng.normal(size=d), p)
            for n, d, p in [(5, 3, 0.7), (4, 6, 0.5), (6, 2, 0.9)]
        ]

    @weight(3)
    @number("1.1")
    def test_second_moment(self):
        for p, d in [(0.7, 3), (0.5, 4)]:
            expected = sum(probability * torch.outer(mask, mask) for mask, probability in masks(p, d))
            np.testing.assert_allclose(q1_dropout.second_moment(p, d), expected.numpy(), rtol=1e-4)

    @weight(2)
    @number("1.2")
    def test_f(self):
        for p in (0.2, 0.5, 0.8):
            self.assertAlmostEqual(q1_dropout.f(p), p, places=5)

    @weight(3)
    @number("1.3")
    def test_g(self):
        for p in (0.2, 0.5, 0.8):
            self.assertAlmostEqual(q1_dropout.g(p), p * (1 - p), places=5)

    @weight(2)
    @number("1.4")
    def test_gamma(self):
        for X, *_ in self.problems:
            expected = torch.diag(torch.linalg.vector_norm(torch.tensor(X), dim=0))
            np.testing.assert_allclose(q1_dropout.gamma(X), expected.numpy(), rtol=1e-4)

    @weight(2)
    @number("1.5")
    def test_dropout_loss(self):
        for X, y, w, p in self.problems:
            mask = (rng.random(len(w)) < p).astype(float)
            expected = ((torch.tensor(y) - torch.tensor(X * mask) @ torch.tensor(w)) ** 2).sum()
            np.testing.assert_allclose(q1_dropout.dropout_loss(X, y, w, mask), expected.item(), rtol=1e-4)

    @weight(4)
    @number("1.6")
    def test_expected_loss(self):
        for X, y, w, p in self.problems:
            expected = expected_loss(X, y, torch.tensor(w), p)
            np.testing.assert_allclose(q1_dropout.expected_loss(X, y, w, p), expected.item(), rtol=1e-4)

    @weight(4)
    @number("1.7")
    def test_expected_loss_grad(self):
        for X, y, w, p in self.problems:
            weights = torch.tensor(w, requires_grad=True)
            expected_loss(X, y, weights, p).backward()
            np.testing.assert_allclose(
                q1_dropout.expected_loss_grad(X, y, w, p), weights.grad.numpy(), rtol=1e-4, atol=1e-6
            )
