# An exception that NumPy raises, from a function of the student's own.
# loses: 2
def _residual(X, y, w):
    return y - X.T @ w


def dropout_loss(X, y, w, mask):
    return float(np.sum(_residual(X, y, mask * w) ** 2))
