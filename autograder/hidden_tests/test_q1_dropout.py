"""Hidden tests of question 1: other probabilities, sizes and data; compared with the solutions."""

from gradescope_utils.autograder_utils.decorators import visibility, weight

from autograder.assignment import HIDDEN_VISIBILITY as HIDDEN
from autograder.hidden_tests.hidden_test import HiddenTest
from autograder.public import Case, Draw
from solutions import q1_dropout as solution

PROBABILITIES = ((0.01, 0.04), (0.31, 0.39), (0.5, 0.5), (0.96, 0.99))


def probabilities(function):
    """Small, middle and large, with more digits than anyone would round to."""
    draw = Draw(f"hidden probabilities of q1_dropout.{function}")
    return [draw.number(low, high, unit=10**6) for low, high in PROBABILITIES]


def data_sets(function):
    """Other probabilities and sizes than the public ones, one size twice, a zero column, a zero weight."""
    draw = Draw(f"hidden q1_dropout.{function}")
    few, some, half, most = probabilities(f"{function}'s data")
    cases = [
        Case(about, X=draw.array(n, d), y=draw.array(n), w=draw.away_from_zero(d, low=0.5, high=2.0), p=p)
        for about, n, d, p in (
            ("more features than rows", 2, 7, some),
            ("many rows", 19, 3, half),
            ("few features kept", 4, 5, few),
            ("nearly all kept", 4, 5, most),
            ("as many features as rows", 4, 4, some),
            ("eight features", 6, 8, most),
            ("large numbers", 5, 3, half),
        )
    ]
    cases[1].inputs["X"][:, 0] = 0.0
    cases[4].inputs["w"][1] = 0.0
    cases[4].inputs["X"] += 2.0  # columns whose means count
    for name in ("X", "y", "w"):
        cases[-1].inputs[name] *= 50
    return cases


class HiddenSecondMoment(HiddenTest):
    module, function = "q1_dropout", "second_moment"

    @weight(1.5)
    @visibility(HIDDEN)
    def test_second_moment_elsewhere(self):
        """Your E[D_ii D_jj] holds for other p and d."""
        sizes = 8, 2, Draw("hidden size of second_moment").whole(5, 7), 3
        cases = [Case("another p and d", p=p, d=d) for p, d in zip(probabilities("second_moment"), sizes)]
        self.check(cases, solution.second_moment)


class HiddenF(HiddenTest):
    module, function = "q1_dropout", "f"

    @weight(1)
    @visibility(HIDDEN)
    def test_f_elsewhere(self):
        """Your f(p) holds for other p."""
        self.check([Case("another p", p=p) for p in probabilities("f")], solution.f)


class HiddenG(HiddenTest):
    module, function = "q1_dropout", "g"

    @weight(1.5)
    @visibility(HIDDEN)
    def test_g_elsewhere(self):
        """Your g(p) holds for other p."""
        self.check([Case("another p", p=p) for p in probabilities("g")], solution.g)


class HiddenGamma(HiddenTest):
    module, function = "q1_dropout", "gamma"

    @weight(1)
    @visibility(HIDDEN)
    def test_gamma_elsewhere(self):
        """Your Γ holds for other shapes and for a column of zeros."""
        draw = Draw("hidden gamma")
        shapes = (("many rows", 19, 2), ("many features", 3, 8), ("a square X", 4, 4), ("another square X", 4, 4))
        cases = [Case(about, X=draw.array(n, d)) for about, n, d in shapes]
        cases.append(Case("large numbers", X=draw.array(4, 3) * 1000))
        cases.append(Case("small numbers and a column of zeros", X=draw.array(2, 6, low=-0.05, high=0.05)))
        cases[-1].inputs["X"][:, 3] = 0.0
        self.check(cases, solution.gamma)


class HiddenDropoutLoss(HiddenTest):
    module, function = "q1_dropout", "dropout_loss"

    @weight(1)
    @visibility(HIDDEN)
    def test_dropout_loss_elsewhere(self):
        """Your loss holds for other masks, all kept and none kept among them."""
        draw = Draw("hidden dropout_loss")
        kinds = (
            ("a mask", 6, 4, 1.0),
            ("another mask", 6, 4, 1.0),
            ("as many features as rows", 4, 4, 1.0),
            ("many rows", 19, 3, 1.0),
            ("more features than rows", 3, 8, 1.0),
            ("large numbers", 5, 3, 50.0),
            ("every feature kept", 4, 3, 1.0),
            ("none kept", 5, 3, 1.0),
        )
        cases = [
            Case(about, X=draw.array(n, d) * size, y=draw.array(n) * size, w=draw.array(d) * size, mask=draw.mask(d))
            for about, n, d, size in kinds
        ]
        cases[-2].inputs["mask"][:] = 1.0
        cases[-1].inputs["mask"][:] = 0.0
        self.check(cases, solution.dropout_loss)


class HiddenExpectedLoss(HiddenTest):
    module, function = "q1_dropout", "expected_loss"

    @weight(2)
    @visibility(HIDDEN)
    def test_expected_loss_elsewhere(self):
        """Your expected loss holds for other data, sizes and p."""
        self.check(data_sets("expected_loss"), solution.expected_loss)


class HiddenExpectedLossGrad(HiddenTest):
    module, function = "q1_dropout", "expected_loss_grad"

    @weight(2)
    @visibility(HIDDEN)
    def test_expected_loss_grad_elsewhere(self):
        """Your gradient of the expected loss holds for other data, sizes and p."""
        self.check(data_sets("expected_loss_grad"), solution.expected_loss_grad)
