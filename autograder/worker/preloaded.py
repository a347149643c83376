"""The nursery: Python with NumPy loaded, which forks a warm process for each submission that the grader names.

It is told nothing of a submission but a folder, and keeps nothing of one. A command and its answer, as in `forks.py`:

    {"do": "warm", "folder": "/tmp/cs148a-1"} + a control socket  ->  {"pid": 123} + its pidfd
"""

from __future__ import annotations

import _sitebuiltins
import builtins
import contextlib
import gc
import json
import os
import socket
import sys

from . import confinement, forks, namespaces
from .free_folders import free_folders


def serve(control: socket.socket, grader: str, packages: str) -> None:
    """Obey commands until the grader, whose own folder is `grader`, closes the socket."""
    _add_what_a_prompt_has()
    _forget_our_modules()
    confinement.system_call_filter()  # made while the grader loads; the warm processes know it
    if os.geteuid() == 0:
        free_folders()  # the same
    gc.freeze()
    gc.enable()
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, forks.MAX_COMMAND_BYTES, 1)
        _collect(os.WNOHANG)
        if not message:
            break
        pid = os.fork()
        if pid == 0:
            control.close()
            _be_warm(descriptors[0], json.loads(message)["folder"], grader, packages)
        os.close(descriptors[0])
        handle = [os.pidfd_open(pid)] if hasattr(os, "pidfd_open") else []
        socket.send_fds(control, [json.dumps({"pid": pid}).encode()], handle)
        for descriptor in handle:
            os.close(descriptor)
    _collect(0)  # they end with their own sockets


def _collect(options: int) -> None:
    """Take in the ends of warm processes, so that their time counts as this one's."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, options)[0]:
            pass


def _be_warm(control: int, folder: str, grader: str, packages: str) -> None:
    """Become the warm process of the submission in `folder`; never returns, whatever happens."""
    try:
        os.setsid()
        os.environ.update({name: os.path.join(folder, "work/home") for name in ("HOME", "TMPDIR")})
        layers = namespaces.enter([packages, folder, grader, sys.base_prefix])
        forks.Warm(socket.socket(fileno=control), folder, packages, layers, clone=os.path.dirname(grader)).serve()
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(0)


def _add_what_a_prompt_has() -> None:
    """exit, quit and help, which Python has at home and not where it starts without `site`, as here."""
    for name in ("exit", "quit"):
        setattr(builtins, name, _sitebuiltins.Quitter(name, "Ctrl-D"))
    builtins.help = _sitebuiltins._Helper()


def _forget_our_modules() -> None:
    """Leave the name `worker` to a student's own file; what is loaded goes on without it."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "worker"]:
        del sys.modules[name]
