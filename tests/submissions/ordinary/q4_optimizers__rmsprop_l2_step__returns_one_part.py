# w without v.
# loses: 3
_rmsprop_l2_step = rmsprop_l2_step


def rmsprop_l2_step(w, v, grad, lr, beta, eps, lambda_l2):
    return _rmsprop_l2_step(w, v, grad, lr, beta, eps, lambda_l2)[0]
