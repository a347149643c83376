# Every function loops; each row still gets its line.
# loses: 100
# told: did not return within {CALL_TIMEOUT_SECONDS:g} s


def _instead(*args):
    while True:
        pass


for _name, _function in list(globals().items()):
    if getattr(_function, "__module__", None) == __name__ and not _name.startswith("_"):
        globals()[_name] = _instead
