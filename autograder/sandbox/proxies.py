"""Stand-ins for the student's modules: tests import them in the ordinary way, their functions call the worker."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

from autograder import assignment
from autograder.sandbox.session import Session


class StudentFunction:
    """Calls one function of the submission in the worker."""

    def __init__(self, session: Session, module: str, name: str) -> None:
        self._session = session
        self._module = module
        self._name = name
        self.changed_arguments: tuple[int, ...] = ()

    def __call__(self, *args: Any) -> Any:
        """What the student function returned: plain arrays, a tuple of them, or an `Unreadable`."""
        returned = self._session.call(self._module, self._name, args)
        self.changed_arguments = returned.changed_arguments
        return returned.value


class StudentModule(ModuleType):
    """What `import q1_dropout` gives in the grader."""

    def __init__(self, session: Session, name: str) -> None:
        super().__init__(name)
        self._session = session

    def __getattr__(self, name: str) -> StudentFunction:
        if name not in assignment.FUNCTIONS[self.__name__]:
            raise AttributeError(name)
        return StudentFunction(self._session, self.__name__, name)


def install(session: Session) -> None:
    """Put a stand-in for each of the four modules where `import` finds it first."""
    for name in assignment.FUNCTIONS:
        sys.modules[name] = StudentModule(session, name)
