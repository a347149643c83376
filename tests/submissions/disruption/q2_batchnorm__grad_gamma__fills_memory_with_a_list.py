# Appends to a list until there is no memory.
# loses: 3
# told: used more than 512 MB


def grad_gamma(dY, X_hat):
    kept = []
    while True:
        kept.append(bytearray(1 << 20))
