"""Submitted code is held to Gradescope's rules: fresh for each test, nothing to import but what is there too."""

import builtins
import functools
import importlib
import sys
from pathlib import Path

import pytest


class Rules:
    """Guards imports while pytest runs, and forgets the student's modules before each test."""

    def __init__(self, config, tests, points):
        self.tests, self.home = tests, tests.parent
        self.ours = {path.stem for path in tests.glob("*.py")} | {"at_home"}
        environments = [Path(place).resolve() for place in {sys.prefix, sys.base_prefix}]
        self.not_students = [tests, *(place for place in environments if self.home in place.parents)]
        self.as_usual = builtins.__import__, importlib.import_module
        self.is_students = functools.cache(self._is_students)
        builtins.__import__, importlib.import_module = map(self._guarded, self.as_usual)

    def pytest_unconfigure(self):
        builtins.__import__, importlib.import_module = self.as_usual

    def _guarded(self, import_as_usual):
        """`import_as_usual` for everybody, but for student code what Gradescope has."""

        def import_or_refuse(name, *args, **options):
            importer = sys._getframe(1).f_globals.get("__file__")
            if importer is not None and self.is_students(importer):
                self._check_may_import(name)
            return import_as_usual(name, *args, **options)

        return import_or_refuse

    def _check_may_import(self, name):
        top = name.partition(".")[0]
        own = top != "tests" and ((self.home / f"{top}.py").is_file() or (self.home / top).is_dir())
        if own and top in self.ours:
            raise ModuleNotFoundError(f"the tests have a {top}.py too: give yours another name")
        if own or top in {"", "numpy", *sys.stdlib_module_names}:
            return
        if top == "torch":
            reason = "PyTorch checks your answers and is not there for your code: the gradients are yours to derive"
        else:
            reason = "on Gradescope your code has the standard library, NumPy and your own files"
        raise ModuleNotFoundError(f"No module named {top!r} ({reason})", name=top)

    def _is_students(self, file):
        """True for a file to hand in: not for tests, these or the student's, nor for a virtual environment."""
        path = Path(file).resolve()
        if path.name.startswith("test_") or path.name == "conftest.py":
            return False
        return self.home in path.parents and not any(place in path.parents for place in self.not_students)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_call(self, item):
        """As on Gradescope, nothing that the code of one test leaves behind is there in the next."""
        import numpy

        for name, module in list(sys.modules.items()):
            if self.is_students(getattr(module, "__file__", None) or sys.executable):
                del sys.modules[name]
        with numpy.errstate(), numpy.printoptions():
            return (yield)
