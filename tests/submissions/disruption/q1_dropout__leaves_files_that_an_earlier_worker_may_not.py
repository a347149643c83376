# One function writes where anyone may; those after it find nothing of that, nor a disk that it filled.
# loses: 0
# told: Found all 4 files.
import os

_right_f, _right_g = f, g
_PLACES = ("/tmp", "/var/tmp", "/dev/shm", "/run/lock", "/var/lock", "/var/crash", ".")


def f(p):
    for place in _PLACES:
        try:
            with open(f"{place}/left-by-f", "wb") as file:
                file.write(b"x" * (1 << 20))
        except OSError:
            pass
    return _right_f(p)


def g(p):
    if found := [place for place in _PLACES if os.path.lexists(f"{place}/left-by-f")]:
        raise ValueError(f"still there: {found}")
    return _right_g(p)
