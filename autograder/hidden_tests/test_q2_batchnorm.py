"""Hidden tests of question 2: other shapes, a constant column, other eps; compared with the solutions."""

from checks import Case, FunctionTest
from gradescope_utils.autograder_utils.decorators import number, visibility, weight
from inputs import Draw, Normalization

from autograder.assignment import HIDDEN_VISIBILITY as HIDDEN
from solutions import q2_batchnorm as solution

# What kind of case, how to make it, and what a function must take for the kind to matter to it.
SHAPES = (
    ("a tall input", {"n": 17, "d": 3}, {"dY", "X", "var"}),
    ("a wide input", {"n": 3, "d": 7}, {"dY", "X", "var"}),
    ("a square input", {"n": 4, "d": 4}, {"dY", "X", "var"}),
    ("another square input", {"n": 4, "d": 4}, {"dY", "X", "var"}),  # one shape twice: for what is kept of a call
    ("two rows", {"n": 2, "d": 3}, {"dY", "X", "var"}),
    ("two features", {"n": 3, "d": 2}, {"dY", "X", "var"}),
)
EDGES = (
    ("a constant column", {"n": 5, "d": 4, "second": "constant"}, {"X", "X_hat", "var"}),
    ("columns far from zero", {"n": 5, "d": 4, "shift": 6.0}, {"X"}),
    ("a larger eps", {"n": 4, "d": 5, "eps": 1.5}, {"eps"}),
    ("a smaller eps", {"n": 3, "d": 4, "eps": 0.01}, {"eps"}),  # few rows: there N and N − 1 differ most
    ("a column of small numbers, a tiny eps", {"n": 5, "d": 4, "second": "small", "eps": 1e-6}, {"eps"}),
    ("a zero in γ", {"n": 4, "d": 5, "zero": True}, {"gamma"}),
)
EVERY_KIND = SHAPES + EDGES


def cases(function, kinds, *names):
    """One case of each kind that matters, with the inputs of these names."""
    draw = Draw(f"hidden q2_batchnorm.{function}")
    return [
        Case(about, **Normalization(draw, axis=0, **options).pick(*names))
        for about, options, needs in kinds
        if needs & set(names)
    ]


class HiddenBatchnorm(FunctionTest):
    module, function, title = "q2_batchnorm", "batchnorm", "Y"

    @weight(1.5)
    @number("2")
    @visibility(HIDDEN)
    def test_batchnorm_elsewhere(self):
        """Your batch norm holds for other shapes, a constant column and any eps."""
        self.check(cases("batchnorm", EVERY_KIND, "X", "gamma", "beta", "eps"), solution.batchnorm)


class HiddenGradBeta(FunctionTest):
    module, function, title = "q2_batchnorm", "grad_beta", "dL/dβ"

    @weight(1)
    @number("2(a)1")
    @visibility(HIDDEN)
    def test_grad_beta_elsewhere(self):
        """Your dL/dβ holds for tall, wide, square and two-row inputs."""
        self.check(cases("grad_beta", EVERY_KIND, "dY"), solution.grad_beta)


class HiddenGradGamma(FunctionTest):
    module, function, title = "q2_batchnorm", "grad_gamma", "dL/dγ"

    @weight(1.5)
    @number("2(a)2")
    @visibility(HIDDEN)
    def test_grad_gamma_elsewhere(self):
        """Your dL/dγ holds for other shapes and a constant column."""
        self.check(cases("grad_gamma", EVERY_KIND, "dY", "X_hat"), solution.grad_gamma)


class HiddenGradXHat(FunctionTest):
    module, function, title = "q2_batchnorm", "grad_x_hat", "dL/dX̂"

    @weight(1)
    @number("2(a)3")
    @visibility(HIDDEN)
    def test_grad_x_hat_elsewhere(self):
        """Your dL/dX̂ holds for tall, wide, square and two-row inputs, and for any γ."""
        self.check(cases("grad_x_hat", EVERY_KIND, "dY", "gamma"), solution.grad_x_hat)


class HiddenGradVar(FunctionTest):
    module, function, title = "q2_batchnorm", "grad_var", "dL/dσ²"

    @weight(2)
    @number("2(a)4")
    @visibility(HIDDEN)
    def test_grad_var_elsewhere(self):
        """Your dL/dσ² holds for other shapes, a constant column and other eps."""
        self.check(cases("grad_var", EVERY_KIND, "dX_hat", "X", "mean", "var", "eps"), solution.grad_var)


class HiddenGradMean(FunctionTest):
    module, function, title = "q2_batchnorm", "grad_mean", "dL/dμ"

    @weight(1.5)
    @number("2(a)4")
    @visibility(HIDDEN)
    def test_grad_mean_elsewhere(self):
        """Your dL/dμ holds for other shapes, a constant column and other eps."""
        self.check(cases("grad_mean", EVERY_KIND, "dX_hat", "var", "eps"), solution.grad_mean)


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
