"""In the container, what the platform does around one grading, and a look at what the grading left.

    python3 inside.py '{"prepare": "shell commands", "limits": {"CALL_TIMEOUT_SECONDS": 1.0},
                        "secret": "...", "watch": 2}'

Prepares as `unzip` could have (links that a zip can hold), plants the secret where a student must not look, runs
./run_autograder with its output in results/stdout, and prints one JSON object: what is left right afterwards and,
`watch` seconds later, once more.
"""

import hashlib
import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

AUTOGRADER = Path("/autograder")
SECRET_FILES = ("solutions/q1_dropout.py", "solutions/q2_batchnorm.py", "autograder/hidden_tests/test_q1_dropout.py")
FREE_FOLDERS = ("/tmp", "/dev/shm", "/dev/mqueue", "/run/lock")  # in memory; others are seen from outside


def plant(secret):
    """Put `secret` at the end of files that only the grader may read, and into the platform's own."""
    for name in SECRET_FILES:
        with (AUTOGRADER / "source" / name).open("a") as file:
            file.write(f"\nSECRET = {secret!r}\n")
    metadata = {"id": 1, "users": [{"id": 2, "email": f"{secret}@example.org", "name": secret}]}
    (AUTOGRADER / "submission_metadata.json").write_text(json.dumps(metadata))


def scale(limits):
    """Give the image's assignment.py other limits."""
    path = AUTOGRADER / "source/autograder/assignment.py"
    text = path.read_text()
    for name, value in limits.items():
        text, count = re.subn(rf"^{name} = \S+", f"{name} = {value}", text, flags=re.MULTILINE)
        assert count == 1, f"assignment.py has no limit {name}"
    path.write_text(text)


def processes():
    """Every process but this one and the kernel's, as `user command`; the dead that nobody collected do not count."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            status = dict(
                line.split(":\t", 1) for line in (folder / "status").read_text().splitlines() if ":\t" in line
            )
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")[:200]
        except OSError:
            continue
        if int(folder.name) != os.getpid() and not status["State"].startswith("Z"):
            found.append(f"{status['Uid'].split()[0]} {command or status['Name']}")
    return sorted(found)


def leftovers():
    """Files in the folders that anyone may write to, and System V objects."""
    found = {str(Path(top) / name) for parent in FREE_FOLDERS for top, folders, files in os.walk(parent)
             for name in folders + files}  # fmt: skip
    for kind in ("shm", "sem", "msg"):
        found |= {f"{kind} {line}" for line in Path(f"/proc/sysvipc/{kind}").read_text().splitlines()[1:]}
    return found


def look(before):
    """What there is now that should not be, and a fingerprint of results.json."""
    path = AUTOGRADER / "results/results.json"
    fingerprint = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() and not path.is_symlink() else None
    return {"processes": processes(), "leftovers": sorted(leftovers() - before), "results": fingerprint}


def main(order):
    """Grade once; the report."""
    plant(order["secret"])
    scale(order["limits"])
    Path("/run/lock").mkdir(exist_ok=True)  # as Debian and Ubuntu have it
    Path("/run/lock").chmod(0o1777)
    subprocess.run(["bash", "-ec", order["prepare"]], cwd=AUTOGRADER / "submission", check=True)
    before = leftovers()
    started = time.monotonic()
    with (AUTOGRADER / "results/stdout").open("wb") as log:
        done = subprocess.run(["./run_autograder"], cwd=AUTOGRADER, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                              env=os.environ | {"GRADER_SECRET": order["secret"]}, check=False)  # fmt: skip
    seconds = time.monotonic() - started
    looks = [look(before)]
    time.sleep(order["watch"])
    return {"status": done.returncode, "seconds": seconds, "looks": [*looks, look(before)]}


if __name__ == "__main__":
    print(json.dumps(main(json.loads(sys.argv[1]))))
