# Deleted, or never written under this name.
# loses: 8
def grad_X(dY, X, gamma, eps):
    return dY


del grad_x
