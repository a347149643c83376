# Raises an error whose str, repr, format and attributes raise in turn.
# loses: 3
# told: raised Unprintable: (its message cannot be printed)
class Unprintable(Exception):
    def __str__(self):
        raise SystemExit("from str")

    __repr__ = __format__ = __getstate__ = __str__
    args = property(__str__)
    __notes__ = property(__str__)


def second_moment(p, d):
    raise Unprintable
