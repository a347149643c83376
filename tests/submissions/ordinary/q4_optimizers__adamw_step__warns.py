# A warning of its own is no error.
# loses: 0
import warnings

_adamw_step = adamw_step


def adamw_step(*inputs):
    warnings.warn("slow", stacklevel=1)
    return _adamw_step(*inputs)
