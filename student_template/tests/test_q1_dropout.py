"""Question 1: the expected dropout loss is a shrunk fit plus a penalty. `p` is the probability of keeping."""

from checks import Case, FunctionTest, oracle
from gradescope_utils.autograder_utils.decorators import number, visibility, weight
from inputs import Draw


def probabilities(function):
    """A small p, one above a half and one near 1: none is its own complement, and no two are each other's."""
    draw = Draw(f"public q1_dropout.{function}")
    return [draw.number(low, high) for low, high in ((0.15, 0.29), (0.55, 0.69), (0.86, 0.95))]


class SecondMoment(FunctionTest):
    module, function, title = "q1_dropout", "second_moment", "E[D_ii D_jj]"

    @weight(1.5)
    @number("1")
    @visibility("visible")
    def test_second_moment(self):
        """Your E[D_ii D_jj] is the average over all masks, on the diagonal and off it."""
        sized = zip(probabilities("second_moment"), (3, 2, 4))
        cases = [Case("a probability and a size", p=p, d=d) for p, d in sized]
        self.check(cases, oracle("second_moment"))


class F(FunctionTest):
    module, function, title = "q1_dropout", "f", "the scale of the mean prediction"

    @weight(1)
    @number("1")
    @visibility("visible")
    def test_f(self):
        """Your f(p) scales the prediction as the average over all masks does."""
        self.check([Case("a probability", p=p) for p in probabilities("f")], oracle("prediction_scale"))


class G(FunctionTest):
    module, function, title = "q1_dropout", "g", "the scale of the penalty"

    @weight(1.5)
    @number("1")
    @visibility("visible")
    def test_g(self):
        """Your g(p) accounts for what the average over all masks adds to the shrunk fit."""
        self.check([Case("a probability", p=p) for p in probabilities("g")], oracle("penalty_scale"))


class Gamma(FunctionTest):
    module, function, title = "q1_dropout", "gamma", "Γ"

    @weight(1)
    @number("1")
    @visibility("visible")
    def test_gamma(self):
        """Your Γ is diagonal, not negative, and its square is the diagonal of XᵀX."""
        draw = Draw("public gamma")
        self.check([Case("a matrix", X=draw.array(n, d)) for n, d in ((5, 3), (3, 4))], oracle("gamma"))


class DropoutLoss(FunctionTest):
    module, function, title = "q1_dropout", "dropout_loss", "‖y − X D w‖²"

    @weight(1)
    @number("1")
    @visibility("visible")
    def test_dropout_loss(self):
        """Your loss for one given mask is the squared length of y − X D w."""
        draw = Draw("public dropout_loss")
        cases = [
            Case("a mask", X=draw.array(n, d), y=draw.array(n), w=draw.array(d), mask=draw.mask(d))
            for n, d in ((5, 3), (3, 4))
        ]
        self.check(cases, oracle("dropout_loss"))


class ExpectedLoss(FunctionTest):
    module, function, title = "q1_dropout", "expected_loss", "E[L]"

    @weight(2)
    @number("1")
    @visibility("visible")
    def test_expected_loss(self):
        """Your expected loss is the average of the loss over all masks."""
        draw = Draw("public expected_loss")
        cases = [
            Case("a data set", X=draw.array(n, d), y=draw.array(n), w=draw.away_from_zero(d, low=0.5, high=2.0), p=p)
            for n, d, p in ((5, 3, 0.3), (3, 4, 0.8))
        ]
        self.check(cases, oracle("expected_loss"))


class ExpectedLossGrad(FunctionTest):
    module, function, title = "q1_dropout", "expected_loss_grad", "dE[L]/dw"

    @weight(2)
    @number("1")
    @visibility("visible")
    def test_expected_loss_grad(self):
        """Your gradient of the expected loss agrees with automatic differentiation of the average over masks."""
        draw = Draw("public expected_loss_grad")
        cases = [
            Case("a data set", X=draw.array(n, d), y=draw.array(n), w=draw.away_from_zero(d, low=0.5, high=2.0), p=p)
            for n, d, p in ((5, 3, 0.3), (3, 4, 0.8))
        ]
        self.check(cases, oracle("expected_loss_grad"))


if __name__ == "__main__":
    import pytest

    raise SystemExit(pytest.main([__file__]))
