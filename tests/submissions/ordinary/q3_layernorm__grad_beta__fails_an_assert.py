# An assert without a message.
# loses: 1
def grad_beta(dY):
    assert dY.shape[0] == dY.shape[1]
    return dY.sum(axis=0)
