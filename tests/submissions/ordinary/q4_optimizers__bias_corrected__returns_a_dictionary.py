# The name of the answer beside it.
# loses: 3
def bias_corrected(s, beta, t):
    return {"s": s}
