# Raises an error with a message of 10 MB, from a cause and a context of the same size.
# loses: 4
# told: raised ValueError: mmmm
def expected_loss_grad(X, y, w, p):
    try:
        raise KeyError("k" * 10**7)
    except KeyError as cause:
        raise ValueError("m" * 10**7) from cause
