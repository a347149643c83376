"""Hidden tests of question 4: first, later and late updates, matrices, small gradients, other rates."""

from gradescope_utils.autograder_utils.decorators import number, visibility, weight

from autograder.assignment import HIDDEN_VISIBILITY as HIDDEN
from autograder.public import Case, Draw, FunctionTest, optimizer_inputs
from solutions import q4_optimizers as solution

STATE = {"t", "v"}  # what only functions with a history take
WEIGHTS = {"w", "mu", "s"}
PENALTY = {"lambda_l2", "lambda_wd", "weight_decay"}

# Numbers from elsewhere than usual.
NEAR_1 = {"beta": (0.994, 0.996, 10_000), "beta1": (0.98, 0.99, 1000), "beta2": (0.994, 0.996, 10_000)}
NEAR_0 = {"beta": (0.05, 0.2), "beta1": (0.3, 0.5), "beta2": (0.05, 0.2)}
LATE = {"beta": (0.8, 0.88), "beta1": (0.8, 0.84), "beta2": (0.86, 0.9)}
LOW_RATE = {"lr": (0.03, 0.1, 1000)}
HIGH_RATE = {"lr": (2.5, 4.0)}
TINY = {"size": 0.001, "zero": True, "eps": (2e-5, 5e-5, 10**6), "delta": (2e-7, 5e-7, 10**8)}
NO_PENALTY = dict.fromkeys(PENALTY, (0.0, 0.0))
SMALL_PENALTY = dict.fromkeys(PENALTY, (0.003, 0.009, 10_000))
LARGE_PENALTY = dict.fromkeys(PENALTY, (1.2, 3.5, 10_000))

# What kind of case, the shape of w, the number of the update, how to make it, and what a function must take for the
# kind to matter to it.
KINDS = (
    ("the first update", (5,), 1, {}, STATE),
    ("the first update, β near 1", (4,), 1, NEAR_1 | LOW_RATE, STATE),
    ("the second update, β near 1", (4,), 2, NEAR_1, STATE),
    ("the third update, β near 0", (4,), 3, NEAR_0, STATE),
    ("a late update", (3,), 30, LATE, STATE),
    ("a late update, β near 1", (4,), 400, NEAR_1, STATE),
    ("a matrix", (2, 3), 3, {}, WEIGHTS),
    ("an array with three axes", (2, 2, 3), 2, {}, WEIGHTS),
    ("tiny gradients, no decay", (4,), 5, TINY | NO_PENALTY, {"grad"}),
    ("large numbers", (4,), 3, {"size": 50.0}, {"grad", "mu", "s"}),
    ("a low rate", (4,), 2, LOW_RATE, {"grad"}),
    ("slight decay", (4,), 4, SMALL_PENALTY, {"grad"}),
    ("a high rate, strong decay", (4,), 4, HIGH_RATE | LARGE_PENALTY, {"grad"}),
)


def cases(function, *names):
    """One case of each kind that matters, with the inputs of these names."""
    draw = Draw(f"hidden q4_optimizers.{function}")
    return [
        Case(about, **optimizer_inputs(draw, shape, t, names, **options))
        for about, shape, t, options, needs in KINDS
        if needs & set(names)
    ]


class HiddenEquivalentWeightDecay(FunctionTest):
    module, function, title = "q4_optimizers", "equivalent_weight_decay", "λ_wd"

    @weight(1)
    @number("4(b)")
    @visibility(HIDDEN)
    def test_equivalent_weight_decay_elsewhere(self):
        """Your λ_wd holds for other penalties."""
        draw = Draw("hidden q4_optimizers.equivalent_weight_decay")
        cases = [
            Case("no penalty", lambda_l2=0.0),
            Case("a small penalty", lambda_l2=draw.number(0.0002, 0.0009, unit=10**6)),
            Case("a large penalty", lambda_l2=draw.number(1.2, 9.0, unit=10**6)),
        ]
        self.check(cases, solution.equivalent_weight_decay)


