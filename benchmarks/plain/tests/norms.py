"""What batch norm and layer norm have in common: the same seven functions over another axis."""

import numpy as np
import torch

torch.set_default_dtype(torch.float64)
rng = np.random.default_rng(2)
EPS = 1e-5


class NormTests:
    """Mixed into a test case that names the student's module, the axis of the statistics and PyTorch's own layer."""

    def setUp(self):
        self.inputs = [
            {
                "X": rng.normal(size=shape),
                "dY": rng.normal(size=shape),
                "gamma": rng.normal(size=shape[1]),
                "beta": rng.normal(size=shape[1]),
            }
            for shape in [(5, 3), (8, 4), (3, 7)]
        ]

    def close(self, got, expected):
        np.testing.assert_allclose(got, expected.detach().numpy(), rtol=1e-4, atol=1e-6)

    def statistics(self, X):
        mean = X.mean(self.axis, keepdims=True)
        return mean, ((X - mean) ** 2).mean(self.axis, keepdims=True)

    def normalized(self, X):
        mean, var = self.statistics(X)
        return (X - mean) / np.sqrt(var + EPS)

    def check_forward(self, student):
        for case in self.inputs:
            X, gamma, beta = case["X"], case["gamma"], case["beta"]
            expected = self.layer(*map(torch.tensor, (X, gamma, beta)))
            self.close(student(X, gamma, beta, EPS), expected)

    def check_affine(self, student, by):
        for case in self.inputs:
            X_hat, dY = self.normalized(case["X"]), case["dY"]
            leaves = {
                "X_hat": torch.tensor(X_hat, requires_grad=True),
                "gamma": torch.tensor(case["gamma"], requires_grad=True),
                "beta": torch.tensor(case["beta"], requires_grad=True),
            }
            Y = leaves["gamma"] * leaves["X_hat"] + leaves["beta"]
            (Y * torch.tensor(dY)).sum().backward()
            arguments = {"beta": (dY,), "gamma": (dY, X_hat), "X_hat": (dY, case["gamma"])}[by]
            self.close(student(*arguments), leaves[by].grad)

    def check_statistic(self, student, by):
        for case in self.inputs:
            X, dX_hat = case["X"], case["dY"]
            mean, var = (torch.tensor(value, requires_grad=True) for value in self.statistics(X))
            X_hat = (torch.tensor(X) - mean) / torch.sqrt(var + EPS)
            (X_hat * torch.tensor(dX_hat)).sum().backward()
            means, variances = (value.detach().numpy().ravel() for value in (mean, var))
            if by == "var":
                self.close(student(dX_hat, X, means, variances, EPS), var.grad.ravel())
            else:
                self.close(student(dX_hat, variances, EPS), mean.grad.ravel())

    def check_grad_x(self, student):
        for case in self.inputs:
            X = torch.tensor(case["X"], requires_grad=True)
            Y = self.layer(X, torch.tensor(case["gamma"]), torch.tensor(case["beta"]))
            (Y * torch.tensor(case["dY"])).sum().backward()
            self.close(student(case["dY"], case["X"], case["gamma"], EPS), X.grad)
