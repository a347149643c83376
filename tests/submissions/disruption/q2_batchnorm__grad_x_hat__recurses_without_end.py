# Calls itself until Python stops it.
# loses: 2
# told: raised RecursionError: maximum recursion depth exceeded
def grad_x_hat(dY, gamma):
    return grad_x_hat(dY, gamma) + 1
