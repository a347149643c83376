"""Every mutant of the solutions is caught, but for those that compute the same; each of them is listed with why."""

import types

from conftest import FILES, ROOT
from graded import first_problem, graded_tests
from mutants import mutants_of

EQUIVALENT = ROOT / "tests/equivalent_mutants.txt"


def survivors_and_count():
    graded = graded_tests()
    survivors, count = [], 0
    for name in FILES:
        for function, what, tree in mutants_of((ROOT / "solutions" / name).read_text()):
            count += 1
            module = types.ModuleType(name[:-3])
            exec(compile(tree, name, "exec"), module.__dict__)
            if first_problem(getattr(module, function), graded[f"{name[:-3]}.{function}"]) is None:
                survivors.append(f"{name} {what}")
    return survivors, count


def test_every_mutant_is_caught_or_listed_with_its_reason():
    survivors, count = survivors_and_count()
    lines = [line for line in EQUIVALENT.read_text().splitlines() if line and not line.startswith("#")]
    reasons = dict(line.split(" # ") for line in lines)
    print(f"{count} mutants, {count - len(survivors)} caught, {len(survivors)} equivalent")
    assert count > 400
    assert all(len(reason) > 10 for reason in reasons.values())
    assert [mutant for mutant in survivors if mutant not in reasons] == []
    assert [mutant for mutant in reasons if mutant not in survivors] == []
