"""Python's debugger in a student's function: `--pdb` stops where their code raised, `q` ends the run."""

import bdb

import pytest


class Debugger:
    """Takes the place of pytest's own entry into the debugger where one of our tests fails."""

    def __init__(self, config, tests, points):
        self.entry = config.pluginmanager.unregister(name="pdbinvoke") if config.getoption("usepdb") else None

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_makereport(self, item, call):
        """A debugger that a student's code started and left with `q` or Ctrl-D ends the run, as pytest's own does."""
        report = yield
        if call.excinfo is not None and call.excinfo.errisinstance(bdb.BdbQuit):
            pytest.exit("Quitting debugger")
        return report

    def pytest_exception_interact(self, node, call, report):
        """Stop where the student's code raised; a wrong answer leaves nothing to stop in."""
        if self.entry is None:
            return
        if hasattr(report, "promise"):
            raised = getattr(call.excinfo.value.__context__, "__context__", None)  # behind WrongAnswer and StudentError
            if raised is None or isinstance(raised, SyntaxError):
                return  # a wrong answer: nothing is left of the call
            call.excinfo = pytest.ExceptionInfo.from_exception(raised)
        self.entry.pytest_exception_interact(node, call, report)
