"""Hidden tests of question 2: other shapes, a constant column, other eps; compared with the solutions."""

from gradescope_utils.autograder_utils.decorators import number, visibility, weight

from autograder.assignment import HIDDEN_VISIBILITY as HIDDEN
from autograder.hidden_tests import normalization_kinds
from autograder.hidden_tests.normalization_kinds import SHAPES, edges
from autograder.public import FunctionTest
from solutions import q2_batchnorm as solution

EDGES = edges(axis=0)


def cases(function, kinds, *names):
    """One case of each kind that matters to `function`, with the inputs of these names."""
    return normalization_kinds.cases(f"hidden q2_batchnorm.{function}", 0, kinds, names)


class HiddenBatchnorm(FunctionTest):
    module, function, title = "q2_batchnorm", "batchnorm", "Y"

    @weight(1.5)
    @number("2")
    @visibility(HIDDEN)
    def test_batchnorm_elsewhere(self):
        """Your batch norm holds for other shapes, a constant column and any eps."""
        self.check(cases("batchnorm", SHAPES + EDGES, "X", "gamma", "beta", "eps"), solution.batchnorm)


class HiddenGradBeta(FunctionTest):
    module, function, title = "q2_batchnorm", "grad_beta", "dL/dβ"

    @weight(1)
    @number("2(a)1")
    @visibility(HIDDEN)
    def test_grad_beta_elsewhere(self):
        """Your dL/dβ holds for tall, wide, square and two-row inputs."""
        self.check(cases("grad_beta", SHAPES + EDGES, "dY"), solution.grad_beta)


class HiddenGradGamma(FunctionTest):
    module, function, title = "q2_batchnorm", "grad_gamma", "dL/dγ"

    @weight(1.5)
    @number("2(a)2")
    @visibility(HIDDEN)
    def test_grad_gamma_elsewhere(self):
        """Your dL/dγ holds for other shapes and a constant column."""
        self.check(cases("grad_gamma", SHAPES + EDGES, "dY", "X_hat"), solution.grad_gamma)


class HiddenGradXHat(FunctionTest):
    module, function, title = "q2_batchnorm", "grad_x_hat", "dL/dX̂"

    @weight(1)
    @number("2(a)3")
    @visibility(HIDDEN)
    def test_grad_x_hat_elsewhere(self):
        """Your dL/dX̂ holds for tall, wide, square and two-row inputs, and for any γ."""
        self.check(cases("grad_x_hat", SHAPES + EDGES, "dY", "gamma"), solution.grad_x_hat)


class HiddenGradVar(FunctionTest):
    module, function, title = "q2_batchnorm", "grad_var", "dL/dσ²"

    @weight(2)
    @number("2(a)4")
    @visibility(HIDDEN)
    def test_grad_var_elsewhere(self):
        """Your dL/dσ² holds for other shapes, a constant column and other eps."""
        self.check(cases("grad_var", SHAPES + EDGES, "dX_hat", "X", "mean", "var", "eps"), solution.grad_var)


class HiddenGradMean(FunctionTest):
    module, function, title = "q2_batchnorm", "grad_mean", "dL/dμ"

    @weight(1.5)
    @number("2(a)4")
    @visibility(HIDDEN)
    def test_grad_mean_elsewhere(self):
        """Your dL/dμ holds for other shapes, a constant column and other eps."""
        self.check(cases("grad_mean", SHAPES + EDGES, "dX_hat", "var", "eps"), solution.grad_mean)


class HiddenGradX(FunctionTest):
    module, function, title = "q2_batchnorm", "grad_x", "dL/dX"

    @weight(2)
    @number("2(a)4")
    @visibility(HIDDEN)
    def test_grad_x_shapes(self):
        """Your dL/dX holds for tall, wide, square and two-row inputs."""
        self.check(cases("grad_x", SHAPES, "dY", "X", "gamma", "eps"), solution.grad_x)

    @weight(2)
    @number("2(a)4")
    @visibility(HIDDEN)
    def test_grad_x_edges(self):
        """Your dL/dX holds for a constant column and for other eps."""
        self.check(cases("grad_x", EDGES, "dY", "X", "gamma", "eps"), solution.grad_x)
