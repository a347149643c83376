# The call itself fails.
# loses: 4
def grad_var(dX_hat, X, mean, var):
    return var
