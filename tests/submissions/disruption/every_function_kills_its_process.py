# Every function kills its process, at once.
# loses: 100
# told: ended its process with signal 9
import os


def _instead(*args):
    os.kill(os.getpid(), 9)


for _name, _function in list(globals().items()):
    if getattr(_function, "__module__", None) == __name__ and not _name.startswith("_"):
        globals()[_name] = _instead
