# Raises an exception group in a group, a thousand deep, of ten thousand errors.
# loses: 2
# told: raise error
import builtins


def grad_beta(dY):
    group = getattr(builtins, "ExceptionGroup", lambda message, errors: errors[0])  # Python 3.11 and newer have it
    error = group("many", [ValueError(k) for k in range(10000)])
    for _ in range(1000):
        error = group("deep", [error])
    raise error
