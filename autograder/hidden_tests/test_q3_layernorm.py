"""Hidden tests of question 3: other shapes, a constant row, other eps; compared with the solutions."""

from gradescope_utils.autograder_utils.decorators import number, visibility, weight

from autograder.assignment import HIDDEN_VISIBILITY as HIDDEN
from autograder.hidden_tests import normalization_kinds
from autograder.hidden_tests.normalization_kinds import SHAPES, edges
from autograder.public import Case, Draw, FunctionTest
from solutions import q3_layernorm as solution
from solutions.q2_batchnorm import batchnorm

EDGES = edges(axis=1)


def cases(function, kinds, *names):
    """One case of each kind that matters to `function`, with the inputs of these names."""
    return normalization_kinds.cases(f"hidden q3_layernorm.{function}", 1, kinds, names)


class HiddenLayernorm(FunctionTest):
    module, function, title = "q3_layernorm", "layernorm", "Y"

    @weight(1.5)
    @number("3")
    @visibility(HIDDEN)
    def test_layernorm_elsewhere(self):
        """Your layer norm holds for other shapes, a constant row and any eps."""
        self.check(cases("layernorm", SHAPES + EDGES, "X", "gamma", "beta", "eps"), solution.layernorm)


class HiddenGradBeta(FunctionTest):
    module, function, title = "q3_layernorm", "grad_beta", "dL/dβ"

    @weight(0.5)
    @number("3(a)1")
    @visibility(HIDDEN)
    def test_grad_beta_elsewhere(self):
        """Your dL/dβ holds for tall, wide, square and two-feature inputs."""
        self.check(cases("grad_beta", SHAPES + EDGES, "dY"), solution.grad_beta)


class HiddenGradGamma(FunctionTest):
    module, function, title = "q3_layernorm", "grad_gamma", "dL/dγ"

    @weight(1)
    @number("3(a)2")
    @visibility(HIDDEN)
    def test_grad_gamma_elsewhere(self):
        """Your dL/dγ holds for other shapes and a constant row."""
        self.check(cases("grad_gamma", SHAPES + EDGES, "dY", "X_hat"), solution.grad_gamma)


class HiddenGradXHat(FunctionTest):
    module, function, title = "q3_layernorm", "grad_x_hat", "dL/dX̂"

    @weight(0.5)
    @number("3(a)3")
    @visibility(HIDDEN)
    def test_grad_x_hat_elsewhere(self):
        """Your dL/dX̂ holds for tall, wide, square and two-feature inputs, and for any γ."""
        self.check(cases("grad_x_hat", SHAPES + EDGES, "dY", "gamma"), solution.grad_x_hat)


class HiddenGradVar(FunctionTest):
    module, function, title = "q3_layernorm", "grad_var", "dL/dσ²"

    @weight(1)
    @number("3(a)3")
    @visibility(HIDDEN)
    def test_grad_var_elsewhere(self):
        """Your dL/dσ² holds for other shapes, a constant row and other eps."""
        self.check(cases("grad_var", SHAPES + EDGES, "dX_hat", "X", "mean", "var", "eps"), solution.grad_var)


class HiddenGradMean(FunctionTest):
    module, function, title = "q3_layernorm", "grad_mean", "dL/dμ"

    @weight(1)
    @number("3(a)3")
    @visibility(HIDDEN)
    def test_grad_mean_elsewhere(self):
        """Your dL/dμ holds for other shapes, a constant row and other eps."""
        self.check(cases("grad_mean", SHAPES + EDGES, "dX_hat", "var", "eps"), solution.grad_mean)


class HiddenGradX(FunctionTest):
    module, function, title = "q3_layernorm", "grad_x", "dL/dX"

    @weight(1.5)
    @number("3(a)3")
    @visibility(HIDDEN)
    def test_grad_x_shapes(self):
        """Your dL/dX holds for tall, wide, square and two-feature inputs."""
        self.check(cases("grad_x", SHAPES, "dY", "X", "gamma", "eps"), solution.grad_x)

    @weight(1.5)
    @number("3(a)3")
    @visibility(HIDDEN)
    def test_grad_x_edges(self):
        """Your dL/dX holds for a constant row and for other eps."""
        self.check(cases("grad_x", EDGES, "dY", "X", "gamma", "eps"), solution.grad_x)


class HiddenRecoverPrivate(FunctionTest):
    module, function, title = "q3_layernorm", "recover_private", "Z from Y"

    @weight(2)
    @number("3(c)")
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


class HiddenLeakedEntries(FunctionTest):
    module, function, title = "q3_layernorm", "leaked_entries", "which entries leak"

    @weight(1)
    @number("3(c)")
    @visibility(HIDDEN)
    def test_leaked_entries_elsewhere(self):
        """Your leaked entries are right for other n than 16."""
        self.check(other_sizes("leaked_entries"), solution.leaked_entries)


class HiddenLeakageCount(FunctionTest):
    module, function, title = "q3_layernorm", "leakage_count", "how many entries leak"

    @weight(1)
    @number("3(c)")
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
