# 16.0 counts as 16.
# loses: 0
_leakage_count = leakage_count


def leakage_count(n, affine):
    return float(_leakage_count(n, affine))
