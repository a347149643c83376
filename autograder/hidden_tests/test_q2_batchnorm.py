"""Hidden tests of question 2: other shapes, a constant column, other eps; compared with the solutions."""

from gradescope_utils.autograder_utils.decorators import visibility, weight

from autograder.assignment import HIDDEN_VISIBILITY as HIDDEN
from autograder.hidden_tests import normalization_kinds
from autograder.hidden_tests.hidden_test import HiddenTest, parameters_of
from autograder.hidden_tests.normalization_kinds import SHAPES, edges
from solutions import q2_batchnorm as solution

EDGES = edges(axis=0)


def cases(function, kinds):
    """One case of each kind that matters to `function`, a solution, with the inputs that it takes."""
    return normalization_kinds.cases(f"hidden q2_batchnorm.{function.__name__}", 0, kinds, parameters_of(function))


class HiddenBatchnorm(HiddenTest):
    module, function = "q2_batchnorm", "batchnorm"

    @weight(1.5)
    @visibility(HIDDEN)
    def test_batchnorm_elsewhere(self):
        """Your batch norm holds for other shapes, a constant column and any eps."""
        self.check(cases(solution.batchnorm, SHAPES + EDGES), solution.batchnorm)


class HiddenGradBeta(HiddenTest):
    module, function = "q2_batchnorm", "grad_beta"

    @weight(1)
    @visibility(HIDDEN)
    def test_grad_beta_elsewhere(self):
        """Your dL/dβ holds for tall, wide, square and two-row inputs."""
        self.check(cases(solution.grad_beta, SHAPES + EDGES), solution.grad_beta)


class HiddenGradGamma(HiddenTest):
    module, function = "q2_batchnorm", "grad_gamma"

    @weight(1.5)
    @visibility(HIDDEN)
    def test_grad_gamma_elsewhere(self):
        """Your dL/dγ holds for other shapes and a constant column."""
        self.check(cases(solution.grad_gamma, SHAPES + EDGES), solution.grad_gamma)


class HiddenGradXHat(HiddenTest):
    module, function = "q2_batchnorm", "grad_x_hat"

    @weight(1)
    @visibility(HIDDEN)
    def test_grad_x_hat_elsewhere(self):
        """Your dL/dX̂ holds for tall, wide, square and two-row inputs, and for any γ."""
        self.check(cases(solution.grad_x_hat, SHAPES + EDGES), solution.grad_x_hat)


class HiddenGradVar(HiddenTest):
    module, function = "q2_batchnorm", "grad_var"

    @weight(2)
    @visibility(HIDDEN)
    def test_grad_var_elsewhere(self):
        """Your dL/dσ² holds for other shapes, a constant column and other eps."""
        self.check(cases(solution.grad_var, SHAPES + EDGES), solution.grad_var)


class HiddenGradMean(HiddenTest):
    module, function = "q2_batchnorm", "grad_mean"

    @weight(1.5)
    @visibility(HIDDEN)
    def test_grad_mean_elsewhere(self):
        """Your dL/dμ holds for other shapes, a constant column and other eps."""
        self.check(cases(solution.grad_mean, SHAPES + EDGES), solution.grad_mean)


class HiddenGradX(HiddenTest):
    module, function = "q2_batchnorm", "grad_x"

    @weight(2)
    @visibility(HIDDEN)
    def test_grad_x_shapes(self):
        """Your dL/dX holds for tall, wide, square and two-row inputs."""
        self.check(cases(solution.grad_x, SHAPES), solution.grad_x)

    @weight(2)
    @visibility(HIDDEN)
    def test_grad_x_edges(self):
        """Your dL/dX holds for a constant column and for other eps."""
        self.check(cases(solution.grad_x, EDGES), solution.grad_x)