class HiddenSgdL2Step(FunctionTest):
    module, function, title = "q4_optimizers", "sgd_l2_step", "SGD with ℓ2"

    @weight(1)
    @number("4(b)")
    @visibility(HIDDEN)
    def test_sgd_l2_step_elsewhere(self):
        """Your step holds for weights of any shape, other rates, and decay from none to strong."""
        self.check(cases("sgd_l2_step", "w", "grad", "lr", "lambda_l2"), solution.sgd_l2_step)


class HiddenSgdWeightDecayStep(FunctionTest):
    module, function, title = "q4_optimizers", "sgd_weight_decay_step", "SGD with weight decay"

    @weight(1)
    @number("4(b)")
    @visibility(HIDDEN)
    def test_sgd_weight_decay_step_elsewhere(self):
        """Your step holds for weights of any shape, other rates, and decay from none to strong."""
        self.check(cases("sgd_weight_decay_step", "w", "grad", "lr", "lambda_wd"), solution.sgd_weight_decay_step)


class HiddenExpectedMoment(FunctionTest):
    module, function, title = "q4_optimizers", "expected_moment", "E[s] after t updates"

    @weight(1.5)
    @number("4(c)1")
    @visibility(HIDDEN)
    def test_expected_moment_elsewhere(self):
        """Your E[s] holds for the first update and for late ones, with β far from 1 and near it."""
        self.check(cases("expected_moment", "mu", "beta", "t"), solution.expected_moment)


class HiddenBiasCorrected(FunctionTest):
    module, function, title = "q4_optimizers", "bias_corrected", "the unbiased estimate"

    @weight(1.5)
    @number("4(c)1")
    @visibility(HIDDEN)
    def test_bias_corrected_elsewhere(self):
        """Your estimate holds for the first update and for late ones, with β far from 1 and near it."""
        self.check(cases("bias_corrected", "s", "beta", "t"), solution.bias_corrected)


class HiddenMomentumL2Step(FunctionTest):
    module, function, title = "q4_optimizers", "momentum_l2_step", "momentum with ℓ2"
    returns = ("w", "v")

    @weight(1.5)
    @number("4(c)2")
    @visibility(HIDDEN)
    def test_momentum_l2_step_elsewhere(self):
        """Your new w and v hold for the first update and late ones, for weights of any shape and other β."""
        self.check(cases("momentum_l2_step", "w", "v", "grad", "lr", "beta", "lambda_l2"), solution.momentum_l2_step)


class HiddenRmspropL2Step(FunctionTest):
    module, function, title = "q4_optimizers", "rmsprop_l2_step", "RMSProp with ℓ2"
    returns = ("w", "v")

    @weight(1.5)
    @number("4(c)2")
    @visibility(HIDDEN)
    def test_rmsprop_l2_step_elsewhere(self):
        """Your new w and v hold for the first update and late ones, for tiny gradients and other eps."""
        self.check(
            cases("rmsprop_l2_step", "w", "v", "grad", "lr", "beta", "eps", "lambda_l2"),
            solution.rmsprop_l2_step,
        )


class HiddenAdamL2Step(FunctionTest):
    module, function, title = "q4_optimizers", "adam_l2_step", "Adam with ℓ2"
    returns = ("w", "s", "r")

    @weight(2.5)
    @number("4(c)2")
    @visibility(HIDDEN)
    def test_adam_l2_step_elsewhere(self):
        """Your new w, s and r hold for the first update and late ones, for tiny gradients and other δ."""
        self.check(
            cases("adam_l2_step", "w", "s", "r", "grad", "t", "lr", "beta1", "beta2", "delta", "lambda_l2"),
            solution.adam_l2_step,
        )


class HiddenAdamwStep(FunctionTest):
    module, function, title = "q4_optimizers", "adamw_step", "AdamW"
    returns = ("w", "s", "r")

    @weight(3.5)
    @number("4(c)3")
    @visibility(HIDDEN)
    def test_adamw_step_elsewhere(self):
        """Your new w, s and r hold for the first update and late ones, for tiny gradients and other δ."""
        self.check(
            cases("adamw_step", "w", "s", "r", "grad", "t", "lr", "beta1", "beta2", "delta", "weight_decay"),
            solution.adamw_step,
        )
