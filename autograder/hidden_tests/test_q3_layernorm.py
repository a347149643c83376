"""Hidden tests of question 3: other shapes, a constant row, other eps; compared with the solutions."""

from gradescope_utils.autograder_utils.decorators import visibility, weight

from autograder.assignment import HIDDEN_VISIBILITY as HIDDEN
from autograder.hidden_tests import normalization_kinds
from autograder.hidden_tests.hidden_test import HiddenTest, parameters_of
from autograder.hidden_tests.normalization_kinds import SHAPES, edges
from autograder.public import Case, Draw
from solutions import q3_layernorm as solution
from solutions.q2_batchnorm import batchnorm

EDGES = edges(axis=1)


def cases(function, kinds):
    """One case of each kind that matters to `function`, a solution, with the inputs that it takes."""
    return normalization_kinds.cases(f"hidden q3_layernorm.{function.__name__}", 1, kinds, parameters_of(function))


class HiddenLayernorm(HiddenTest):
    module, function = "q3_layernorm", "layernorm"

    @weight(1.5)
    @visibility(HIDDEN)
    def test_layernorm_elsewhere(self):
        """Your layer norm holds for other shapes, a constant row and any eps."""
        self.check(cases(solution.layernorm, SHAPES + EDGES), solution.layernorm)


class HiddenGradBeta(HiddenTest):
    module, function = "q3_layernorm", "grad_beta"

    @weight(0.5)
    @visibility(HIDDEN)
    def test_grad_beta_elsewhere(self):
        """Your dL/dβ holds for tall, wide, square and two-feature inputs."""
        self.check(cases(solution.grad_beta, SHAPES + EDGES), solution.grad_beta)


class HiddenGradGamma(HiddenTest):
    module, function = "q3_layernorm", "grad_gamma"

    @weight(1)
    @visibility(HIDDEN)
    def test_grad_gamma_elsewhere(self):
        """Your dL/dγ holds for other shapes and a constant row."""
        self.check(cases(solution.grad_gamma, SHAPES + EDGES), solution.grad_gamma)


class HiddenGradXHat(HiddenTest):
    module, function = "q3_layernorm", "grad_x_hat"

    @weight(0.5)
    @visibility(HIDDEN)
    def test_grad_x_hat_elsewhere(self):
        """Your dL/dX̂ holds for tall, wide, square and two-feature inputs, and for any γ."""
        self.check(cases(solution.grad_x_hat, SHAPES + EDGES), solution.grad_x_hat)


class HiddenGradVar(HiddenTest):
    module, function = "q3_layernorm", "grad_var"

    @weight(1)
    @visibility(HIDDEN)
    def test_grad_var_elsewhere(self):
        """Your dL/dσ² holds for other shapes, a constant row and other eps."""
        self.check(cases(solution.grad_var, SHAPES + EDGES), solution.grad_var)


class HiddenGradMean(HiddenTest):
    module, function = "q3_layernorm", "grad_mean"

    @weight(1)
    @visibility(HIDDEN)
    def test_grad_mean_elsewhere(self):
        """Your dL/dμ holds for other shapes, a constant row and other eps."""
        self.check(cases(solution.grad_mean, SHAPES + EDGES), solution.grad_mean)


class HiddenGradX(HiddenTest):
    module, function = "q3_layernorm", "grad_x"

    @weight(1.5)
    @visibility(HIDDEN)
    def test_grad_x_shapes(self):
        """Your dL/dX holds for tall, wide, square and two-feature inputs."""
        self.check(cases(solution.grad_x, SHAPES), solution.grad_x)

    @weight(1.5)
    @visibility(HIDDEN)
    def test_grad_x_edges(self):
        """Your dL/dX holds for a constant row and for other eps."""
        self.check(cases(solution.grad_x, EDGES), solution.grad_x)


class HiddenRecoverPrivate(HiddenTest):
    module, function = "q3_layernorm", "recover_private"

    @weight(2)
    @visibility(HIDDEN)
    def test_recover_private_elsewhere(self):
        """Your Z holds for other n, for γ of any sign and size, and for a constant row."""
        draw = Draw("hidden recover_private")
        kinds = (
            ("n = 2", 2, {}),
            ("n = 3", 3, {}),
            ("n = 9", 9, {}),
            ("γ and β near zero", 5, {"least": 0.02, "most": 0.08}),
            ("large γ and β", 5, {"least": 3.0, "most": 30.0}),
            ("γ partly near zero", 5, {"shrunk": 2}),
            ("a constant row", 4, {"constant": True}),
        )
        self.check([published(draw, about, n, **options) for about, n, options in kinds], solution.recover_private)


class HiddenLeakedEntries(HiddenTest):
    module, function = "q3_layernorm", "leaked_entries"

    @weight(1)
    @visibility(HIDDEN)
    def test_leaked_entries_elsewhere(self):
        """Your leaked entries are right for other n than 16."""
        self.check(other_sizes("leaked_entries"), solution.leaked_entries)


class HiddenLeakageCount(HiddenTest):
    module, function = "q3_layernorm", "leakage_count"

    @weight(1)
    @visibility(HIDDEN)
    def test_leakage_count_elsewhere(self):
        """Your count is right for other n than 16."""
        self.check(other_sizes("leakage_count"), solution.leakage_count)


def published(draw, about, n, *, least=0.4, most=2.5, shrunk=0, constant=False):
    """What 3(c) makes public: Y is the batch norm of a symmetric X, so that whatever holds for such a Y may be used.

    `least` and `most` are the sizes of γ; β is no larger, or it would hide what is wrong beside it. The first `shrunk`
    entries of both are a hundredth of that.
    """
    X, gamma, beta = (
        draw.symmetric(n),
        draw.away_from_zero(n, low=least, high=most),
        draw.array(n, low=-most, high=most),
    )
    gamma[:shrunk] /= 100
    beta[:shrunk] /= 100
    if constant:
        X[1] = X[:, 1] = 0.75
    return Case(about, Y=batchnorm(X, gamma, beta, 0.3), gamma=gamma, beta=beta)


def other_sizes(function):
    """Sizes that no one learns by heart from the question, below 16 and above."""
    draw = Draw(f"hidden q3_layernorm.{function}")
    sizes = (2, draw.whole(3, 8), draw.whole(9, 15), draw.whole(17, 70))
    return [Case("n other than 16", n=n, affine=affine) for n in sizes for affine in (False, True)]
