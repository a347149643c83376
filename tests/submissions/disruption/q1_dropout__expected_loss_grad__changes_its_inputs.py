# Returns the right answer and leaves zeros in its inputs, which it also reshapes and locks.
# loses: 0
# told: changes its input
_right_expected_loss_grad = expected_loss_grad


def expected_loss_grad(X, y, w, p):
    answer = _right_expected_loss_grad(X, y, w, p)
    X[...] = 0
    w[...] = 0
    X.shape = (X.size,)
    y.flags.writeable = False
    return answer
