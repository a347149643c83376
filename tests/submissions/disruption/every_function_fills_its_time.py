# Every call of every function sleeps for most of what one call may take.
# loses: 100
# told: what was left of the {RUN_BUDGET_SECONDS:g} s that all functions have
import time


def _instead(*args):
    time.sleep(1.5)


for _name, _function in list(globals().items()):
    if getattr(_function, "__module__", None) == __name__ and not _name.startswith("_"):
        globals()[_name] = _instead
