"""A view of the machine of the worker's own: no network, no other processes, no shared folder to write in.

Needs CAP_SYS_ADMIN, which a default container does not have; the other layers hold without this one.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys

from . import readable, system
from .free_folders import free_folders

WORK_OPTIONS = "size=32m,nr_inodes=2000,mode=0700"  # bytes and files that a worker may have on disk


def enter(kept: list[str]) -> list[str]:
    """Leave the grader's namespaces for good; the names of the layers that could be had.

    Returns in a child, the first process of its own process namespace, where there is one. `kept` are the folders
    that stay reachable although they may lie in a shared one.
    """
    if sys.platform != "linux" or os.geteuid() != 0:
        return []
    try:
        system.unshare(system.CLONE_NEWNS | system.CLONE_NEWPID)
    except OSError:
        return []
    _continue_in_child()
    layers = ["process namespace"]
    for name, flag in (("network namespace", system.CLONE_NEWNET), ("IPC namespace", system.CLONE_NEWIPC)):
        with contextlib.suppress(OSError):
            system.unshare(flag)
            layers.append(name)
    with contextlib.suppress(OSError):
        system.mount("none", "/", "", system.MS_REC | system.MS_PRIVATE)
        for shared in free_folders():
            if _holds_the_system(shared, kept):
                _close(shared)
            else:
                _hide(shared, [folder for folder in kept if folder.startswith(shared + "/")])
        system.mount("proc", "/proc", "proc", system.MS_NOSUID | system.MS_NODEV | system.MS_NOEXEC)
        layers.append("own mounts")
    return layers


def _continue_in_child() -> None:
    """A process namespace begins with the next child; this process only waits for it."""
    child = os.fork()
    if child == 0:
        system.prctl(system.PR_SET_PDEATHSIG, signal.SIGKILL)
        return
    os.closerange(3, 256)  # the control socket: its last end must be the child's
    os.waitpid(child, 0)
    os._exit(0)


def _holds_the_system(shared: str, kept: list[str]) -> bool:
    """Whether hiding `shared` would hide what Python needs: somebody has opened /usr/local or /dev to all, say."""
    needed = [path for path in readable.system_paths() if not path.startswith(tuple(f"{folder}/" for folder in kept))]
    return any(f"{path}/".startswith(f"{shared}/") for path in needed) or shared in kept


def _close(shared: str) -> None:
    """Nothing in `shared` can be changed from here on, whatever its modes."""
    system.mount(shared, shared, "", system.MS_BIND | system.MS_REC)
    system.mount("none", shared, "", system.MS_REMOUNT | system.MS_BIND | system.MS_RDONLY)


def _hide(shared: str, kept: list[str]) -> None:
    """An empty folder in place of `shared` that nobody but root may write to, with `kept` put back."""
    if not os.path.isdir(shared):
        return
    handles = [os.open(folder, os.O_PATH | os.O_DIRECTORY) for folder in kept]
    system.mount("tmpfs", shared, "tmpfs", system.MS_NOSUID | system.MS_NODEV, "size=64k,mode=0755")
    try:
        for folder, handle in zip(kept, handles):
            os.makedirs(folder, exist_ok=True)
            system.mount(f"/proc/self/fd/{handle}", folder, "", system.MS_BIND | system.MS_REC)
    except OSError:
        system.unmount(shared)
        raise
    finally:
        for handle in handles:
            os.close(handle)


def mount_bounded(folder: str) -> None:
    """A small file system of its own at `folder`."""
    system.mount("tmpfs", folder, "tmpfs", system.MS_NOSUID | system.MS_NODEV, WORK_OPTIONS)
