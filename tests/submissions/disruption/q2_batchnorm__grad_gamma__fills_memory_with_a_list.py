# Appends to a list until there is no memory.
# loses: 3
# told: used more than 512 MB | did not return within {CALL_TIMEOUT_SECONDS:g} s


def grad_gamma(dY, X_hat):
    kept = []
    while True:
        kept.append(bytearray(1 << 20))
