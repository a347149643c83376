import unittest

import q2_batchnorm
import torch
from gradescope_utils.autograder_utils.decorators import number, weight
from norms import EPS, NormTests


class TestBatchNorm(NormTests, unittest.TestCase):
    axis = 0

    def layer(self, X, gamma, beta):
        return torch.nn.functional.batch_norm(X, None, None, gamma, beta, training=True, eps=EPS)

    @weight(3)
    @number("2.1")
    def test_batchnorm(self):
        self.check_forward(q2_batchnorm.batchnorm)

    @weight(2)
    @number("2.2")
    def test_grad_beta(self):
        self.check_affine(q2_batchnorm.grad_beta, "beta")

    @weight(3)
    @number("2.3")
    def test_grad_gamma(self):
        self.check_affine(q2_batchnorm.grad_gamma, "gamma")

    @weight(2)
    @number("2.4")
    def test_grad_x_hat(self):
        self.check_affine(q2_batchnorm.grad_x_hat, "X_hat")

    @weight(4)
    @number("2.5")
    def test_grad_var(self):
        self.check_statistic(q2_batchnorm.grad_var, "var")

    @weight(3)
    @number("2.6")
    def test_grad_mean(self):
        self.check_statistic(q2_batchnorm.grad_mean, "mean")

    @weight(8)
    @number("2.7")
    def test_grad_x(self):
        self.check_grad_x(q2_batchnorm.grad_x)
