"""The folder that a worker may write to, its working directory and its TMPDIR: a new one for each."""

from __future__ import annotations

import os

from . import confinement, namespaces, system
from .removal import remove


class WorkFolder:
    """`path`, in a folder to which Landlock's rules are tied; `bounded` where it can be a small file system."""

    def __init__(self, above: str, readable: list[str], *, bounded: bool) -> None:
        self.path = os.path.join(above, "home")
        self.rules: int | None = None  # Landlock's, for whatever is below `above`
        self._above = above  # where the worker has a user of its own, only the grader's writes here
        self._readable = readable
        self._bounded = bounded

    def make(self, user_id: int | None) -> None:
        """Make it anew, not empty again: no name, byte, mode, time or attribute is an earlier worker's."""
        self.clear(user_id)
        os.makedirs(self._above, exist_ok=True)
        if not (self._bounded and os.path.isdir(self.path)):  # which lies below what was mounted
            os.mkdir(self.path, 0o700)  # nothing that bears its name is taken for it
        if self.rules is None:
            self.rules = confinement.file_rules(self._readable, self._above)
        if self._bounded:
            namespaces.mount_bounded(self.path)
        if user_id is not None:
            os.chown(self.path, user_id, user_id, follow_symlinks=False)

    def clear(self, user_id: int | None) -> None:
        """Remove it, as soon as its worker is gone: the time that this takes is that of who filled it."""
        if self._bounded and os.path.ismount(self.path):
            system.unmount(self.path)
        elif os.path.lexists(self.path):
            remove(self.path)
        if user_id is None and os.path.lexists(self._above):
            self._forget_rules()  # they are about that very folder, not about its name
            remove(self._above)

    def _forget_rules(self) -> None:
        if self.rules is not None:
            os.close(self.rules)
            self.rules = None
