# A right answer in single precision.
# loses: 0
_second_moment = second_moment


def second_moment(p, d):
    return _second_moment(np.float32(p), d).astype(np.float32)
