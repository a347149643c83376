import unittest

import numpy as np
import q3_layernorm
import torch
from gradescope_utils.autograder_utils.decorators import number, weight
from norms import EPS, NormTests, rng


class TestLayerNorm(NormTests, unittest.TestCase):
    axis = 1

    def layer(self, X, gamma, beta):
        return torch.nn.functional.layer_norm(X, X.shape[1:], gamma, beta, EPS)

    @weight(3)
    @number("3.1")
    def test_layernorm(self):
        self.check_forward(q3_layernorm.layernorm)

    @weight(1)
    @number("3.2")
    def test_grad_beta(self):
        self.check_affine(q3_layernorm.grad_beta, "beta")

    @weight(2)
    @number("3.3")
    def test_grad_gamma(self):
        self.check_affine(q3_layernorm.grad_gamma, "gamma")

    @weight(1)
    @number("3.4")
    def test_grad_x_hat(self):
        self.check_affine(q3_layernorm.grad_x_hat, "X_hat")

    @weight(2)
    @number("3.5")
    def test_grad_var(self):
        self.check_statistic(q3_layernorm.grad_var, "var")

    @weight(2)
    @number("3.6")
    def test_grad_mean(self):
        self.check_statistic(q3_layernorm.grad_mean, "mean")

    @weight(6)
    @number("3.7")
    def test_grad_x(self):
        self.check_grad_x(q3_layernorm.grad_x)

    @weight(4)
    @number("3.8")
    def test_recover_private(self):
        for n in (4, 7):
            X = rng.normal(size=(n, n))
            X = X + X.T
            gamma, beta = rng.normal(size=n) + 3, rng.normal(size=n)
            tensors = list(map(torch.tensor, (X, gamma, beta)))
            Y = torch.nn.functional.batch_norm(tensors[0], None, None, *tensors[1:], training=True, eps=EPS)
            self.close(q3_layernorm.recover_private(Y.numpy(), gamma, beta), self.layer(*tensors))

    @weight(2)
    @number("3.9")
    def test_leaked_entries(self):
        np.testing.assert_array_equal(q3_layernorm.leaked_entries(16, False), np.ones((16, 16), bool))
        np.testing.assert_array_equal(q3_layernorm.leaked_entries(16, True), np.eye(16, dtype=bool))

    @weight(2)
    @number("3.10")
    def test_leakage_count(self):
        self.assertEqual(q3_layernorm.leakage_count(16, False), 256)
        self.assertEqual(q3_layernorm.leakage_count(16, True), 16)
