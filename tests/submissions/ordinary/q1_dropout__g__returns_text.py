# A number as text is no number.
# loses: 3
def g(p):
    return str(p * (1 - p))
