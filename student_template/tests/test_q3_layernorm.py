"""Question 3: layer norm and its gradients; each row of X has its own mean and biased variance."""

from checks import Case, FunctionTest, oracle
from gradescope_utils.autograder_utils.decorators import number, visibility, weight
from inputs import Draw, Normalization


def cases(function, *names):
    """Two shapes whose axes differ; eps shows where it is dropped or misplaced, and one variance lies below it."""
    draw = Draw(f"public q3_layernorm.{function}")
    sets = [
        Normalization(draw, n, d, axis=1, eps=eps, second=second)
        for n, d, eps, second in ((6, 4, 0.3, "narrow"), (3, 5, 0.6, ""))
    ]
    return [Case("random inputs", **inputs.pick(*names)) for inputs in sets]


class Layernorm(FunctionTest):
    module, function, title = "q3_layernorm", "layernorm", "Y"

    @weight(1.5)
    @number("3")
    @visibility("visible")
    def test_layernorm(self):
        """Your layer norm agrees with PyTorch's, for uneven and negative γ."""
        self.check(cases("layernorm", "X", "gamma", "beta", "eps"), oracle("layernorm"))


class GradBeta(FunctionTest):
    module, function, title = "q3_layernorm", "grad_beta", "dL/dβ"

    @weight(0.5)
    @number("3(a)1")
    @visibility("visible")
    def test_grad_beta(self):
        """Your dL/dβ agrees with automatic differentiation for a random upstream gradient."""
        self.check(cases("grad_beta", "dY"), oracle("affine_grad_beta"))


class GradGamma(FunctionTest):
    module, function, title = "q3_layernorm", "grad_gamma", "dL/dγ"

    @weight(1)
    @number("3(a)2")
    @visibility("visible")
    def test_grad_gamma(self):
        """Your dL/dγ agrees with automatic differentiation for a random upstream gradient."""
        self.check(cases("grad_gamma", "dY", "X_hat"), oracle("affine_grad_gamma"))


class GradXHat(FunctionTest):
    module, function, title = "q3_layernorm", "grad_x_hat", "dL/dX̂"

    @weight(0.5)
    @number("3(a)3")
    @visibility("visible")
    def test_grad_x_hat(self):
        """Your dL/dX̂ agrees with automatic differentiation for a random upstream gradient."""
        self.check(cases("grad_x_hat", "dY", "gamma"), oracle("affine_grad_x_hat"))


class GradVar(FunctionTest):
    module, function, title = "q3_layernorm", "grad_var", "dL/dσ²"

    @weight(1)
    @number("3(a)3")
    @visibility("visible")
    def test_grad_var(self):
        """Your dL/dσ² agrees with automatic differentiation of X̂, one number per row."""
        self.check(cases("grad_var", "dX_hat", "X", "mean", "var", "eps"), oracle("layernorm_grad_var"))


class GradMean(FunctionTest):
    module, function, title = "q3_layernorm", "grad_mean", "dL/dμ"

    @weight(1)
    @number("3(a)3")
    @visibility("visible")
    def test_grad_mean(self):
        """Your dL/dμ, without the path through σ², agrees with automatic differentiation of X̂."""
        self.check(cases("grad_mean", "dX_hat", "var", "eps"), oracle("layernorm_grad_mean"))


class GradX(FunctionTest):
    module, function, title = "q3_layernorm", "grad_x", "dL/dX"

    @weight(3)
    @number("3(a)3")
    @visibility("visible")
    def test_grad_x(self):
        """Your dL/dX agrees with automatic differentiation through mean and variance."""
        self.check(cases("grad_x", "dY", "X", "gamma", "eps"), oracle("layernorm_grad_x"))


class RecoverPrivate(FunctionTest):
    module, function, title = "q3_layernorm", "recover_private", "Z from Y"

    @weight(2)
    @number("3(c)")
    @visibility("visible")
    def test_recover_private(self):
        """Your Z, found from Y with γ and β known, is the layer norm of the same X."""
        draw = Draw("public recover_private")
        found = []
        answers = []
        for n in (4, 5):
            gamma, beta = draw.away_from_zero(n), draw.array(n)
            Y, Z = oracle("public_and_private")(draw.symmetric(n), gamma, beta, 0.2)
            found.append(Case("a symmetric X", Y=Y, gamma=gamma, beta=beta))
            answers.append(Z)
        self.check(found, answers)


class LeakedEntries(FunctionTest):
    module, function, title = "q3_layernorm", "leaked_entries", "which entries leak"

    @weight(1)
    @number("3(c)")
    @visibility("visible")
    def test_leaked_entries(self):
        """Your leaked entries are those where Z_ij equals Y_ji for every random X, γ and β tried."""
        self.check([Case("n = 16", n=16, affine=affine) for affine in (False, True)], oracle("leaked_entries"))


class LeakageCount(FunctionTest):
    module, function, title = "q3_layernorm", "leakage_count", "how many entries leak"

    @weight(1)
    @number("3(c)")
    @visibility("visible")
    def test_leakage_count(self):
        """Your count is the number of entries where Z_ij equals Y_ji for every random X, γ and β tried."""
        self.check([Case("n = 16", n=16, affine=affine) for affine in (False, True)], oracle("leakage_count"))


if __name__ == "__main__":
    import pytest

    raise SystemExit(pytest.main([__file__]))
