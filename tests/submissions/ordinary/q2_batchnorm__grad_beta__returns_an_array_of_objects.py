# The right numbers as objects.
# loses: 2
_grad_beta = grad_beta


def grad_beta(dY):
    return _grad_beta(dY).astype(object)
