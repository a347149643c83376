# Another kind of syntax error.
# loses: 30
def step(w):
    w = w
	return w
