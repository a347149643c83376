# The right numbers in the wrong shape.
# loses: 2
def gamma(X):
    return np.sqrt((X**2).sum(axis=0))
