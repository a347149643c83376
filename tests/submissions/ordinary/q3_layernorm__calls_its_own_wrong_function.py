# One mistake costs here what the student's own code makes it cost.
# loses: 8
def grad_mean(dX_hat, var, eps):
    return dX_hat.sum(axis=1)


def grad_x(dY, X, gamma, eps):
    dX_hat = dY * gamma
    return dX_hat + grad_mean(dX_hat, X.var(axis=1), eps)[:, np.newaxis]
