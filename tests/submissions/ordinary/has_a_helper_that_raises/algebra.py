def gradient(dY, X, gamma, eps):
    return dY * missing
