# sys.exit in a function.
# loses: 2
def sgd_weight_decay_step(w, grad, lr, lambda_wd):
    raise SystemExit("not today")
