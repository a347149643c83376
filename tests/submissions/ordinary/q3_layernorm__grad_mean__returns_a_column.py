# Shape (N, 1) where (N,) is asked for.
# loses: 2
_grad_mean = grad_mean


def grad_mean(dX_hat, var, eps):
    return _grad_mean(dX_hat, var, eps)[:, np.newaxis]
