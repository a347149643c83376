# A list of None.
# loses: 4
def expected_loss_grad(X, y, w, p):
    return [None] * len(w)
