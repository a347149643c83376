"""Every sentence about a wrong answer is true of it: probing answers for all 33 functions, and what they are told."""

import re
from functools import cache

import numpy as np
import pytest
from graded import graded_tests, told
from sweeps import sampled

LOOK = "Look for a division by zero, a root or log of what is negative or zero, an entry never filled in."
FUNCTIONS = tuple(graded_tests())
WHOLE = ("q3_layernorm.leakage_count", "q3_layernorm.leaked_entries")  # there the type is told first


@cache
def graded():
    return graded_tests()


def each(change):
    """`change` of every part of an expected answer, as floats."""

    def answer(case, want):
        parts = [change(np.asarray(part, dtype=float)) for part in (want if isinstance(want, tuple) else (want,))]
        return tuple(parts) if isinstance(want, tuple) else parts[0]

    return answer


def full(number):
    return each(lambda want: np.full(want.shape, number))


def with_noise(number):
    random = np.random.default_rng(1)
    return each(lambda want: number + random.normal(size=want.shape))


def frozen(want):
    return np.random.default_rng(want.size).normal(size=want.shape)


# The answer in place of each expected one, what every failing row says of it, and what none says.
PROBES = {
    "zero": (full(0.0), r"[Tt]he answer is (zero|all zeros)\.", r"round|plus|times|right only"),
    "minus zero": (full(-0.0), r"[Tt]he answer is (zero|all zeros)\.", r"round|plus|times"),
    "1e-300": (full(1e-300), r"nearly zero, far smaller than expected|but for rounding|not whole", r"all zeros|plus"),
    "1e6": (full(1e6), r"the same (number, )?in every case, whatever the arguments", r"plus|times"),
    "1e12": (full(1e12), r"the same (number, )?in every case, whatever the arguments", r"plus|times"),
    "the largest number": (full(1.7e308), r"the same (number, )?in every case", r"plus|times|\d{30}"),
    "a time": (full(1732500000.25), r"the same (number, )?in every case|not whole", r"plus|times"),
    "1e12 and noise": (with_noise(1e12), r"one and the same number, far larger|not whole", r"plus|times"),
    "a large constant added": (
        each(lambda want: want + 2**26), r"expected one plus a constant|the same in every case", r"exactly",
    ),
    "five added": (each(lambda want: want + 5), r"he answer is the expected one plus exactly 5\.", r"[Rr]ight only"),
    "a huge factor": (each(lambda want: want * 1e300), r"a constant times the expected one", r"\d{30}"),
    "nan": (each(lambda want: want * np.nan), r"is not finite\n[^$]*[Ll]ook for a division by zero", r"not whole"),
    "infinity": (full(np.inf), r"is not finite\n[^$]*[Ll]ook for a division by zero", r"not whole"),
    "frozen": (
        each(frozen), r"whatever the arguments|entries are off|True and False|not whole", r"round|plus|times|float16",
    ),
    "its mean everywhere": (
        each(lambda want: np.full(want.shape, want.mean())),
        r"all entries are one and the same number, where|nearly zero|same number, in every case|True and", r"plus",
    ),
}  # fmt: skip


@pytest.mark.parametrize("probe", sampled(list(PROBES), 5))
def test_a_probing_answer_is_told_what_is_true_of_it(probe):
    answer_of, said, unsaid = PROBES[probe]
    read = {function: told(answer_of, graded()[function]) for function in FUNCTIONS}
    assert sum(map(bool, read.values())) >= 25
    for function, rows in read.items():
        for row in rows:
            hint = row.partition("  hint      ")[2]
            assert re.search(said, row), (function, row)
            assert not re.search(unsaid, hint), (function, row)


def one(function, answer_of):
    """The rows of one function with the answers of `answer_of(inputs, want)`."""
    return told(lambda case, want: answer_of(case.inputs, want), graded()[function])


def test_zeros_are_told_before_digits():
    for row in one("q1_dropout.g", lambda x, want: x["p"] * 1 - x["p"]):
        assert row.endswith("hint      The answer is zero.")


NEVER_ASSIGNED = [
    ("momentum_l2_step", lambda x, a: (None, a[1]), "w, of (w, v), is None: was it never assigned?"),
    ("rmsprop_l2_step", lambda x, a: [a[0], None], "v, of (w, v), is None: was it never assigned?"),
    ("adam_l2_step", lambda x, a: (a[0], None, None), "s and r, of (w, s, r), are None: were they never assigned?"),
    ("adamw_step", lambda x, a: (None, None, None), "w, s and r, of (w, s, r), are None: were they never assigned?"),
    ("sgd_l2_step", lambda x, a: [None, *a[1:]], "Number 0 of them, counted from 0, is None: was it never assigned?"),
    ("momentum_l2_step", lambda x, a: None, "Is a return statement missing?"),
]


