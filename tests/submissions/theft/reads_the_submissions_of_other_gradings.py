# Looks into every folder of a grading but its own, for somebody else's functions.
# told: raised LookupError: no other grading
# prepare: mkdir -p /tmp/cs148a-other123/submission
# prepare: printf 'def f(p):\n    return p\n' > /tmp/cs148a-other123/submission/q1_dropout.py
# prepare: chown 0:54200 /tmp/cs148a-other123; chmod 0710 /tmp/cs148a-other123
import glob
import os


def _answer(*args):
    found = glob.glob("/tmp/cs148a-*/submission/*") + glob.glob("/var/tmp/cs148a-*/submission/*")
    for folder in ("/tmp", "/var/tmp"):
        for name in ("cs148a-other123",):
            if os.path.exists(f"{folder}/{name}/submission/q1_dropout.py"):
                found.append(folder)
    own = os.path.dirname(os.path.abspath(__file__))
    if any(not path.startswith(own) for path in found):
        raise ValueError(f"another grading: {found}")
    raise LookupError("no other grading")


for _name, _stub in list(globals().items()):
    if getattr(_stub, "__module__", None) == __name__ and not _name.startswith("_"):
        globals()[_name] = _answer
