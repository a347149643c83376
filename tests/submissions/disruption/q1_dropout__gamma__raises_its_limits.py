# Raises every limit on its process as far as it may, then fills memory.
# loses: 2
# told: used more than 512 MB | did not return within {CALL_TIMEOUT_SECONDS:g} s
import os
import resource


def gamma(X):
    for name in dir(resource):
        if name.startswith("RLIMIT_"):
            limit = getattr(resource, name)
            for value in (resource.RLIM_INFINITY, resource.getrlimit(limit)[1]):
                try:
                    resource.setrlimit(limit, (value, value))
                except (OSError, ValueError):
                    pass
    try:
        os.nice(-20)
    except OSError:
        pass
    kept = []
    while True:
        kept.append(bytearray(b"x" * (1 << 20)))
