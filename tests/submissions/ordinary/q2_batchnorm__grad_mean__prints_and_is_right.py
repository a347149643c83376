# What it prints costs nothing.
# loses: 0
_grad_mean = grad_mean


def grad_mean(dX_hat, var, eps):
    print("mean", dX_hat.shape)
    return _grad_mean(dX_hat, var, eps)
