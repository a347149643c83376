import unittest

import numpy as np
import q4_optimizers
import torch
from gradescope_utils.autograder_utils.decorators import number, weight

torch.set_default_dtype(torch.float64)
rng = np.random.default_rng(4)
LR, BETA, BETA2, DELTA, DECAY, T = 0.1, 0.9, 0.99, 1e-8, 0.05, 3


def penalized(w, grad):
    weights = torch.tensor(w, requires_grad=True)
    ((torch.tensor(grad) * weights).sum() + DECAY * (weights**2).sum()).backward()
    return weights.grad.numpy()


class TestOptimizers(unittest.TestCase):
    def setUp(self):
        self.inputs = [(rng.normal(size=n), rng.normal(size=n), rng.normal(size=n), rng.random(n)) for n in (3, 5, 8)]

    def close(self, got, *expected):
        for part, want in zip(got if isinstance(got, tuple) else (got,), expected, strict=True):
            np.testing.assert_allclose(part, want, rtol=1e-4, atol=1e-6)

    @weight(2)
    @number("4.1")
    def test_equivalent_weight_decay(self):
        for lambda_l2 in (0.1, 0.5):
            self.assertAlmostEqual(q4_optimizers.equivalent_weight_decay(lambda_l2), 2 * lambda_l2)

    @weight(2)
    @number("4.2")
    def test_sgd_l2_step(self):
        for w, grad, *_ in self.inputs:
            self.close(q4_optimizers.sgd_l2_step(w, grad, LR, DECAY), w - LR * penalized(w, grad))

    @weight(2)
    @number("4.3")
    def test_sgd_weight_decay_step(self):
        for w, grad, *_ in self.inputs:
            self.close(q4_optimizers.sgd_weight_decay_step(w, grad, LR, DECAY), w - LR * (grad + DECAY * w))

    @weight(3)
    @number("4.4")
    def test_expected_moment(self):
        for mu, *_ in self.inputs:
            s = np.zeros_like(mu)
            for _ in range(T):
                s = BETA * s + (1 - BETA) * mu
            self.close(q4_optimizers.expected_moment(mu, BETA, T), s)

    @weight(3)
    @number("4.5")
    def test_bias_corrected(self):
        for s, *_ in self.inputs:
            self.close(q4_optimizers.bias_corrected(s, BETA, T), s / (1 - BETA**T))

    @weight(3)
    @number("4.6")
    def test_momentum_l2_step(self):
        for w, grad, v, _ in self.inputs:
            new_v = BETA * v + (1 - BETA) * penalized(w, grad)
            self.close(q4_optimizers.momentum_l2_step(w, v, grad, LR, BETA, DECAY), w - LR * new_v, new_v)

    @weight(3)
    @number("4.7")
    def test_rmsprop_l2_step(self):
        for w, grad, _, v in self.inputs:
            gradient = penalized(w, grad)
            new_v = BETA * v + (1 - BETA) * gradient**2
            expected = w - LR * gradient / (np.sqrt(new_v) + DELTA)
            self.close(q4_optimizers.rmsprop_l2_step(w, v, grad, LR, BETA, DELTA, DECAY), expected, new_v)

    def adam(self, w, s, r, gradient):
        new_s, new_r = BETA * s + (1 - BETA) * gradient, BETA2 * r + (1 - BETA2) * gradient**2
        corrected_s, corrected_r = new_s / (1 - BETA**T), new_r / (1 - BETA2**T)
        return w - LR * corrected_s / np.sqrt(corrected_r + DELTA), new_s, new_r

    @weight(5)
    @number("4.8")
    def test_adam_l2_step(self):
        for w, grad, s, r in self.inputs:
            expected = self.adam(w, s, r, penalized(w, grad))
            self.close(q4_optimizers.adam_l2_step(w, s, r, grad, T, LR, BETA, BETA2, DELTA, DECAY), *expected)

    @weight(7)
    @number("4.9")
    def test_adamw_step(self):
        for w, grad, s, r in self.inputs:
            new_w, *state = self.adam(w, s, r, grad)
            got = q4_optimizers.adamw_step(w, s, r, grad, T, LR, BETA, BETA2, DELTA, DECAY)
            self.close(got, new_w - LR * DECAY * w, *state)
