# Right, but leaves its inputs changed.
# loses: 0
_expected_loss_grad = expected_loss_grad


def expected_loss_grad(X, y, w, p):
    answer = _expected_loss_grad(X, y, w, p)
    X *= 2
    w -= 1
    return answer
