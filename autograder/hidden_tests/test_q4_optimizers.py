"""Hidden tests of question 4: first, later and late updates, matrices, small gradients, other rates."""

from gradescope_utils.autograder_utils.decorators import visibility, weight

from autograder.assignment import HIDDEN_VISIBILITY as HIDDEN
from autograder.hidden_tests import optimizer_kinds
from autograder.hidden_tests.hidden_test import HiddenTest, parameters_of
from autograder.public import Case, Draw
from solutions import q4_optimizers as solution


def cases(function):
    """One case of each kind that matters to `function`, a solution, with the inputs that it takes."""
    return optimizer_kinds.cases(f"hidden q4_optimizers.{function.__name__}", parameters_of(function))


class HiddenEquivalentWeightDecay(HiddenTest):
    module, function = "q4_optimizers", "equivalent_weight_decay"

    @weight(1)
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


class HiddenSgdL2Step(HiddenTest):
    module, function = "q4_optimizers", "sgd_l2_step"

    @weight(1)
    @visibility(HIDDEN)
    def test_sgd_l2_step_elsewhere(self):
        """Your step holds for weights of any shape, other rates, and decay from none to strong."""
        self.check(cases(solution.sgd_l2_step), solution.sgd_l2_step)


class HiddenSgdWeightDecayStep(HiddenTest):
    module, function = "q4_optimizers", "sgd_weight_decay_step"

    @weight(1)
    @visibility(HIDDEN)
    def test_sgd_weight_decay_step_elsewhere(self):
        """Your step holds for weights of any shape, other rates, and decay from none to strong."""
        self.check(cases(solution.sgd_weight_decay_step), solution.sgd_weight_decay_step)


class HiddenExpectedMoment(HiddenTest):
    module, function = "q4_optimizers", "expected_moment"

    @weight(1.5)
    @visibility(HIDDEN)
    def test_expected_moment_elsewhere(self):
        """Your E[s] holds for the first update and for late ones, with β far from 1 and near it."""
        self.check(cases(solution.expected_moment), solution.expected_moment)


class HiddenBiasCorrected(HiddenTest):
    module, function = "q4_optimizers", "bias_corrected"

    @weight(1.5)
    @visibility(HIDDEN)
    def test_bias_corrected_elsewhere(self):
        """Your estimate holds for the first update and for late ones, with β far from 1 and near it."""
        self.check(cases(solution.bias_corrected), solution.bias_corrected)


class HiddenMomentumL2Step(HiddenTest):
    module, function = "q4_optimizers", "momentum_l2_step"

    @weight(1.5)
    @visibility(HIDDEN)
    def test_momentum_l2_step_elsewhere(self):
        """Your new w and v hold for the first update and late ones, for weights of any shape and other β."""
        self.check(cases(solution.momentum_l2_step), solution.momentum_l2_step)


class HiddenRmspropL2Step(HiddenTest):
    module, function = "q4_optimizers", "rmsprop_l2_step"

    @weight(1.5)
    @visibility(HIDDEN)
    def test_rmsprop_l2_step_elsewhere(self):
        """Your new w and v hold for the first update and late ones, for tiny gradients and other eps."""
        self.check(
            cases(solution.rmsprop_l2_step),
            solution.rmsprop_l2_step,
        )


class HiddenAdamL2Step(HiddenTest):
    module, function = "q4_optimizers", "adam_l2_step"

    @weight(2.5)
    @visibility(HIDDEN)
    def test_adam_l2_step_elsewhere(self):
        """Your new w, s and r hold for the first update and late ones, for tiny gradients and other δ."""
        self.check(
            cases(solution.adam_l2_step),
            solution.adam_l2_step,
        )


class HiddenAdamwStep(HiddenTest):
    module, function = "q4_optimizers", "adamw_step"

    @weight(3.5)
    @visibility(HIDDEN)
    def test_adamw_step_elsewhere(self):
        """Your new w, s and r hold for the first update and late ones, for tiny gradients and other δ."""
        self.check(
            cases(solution.adamw_step),
            solution.adamw_step,
        )
