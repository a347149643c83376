# The name is taken by something else.
# loses: 1
grad_x_hat = 3.0
