"""Question 2: batch norm and its gradients; each column of X has its own mean and biased variance."""

from checks import Case, FunctionTest, oracle
from gradescope_utils.autograder_utils.decorators import number, visibility, weight
from inputs import Draw, Normalization


def cases(function, *names):
    """Two shapes whose axes differ; eps shows where it is dropped or misplaced, and one variance lies below it."""
    draw = Draw(f"public q2_batchnorm.{function}")
    sets = [
        Normalization(draw, n, d, axis=0, eps=eps, second=second)
        for n, d, eps, second in ((6, 4, 0.3, "narrow"), (3, 5, 0.6, ""))
    ]
    return [Case("random inputs", **inputs.pick(*names)) for inputs in sets]


class Batchnorm(FunctionTest):
    module, function, title = "q2_batchnorm", "batchnorm", "Y"

    @weight(1.5)
    @number("2")
    @visibility("visible")
    def test_batchnorm(self):
        """Your batch norm agrees with PyTorch's, for uneven and negative γ."""
        self.check(cases("batchnorm", "X", "gamma", "beta", "eps"), oracle("batchnorm"))


class GradBeta(FunctionTest):
    module, function, title = "q2_batchnorm", "grad_beta", "dL/dβ"

    @weight(1)
    @number("2(a)1")
    @visibility("visible")
    def test_grad_beta(self):
        """Your dL/dβ agrees with automatic differentiation for a random upstream gradient."""
        self.check(cases("grad_beta", "dY"), oracle("affine_grad_beta"))


class GradGamma(FunctionTest):
    module, function, title = "q2_batchnorm", "grad_gamma", "dL/dγ"

    @weight(1.5)
    @number("2(a)2")
    @visibility("visible")
    def test_grad_gamma(self):
        """Your dL/dγ agrees with automatic differentiation for a random upstream gradient."""
        self.check(cases("grad_gamma", "dY", "X_hat"), oracle("affine_grad_gamma"))


class GradXHat(FunctionTest):
    module, function, title = "q2_batchnorm", "grad_x_hat", "dL/dX̂"

    @weight(1)
    @number("2(a)3")
    @visibility("visible")
    def test_grad_x_hat(self):
        """Your dL/dX̂ agrees with automatic differentiation for a random upstream gradient."""
        self.check(cases("grad_x_hat", "dY", "gamma"), oracle("affine_grad_x_hat"))


class GradVar(FunctionTest):
    module, function, title = "q2_batchnorm", "grad_var", "dL/dσ²"

    @weight(2)
    @number("2(a)4")
    @visibility("visible")
    def test_grad_var(self):
        """Your dL/dσ² agrees with automatic differentiation of X̂, one number per column."""
        self.check(cases("grad_var", "dX_hat", "X", "mean", "var", "eps"), oracle("batchnorm_grad_var"))


class GradMean(FunctionTest):
    module, function, title = "q2_batchnorm", "grad_mean", "dL/dμ"

    @weight(1.5)
    @number("2(a)4")
    @visibility("visible")
    def test_grad_mean(self):
        """Your dL/dμ, without the path through σ², agrees with automatic differentiation of X̂."""
        self.check(cases("grad_mean", "dX_hat", "var", "eps"), oracle("batchnorm_grad_mean"))


class GradX(FunctionTest):
    module, function, title = "q2_batchnorm", "grad_x", "dL/dX"

    @weight(4)
    @number("2(a)4")
    @visibility("visible")
    def test_grad_x(self):
        """Your dL/dX agrees with automatic differentiation through mean and variance."""
        self.check(cases("grad_x", "dY", "X", "gamma", "eps"), oracle("batchnorm_grad_x"))


if __name__ == "__main__":
    import pytest

    raise SystemExit(pytest.main([__file__]))
