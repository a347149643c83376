"""Question 4: ℓ2 and weight decay through SGD, momentum, RMSProp, Adam and AdamW. The penalty is λ‖w‖²."""

from checks import Case, FunctionTest, oracle
from gradescope_utils.autograder_utils.decorators import number, visibility, weight
from inputs import Draw, optimizer_inputs

UPDATES = (("the first update", (4,), 1), ("a later update", (3,), 4))
STEPS = (("four weights", (4,), 1), ("three weights", (3,), 4))


def cases(function, kinds, *names):
    """One case of each kind; δ and eps are large enough to show."""
    draw = Draw(f"public q4_optimizers.{function}")
    return [Case(about, **optimizer_inputs(draw, shape, t, names)) for about, shape, t in kinds]


class EquivalentWeightDecay(FunctionTest):
    module, function, title = "q4_optimizers", "equivalent_weight_decay", "λ_wd"

    @weight(1)
    @number("4(b)")
    @visibility("visible")
    def test_equivalent_weight_decay(self):
        """Your λ_wd makes weight decay pull on a weight just as the penalty's gradient does."""
        draw = Draw("public equivalent_weight_decay")
        cases = [Case("a penalty", lambda_l2=draw.number(0.2, 0.6)) for _ in range(2)]
        self.check(cases, oracle("equivalent_weight_decay"))


class SgdL2Step(FunctionTest):
    module, function, title = "q4_optimizers", "sgd_l2_step", "SGD with ℓ2"

    @weight(1)
    @number("4(b)")
    @visibility("visible")
    def test_sgd_l2_step(self):
        """Your step agrees with torch.optim.SGD on the gradient of L + λ‖w‖²."""
        self.check(cases("sgd_l2_step", STEPS, "w", "grad", "lr", "lambda_l2"), oracle("sgd_l2_step"))


class SgdWeightDecayStep(FunctionTest):
    module, function, title = "q4_optimizers", "sgd_weight_decay_step", "SGD with weight decay"

    @weight(1)
    @number("4(b)")
    @visibility("visible")
    def test_sgd_weight_decay_step(self):
        """Your step agrees with torch.optim.SGD with weight_decay."""
        self.check(
            cases("sgd_weight_decay_step", STEPS, "w", "grad", "lr", "lambda_wd"), oracle("sgd_weight_decay_step")
        )


class ExpectedMoment(FunctionTest):
    module, function, title = "q4_optimizers", "expected_moment", "E[s] after t updates"

    @weight(1.5)
    @number("4(c)1")
    @visibility("visible")
    def test_expected_moment(self):
        """Your E[s] is what t updates of the moving average make of it, from zero."""
        self.check(cases("expected_moment", UPDATES, "mu", "beta", "t"), oracle("expected_moment"))


class BiasCorrected(FunctionTest):
    module, function, title = "q4_optimizers", "bias_corrected", "the unbiased estimate"

    @weight(1.5)
    @number("4(c)1")
    @visibility("visible")
    def test_bias_corrected(self):
        """Your estimate undoes what t updates of the moving average do to a constant gradient."""
        self.check(cases("bias_corrected", UPDATES, "s", "beta", "t"), oracle("bias_corrected"))


class MomentumL2Step(FunctionTest):
    module, function, title = "q4_optimizers", "momentum_l2_step", "momentum with ℓ2"
    returns = ("w", "v")

    @weight(1.5)
    @number("4(c)2")
    @visibility("visible")
    def test_momentum_l2_step(self):
        """Your new w and v agree with torch.optim.SGD with momentum on the gradient of L + λ‖w‖²."""
        self.check(
            cases("momentum_l2_step", UPDATES, "w", "v", "grad", "lr", "beta", "lambda_l2"), oracle("momentum_l2_step")
        )


class RmspropL2Step(FunctionTest):
    module, function, title = "q4_optimizers", "rmsprop_l2_step", "RMSProp with ℓ2"
    returns = ("w", "v")

    @weight(1.5)
    @number("4(c)2")
    @visibility("visible")
    def test_rmsprop_l2_step(self):
        """Your new w and v agree with torch.optim.RMSprop on the gradient of L + λ‖w‖²."""
        self.check(
            cases("rmsprop_l2_step", UPDATES, "w", "v", "grad", "lr", "beta", "eps", "lambda_l2"),
            oracle("rmsprop_l2_step"),
        )


class AdamL2Step(FunctionTest):
    module, function, title = "q4_optimizers", "adam_l2_step", "Adam with ℓ2"
    returns = ("w", "s", "r")

    @weight(2.5)
    @number("4(c)2")
    @visibility("visible")
    def test_adam_l2_step(self):
        """Your new w, s and r agree with torch.optim.Adam on the gradient of L + λ‖w‖², δ inside the root."""
        self.check(
            cases("adam_l2_step", UPDATES, "w", "s", "r", "grad", "t", "lr", "beta1", "beta2", "delta", "lambda_l2"),
            oracle("adam_l2_step"),
        )


class AdamwStep(FunctionTest):
    module, function, title = "q4_optimizers", "adamw_step", "AdamW"
    returns = ("w", "s", "r")

    @weight(3.5)
    @number("4(c)3")
    @visibility("visible")
    def test_adamw_step(self):
        """Your new w, s and r agree with torch.optim.AdamW, δ inside the root."""
        self.check(
            cases("adamw_step", UPDATES, "w", "s", "r", "grad", "t", "lr", "beta1", "beta2", "delta", "weight_decay"),
            oracle("adamw_step"),
        )


if __name__ == "__main__":
    import pytest

    raise SystemExit(pytest.main([__file__]))
