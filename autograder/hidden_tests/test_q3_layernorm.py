"""Hidden tests of question 3: other shapes, a constant row, other eps; compared with the solutions."""

from checks import Case, FunctionTest
from gradescope_utils.autograder_utils.decorators import number, visibility, weight
from inputs import Draw, Normalization

from autograder.assignment import HIDDEN_VISIBILITY as HIDDEN
from solutions import q3_layernorm as solution
from solutions.q2_batchnorm import batchnorm

SHAPES = (
    ("a tall X", {"n": 8, "d": 3}),
    ("a wide X", {"n": 3, "d": 7}),
    ("a square X", {"n": 4, "d": 4}),
    ("two features", {"n": 3, "d": 2}),
)
EDGES = (
    ("a constant row", {"n": 5, "d": 4, "constant": True}),
    ("a larger eps", {"n": 4, "d": 5, "eps": 1.5}),
    ("a smaller eps", {"n": 4, "d": 3, "eps": 0.01}),  # few features: there D and D − 1 differ most
)
EVERY_KIND = SHAPES + EDGES


def cases(function, kinds, *names):
    """One case of each kind, with the inputs of these names."""
    draw = Draw(f"hidden q3_layernorm.{function}")
    return [Case(about, **Normalization(draw, axis=1, **options).pick(*names)) for about, options in kinds]


class HiddenLayernorm(FunctionTest):
    module, function, title = "q3_layernorm", "layernorm", "Y"

    @weight(1.5)
    @number("3")
    @visibility(HIDDEN)
    def test_layernorm_elsewhere(self):
        """Your layer norm holds for other shapes, a constant row and a small eps."""
        self.check(cases("layernorm", EVERY_KIND, "X", "gamma", "beta", "eps"), solution.layernorm)


class HiddenGradBeta(FunctionTest):
    module, function, title = "q3_layernorm", "grad_beta", "dL/dβ"

    @weight(0.5)
    @number("3(a)1")
    @visibility(HIDDEN)
    def test_grad_beta_elsewhere(self):
        """Your dL/dβ holds for tall, wide, square and two-feature inputs."""
        self.check(cases("grad_beta", EVERY_KIND, "dY"), solution.grad_beta)


class HiddenGradGamma(FunctionTest):
    module, function, title = "q3_layernorm", "grad_gamma", "dL/dγ"

    @weight(1)
    @number("3(a)2")
    @visibility(HIDDEN)
    def test_grad_gamma_elsewhere(self):
        """Your dL/dγ holds for other shapes and a constant row."""
        self.check(cases("grad_gamma", EVERY_KIND, "dY", "X_hat"), solution.grad_gamma)


class HiddenGradXHat(FunctionTest):
    module, function, title = "q3_layernorm", "grad_x_hat", "dL/dX̂"

    @weight(0.5)
    @number("3(a)3")
    @visibility(HIDDEN)
    def test_grad_x_hat_elsewhere(self):
        """Your dL/dX̂ holds for tall, wide, square and two-feature inputs, and for negative and uneven γ."""
        self.check(cases("grad_x_hat", EVERY_KIND, "dY", "gamma"), solution.grad_x_hat)


class HiddenGradVar(FunctionTest):
    module, function, title = "q3_layernorm", "grad_var", "dL/dσ²"

    @weight(1)
    @number("3(a)3")
    @visibility(HIDDEN)
    def test_grad_var_elsewhere(self):
        """Your dL/dσ² holds for other shapes, a constant row and other eps."""
        self.check(cases("grad_var", EVERY_KIND, "dX_hat", "X", "mean", "var", "eps"), solution.grad_var)


class HiddenGradMean(FunctionTest):
    module, function, title = "q3_layernorm", "grad_mean", "dL/dμ"

    @weight(1)
    @number("3(a)3")
    @visibility(HIDDEN)
    def test_grad_mean_elsewhere(self):
        """Your dL/dμ holds for other shapes, a constant row and other eps."""
        self.check(cases("grad_mean", EVERY_KIND, "dX_hat", "var", "eps"), solution.grad_mean)


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
        """Your Z holds for other n, for γ of either sign, and for a constant row."""
        draw = Draw("hidden recover_private")
        kinds = (("n = 2", 2, 0.4, False), ("n = 7", 7, 0.4, False), ("small γ", 5, 0.1, False),
                 ("a constant row", 4, 0.4, True))  # fmt: skip
        self.check([published(draw, *kind) for kind in kinds], solution.recover_private)


class HiddenLeakedEntries(FunctionTest):
    module, function, title = "q3_layernorm", "leaked_entries", "which entries leak"

    @weight(1)
    @number("3(c)")
    @visibility(HIDDEN)
    def test_leaked_entries_elsewhere(self):
        """Your leaked entries are right for other n than 16."""
        self.check(other_sizes(), solution.leaked_entries)


class HiddenLeakageCount(FunctionTest):
    module, function, title = "q3_layernorm", "leakage_count", "how many entries leak"

    @weight(1)
    @number("3(c)")
    @visibility(HIDDEN)
    def test_leakage_count_elsewhere(self):
        """Your count is right for other n than 16."""
        self.check(other_sizes(), solution.leakage_count)


def published(draw, about, n, low, constant):
    """What 3(c) makes public: Y is the batch norm of a symmetric X, so that whatever holds for such a Y may be used."""
    X, gamma, beta = draw.symmetric(n), draw.away_from_zero(n, low=low), draw.array(n)
    if constant:
        X[1] = X[:, 1] = 0.75
    return Case(about, Y=batchnorm(X, gamma, beta, 0.3), gamma=gamma, beta=beta)


def other_sizes():
    """Sizes that no one learns by heart from the question."""
    return [Case("n other than 16", n=n, affine=affine) for n in (2, 5, 9) for affine in (False, True)]
