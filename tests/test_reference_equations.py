"""Every displayed formula of the pages in solutions/, read as it stands there and evaluated. 10 seconds."""

from collections import Counter
from functools import cache

import numpy as np
import pytest
from reference import pages
from reference.evaluate import DoesNotHold, check
from reference.latex import Unreadable
from reference.settings import OF_QUESTION, oracle, settings, solution
from sweeps import sampled

from autograder import assignment

EQUATIONS = {formula.id: formula.latex for formula in pages.every_displayed() if formula.id}
FUNCTIONS = [f"{module}.{name}" for module, names in assignment.FUNCTIONS.items() for name in names]
UNSEEN = {  # leaves that no value can make wrong, by their place in the formula, and why
    "q2-zero-path": ({1: "2", 2: "N"}, "factors of a sum that is zero"),
    "q3-grad-mean": ({13: "2", 14: "D"}, "factors of a sum that is zero"),
    "q2-properties": ({7: "\\mu_j"}, "any constant may be taken off, since the gradient adds up to zero"),
    "errata-gamma": ({19: "p", 20: "1", 21: "p", 23: "2"}, "the wrong penalty is zero, whatever it is scaled by"),
    "errata-grad-x": ({7: "2"}, "the variance is 1, as is its every power"),
    "errata-bias": ({12: "\\beta"}, "its power 0 is 1"),
    "errata-momentum": ({9: "\\beta", 11: "1", 12: "\\beta"}, "factors of a state and a gradient that are zero"),
}

solved = cache(lambda: settings(solution))
by_force = cache(lambda: settings(oracle))


def falsified(name, part):
    """The solutions with one answer of one function wrong: its part `part` where it returns several."""

    def answer(wanted):
        function = solution(wanted)
        return function if wanted != name else lambda *arguments: spoil(function(*arguments), part)

    return answer


def spoil(value, part):
    if isinstance(value, tuple):
        return tuple(spoil(entry, 0) if k == part else entry for k, entry in enumerate(value))
    return ~value if np.asarray(value).dtype == bool else value * 1.37 + 0.11


def holds(equation, where):
    try:
        check(EQUATIONS[equation], where)
    except DoesNotHold:
        return False
    return True


def test_every_displayed_formula_has_one_name_and_one_check_and_every_check_a_formula():
    names = Counter(formula.id for formula in pages.every_displayed())
    assert names.pop("", 0) == 0, "a formula without a name"
    assert set(names.values()) == {1}
    assert set(names) == set(solved())


@pytest.mark.parametrize("equation", EQUATIONS)
@pytest.mark.parametrize("source", [solved, by_force], ids=["solutions", "oracles"])
def test_it_holds(equation, source):
    for where in source()[equation]:
        check(EQUATIONS[equation], where)


@pytest.mark.parametrize("equation", sampled(list(EQUATIONS), 4))
def test_a_change_of_any_number_or_name_in_it_is_noticed(equation):
    latex, places = EQUATIONS[equation], solved()[equation]
    unseen = {}
    for k, leaf in enumerate(check(latex, places[0])):
        for where in reversed(places):  # numbers first: they fail fast
            try:
                check(latex, where, disturb=k)
            except DoesNotHold:
                break
        else:
            unseen[k] = leaf
    assert unseen == UNSEEN.get(equation, ({}, ""))[0]


@pytest.mark.parametrize("name", sampled(FUNCTIONS, 4))
def test_a_wrong_function_contradicts_a_formula_beside_its_link(name):
    (section,) = {result.section for result in pages.results() if result.name == name}
    beside = [match["id"] for match in pages.DISPLAYED.finditer(section.text)]
    parts = {"momentum_l2_step": 2, "rmsprop_l2_step": 2, "adam_l2_step": 3, "adamw_step": 3}
    for part in range(parts.get(name.partition(".")[2], 1)):
        wrong = settings(falsified(name, part), OF_QUESTION[name[:2]])
        assert not all(holds(equation, where) for equation in beside for where in wrong[equation]), f"part {part}"


@pytest.mark.parametrize(
    ("latex", "reason"),
    [
        ("f(p) \\approx p", "no relation"),
        ("f(p) = \\pm p", "pm"),
        ("p", "no relation"),
        ("p = q", "stands for nothing"),
        ("p = \\int p", "int"),
    ],
)
def test_what_the_checks_cannot_follow_cannot_stand_on_a_page(latex, reason):
    with pytest.raises(Unreadable, match=reason):
        check(latex, solved()["q1-f-and-g"][1])
