# (w, r, s) for (w, s, r).
# loses: 5
_adam_l2_step = adam_l2_step


def adam_l2_step(*inputs):
    w, s, r = _adam_l2_step(*inputs)
    return w, r, s
