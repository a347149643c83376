# Returns a generator that never ends.
# loses: 2
# told: returned a generator
def equivalent_weight_decay(lambda_l2):
    while True:
        yield 2 * lambda_l2
