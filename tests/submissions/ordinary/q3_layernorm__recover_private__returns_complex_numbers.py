# A root of a negative number.
# loses: 4
def recover_private(Y, gamma, beta):
    return np.sqrt(Y.astype(complex))
