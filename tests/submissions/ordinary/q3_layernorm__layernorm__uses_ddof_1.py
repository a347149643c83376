# A known mistake: the variance with N − 1.
# loses: 3
def layernorm(X, gamma, beta, eps):
    deviation = np.sqrt(X.var(axis=1, ddof=1, keepdims=True) + eps)
    return gamma * (X - X.mean(axis=1, keepdims=True)) / deviation + beta