@pytest.mark.parametrize(("function", "answer_of", "hint"), NEVER_ASSIGNED)
def test_a_part_that_is_none_is_named(function, answer_of, hint):
    for row in one(f"q4_optimizers.{function}", answer_of):
        assert row.endswith(f"hint      {hint}"), row


def not_finite(x, a):
    """Adam's w with t − 1 in the power and δ outside of the root."""
    t = x["t"] - 1
    s, r = a[1:]
    step = x["lr"] * (s / (1 - np.float64(x["beta1"]) ** t)) / (np.sqrt(r / (1 - np.float64(x["beta2"]) ** t)) + 0.1)
    return x["w"] - step, s, r


def test_what_is_right_is_told_beside_what_is_not_finite_and_never_instead():
    for function in ("adam_l2_step", "adamw_step"):
        public, hidden = one(f"q4_optimizers.{function}", not_finite)
        assert f"s and r are right. In w, not finite at t = 1, finite at t = 4. {LOOK}" in public
        assert "s and r are right. In w, not finite at t = 1, finite at t = 2, 3" in hidden
    (public, _) = one("q4_optimizers.momentum_l2_step", lambda x, a: (a[0], a[1] * np.inf))
    assert f"w is right. In v, {LOOK[0].lower()}{LOOK[1:]}" in public
    (public, _) = one("q4_optimizers.adam_l2_step", lambda x, a: (2 * a[0], a[1] * np.nan, a[2]))
    assert f"r is right. In w, the answer is exactly 2 times the expected one. In s, {LOOK[0].lower()}" in public
    (hidden,) = one("q2_batchnorm.batchnorm", lambda x, a: a * np.where(x["X"].var(axis=0) > 0, 1, np.nan))
    assert f"hint      Not finite only here: a constant column. {LOOK}" in hidden


def decayed_once(x, a):
    """AdamW's answer with an r that is right only where everything is tiny."""
    return a[0], a[1], a[2] + 0.01


def test_a_kind_of_case_is_named_by_what_the_part_depends_on():
    rows = [*one("q4_optimizers.adamw_step", decayed_once), *one("q4_optimizers.adam_l2_step", decayed_once)]
    rows += one("q4_optimizers.adamw_step", lambda x, a: (a[0], a[1], a[2] * (1 if x["weight_decay"] == 0 else 3)))
    rows += one("q4_optimizers.adamw_step", lambda x, a: (a[0], a[1] * (1 if x["lr"] < 0.2 else 3), a[2]))
    rows += one("q4_optimizers.momentum_l2_step", lambda x, a: (a[0], a[1] * (1 if x["lr"] < 0.2 else 3)))
    assert len(rows) >= 6
    for row in rows:
        assert not re.search(r"In [wsrv].*(decay|rate)", row), row
    _, hidden = one("q4_optimizers.adamw_step", lambda x, a: (a[0] * (1 if x["weight_decay"] == 0 else 3), a[1], a[2]))
    assert "In w, right only here: tiny gradients, no decay. Elsewhere: the answer is exactly 3 times" in hidden
    _, hidden = one("q4_optimizers.adam_l2_step", lambda x, a: (a[0], a[1], x["r"] / 2 + a[2] - x["beta2"] * x["r"]))
    assert "w and s are right. In r, right where the r that comes in is zero, wrong elsewhere." in hidden


def test_what_a_part_does_not_depend_on_is_so_in_the_solutions():
    from autograder.mistakes.general.places import NOT_OF
    from solutions import q4_optimizers

    words = {"rate": ("lr",), "weight decay": ("weight_decay",)}
    for function, tests in graded().items():
        for test in tests:
            for name in [name for part in test.parts for word in NOT_OF.get(part, ()) for name in words[word]]:
                case, solution = test.cases[-1], getattr(q4_optimizers, function.partition(".")[2])
                if name in case.inputs:
                    changed = solution(*(case.inputs | {name: case.inputs[name] + 1}).values())
                    for part, before, after in zip(test.parts, solution(*case.args), changed):
                        foreign = name in [n for word in NOT_OF.get(part, ()) for n in words[word]]
                        assert np.array_equal(before, after) == foreign


def test_a_precision_is_told_only_where_it_is_that():
    (public, _) = one("q1_dropout.expected_loss", lambda x, want: float(np.float16(want)))
    assert "has the precision of float16" in public
    for function in ("q1_dropout.expected_loss", "q2_batchnorm.grad_x", "q3_layernorm.layernorm"):
        for row in one(function, lambda x, want: np.round(np.asarray(want) * 2) / 2):
            assert "float16" not in row
    (public, _) = one("q3_layernorm.layernorm", lambda x, want: np.trunc(want))
    assert "cut to whole numbers" in public
    (public, _) = one("q3_layernorm.layernorm", lambda x, want: np.round(want))
    assert "rounded to whole numbers" in public
