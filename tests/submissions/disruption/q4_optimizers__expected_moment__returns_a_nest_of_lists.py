# Returns lists in lists, a hundred thousand deep.
# loses: 3
# told: returned 1 value
def expected_moment(mu, beta, t):
    nest = 1.0
    for _ in range(10**5):
        nest = [nest]
    return nest
