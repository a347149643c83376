# Never returns, and never sleeps.
# loses: 2
# told: f(p=
# told: did not return within {CALL_TIMEOUT_SECONDS:g} s


def f(p):
    while True:
        pass
