# Returns a dictionary, a string that looks like a number, and bytes.
# loses: 5
# told: returned a value of type dict
def adam_l2_step(w, s, r, grad, t, lr, beta1, beta2, delta, lambda_l2):
    return {"w": w}, "0.5" * 10**6, b"1.0"
