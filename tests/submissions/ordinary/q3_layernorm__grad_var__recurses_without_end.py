# Calls itself.
# loses: 2
def grad_var(dX_hat, X, mean, var, eps):
    return grad_var(dX_hat, X, mean, var, eps)
