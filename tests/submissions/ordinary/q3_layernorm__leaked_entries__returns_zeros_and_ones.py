# 0 and 1 count as booleans.
# loses: 0
_leaked_entries = leaked_entries


def leaked_entries(n, affine):
    return _leaked_entries(n, affine).astype(int)
