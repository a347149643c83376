# The right numbers in a list.
# loses: 0
_grad_gamma = grad_gamma


def grad_gamma(dY, X_hat):
    return _grad_gamma(dY, X_hat).tolist()
