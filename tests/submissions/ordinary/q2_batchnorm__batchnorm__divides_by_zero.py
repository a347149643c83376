# Not a number, and a warning of NumPy's.
# loses: 3
def batchnorm(X, gamma, beta, eps):
    return gamma * (X - X.mean(axis=0)) / np.zeros(X.shape[1])
