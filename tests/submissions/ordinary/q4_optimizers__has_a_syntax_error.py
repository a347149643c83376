# A missing colon.
# loses: 30
def step(w)
    return w
