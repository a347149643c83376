# NumPy raises where it would warn; its setting stays with it.
# loses: 0
_sgd_l2_step = sgd_l2_step


def sgd_l2_step(w, grad, lr, lambda_l2):
    np.seterr(all="raise")
    np.set_printoptions(precision=1)
    return _sgd_l2_step(w, grad, lr, lambda_l2)
