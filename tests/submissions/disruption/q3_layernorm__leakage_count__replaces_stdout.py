# Returns the right answer after it closed stdout and put objects in place of both streams.
# loses: 0
# told: Found all 4 files.
import sys

_right_leakage_count = leakage_count


class _Stream:
    def flush(self):
        raise SystemExit("from flush")

    def __getattr__(self, name):
        raise KeyboardInterrupt(name)


def leakage_count(n, affine):
    if type(sys.stdout) is not _Stream:
        sys.stdout.close()
    sys.stdout = sys.__stdout__ = _Stream()
    sys.stderr = sys.__stderr__ = None
    return _right_leakage_count(n, affine)
