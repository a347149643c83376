# The return statement is missing.
# loses: 2
def f(p):
    answer = p
