# Both parts in one array.
# loses: 0
_momentum_l2_step = momentum_l2_step


def momentum_l2_step(w, v, grad, lr, beta, lambda_l2):
    return np.stack(_momentum_l2_step(w, v, grad, lr, beta, lambda_l2))
