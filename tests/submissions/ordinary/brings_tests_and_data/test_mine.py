import q1_dropout


def test_f():
    assert q1_dropout.f(0.5) == 0.5
