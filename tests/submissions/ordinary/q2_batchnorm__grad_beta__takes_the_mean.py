# A known mistake: Gradescope's hint names it.
# loses: 2
def grad_beta(dY):
    return dY.mean(axis=0)
