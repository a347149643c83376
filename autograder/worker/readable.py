"""Every file that a worker may read besides the submission and NumPy: Python's library, system libraries, time zones.

No folder is named that others put files of their own into, such as /usr, /opt or a whole prefix.
"""

from __future__ import annotations

import glob
import os
import sys

MULTIARCH = getattr(sys.implementation, "_multiarch", "")  # such as x86_64-linux-gnu, where Debian keeps libraries
LIBRARY_FOLDERS = ("/lib64", "/usr/lib64", *(f"{top}/{MULTIARCH}" for top in ("/lib", "/usr/lib") if MULTIARCH))
SYSTEM_FILES = (
    "/etc/ld.so.cache", "/etc/localtime", "/usr/share/zoneinfo", "/usr/lib/locale", "/dev/urandom",
)  # fmt: skip


def system_paths() -> list[str]:
    """Folders with all below them, and single files; some may not be there."""
    standard_library = os.path.dirname(os.path.realpath(os.__file__))
    extensions = os.path.join(sys.base_exec_prefix, "lib", os.path.basename(standard_library), "lib-dynload")
    libraries = glob.glob(os.path.join(glob.escape(sys.base_prefix), "lib", "*.so*"))
    return [standard_library, extensions, *libraries, *LIBRARY_FOLDERS, *SYSTEM_FILES]


def refusal(readable: list[str], grader: str) -> str:
    """Why the grader in the folder `grader` must not run with these paths `readable`; "" where it may."""
    place = os.path.realpath(grader)
    for path in map(os.path.realpath, readable):
        if place == path or place.startswith(path.rstrip("/") + "/"):
            return f"the grader lies in {path}, which submissions may read: move its folder elsewhere"
    return ""
