"""Makes pytest speak to a student: a line per test, what is off in each answer, points at the end; see at_home/.

It also holds submitted code to Gradescope's rules: each test starts with your modules freshly imported, and they may
import the standard library, NumPy and each other.
"""

import contextlib
import importlib.util
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent
HOME = TESTS.parent
PUBLIC_POINTS, TOTAL_POINTS = 50, 100
OPTIONS = {
    "--only": "run the tests of this function alone, such as q2_batchnorm.grad_x; again for a second one",
    "--show-case": "print the inputs on which this function fails, as lines to paste into Python",
}


def pytest_addoption(parser):
    group = parser.getgroup("problem set 2")
    for option, text in OPTIONS.items():
        with contextlib.suppress(ValueError):  # a copy of this folder beside it has added the option
            group.addoption(option, action="append", default=[], metavar="FUNCTION", help=text)


@pytest.hookimpl(trylast=True)
def pytest_configure(config):
    """Say in one line what is not installed; from here on student code imports what it may."""
    if TESTS != HOME / "tests" and config.pluginmanager.has_plugin(str(HOME / "tests" / "conftest.py")):
        return  # a copy, which pytest reads since its name begins with test
    missing = [name for name in ("numpy", "gradescope_utils") if importlib.util.find_spec(name) is None]
    if missing:
        raise pytest.UsageError(f"not installed: {', '.join(missing)}; run: pip install -r requirements.txt")
    importlib.import_module("numpy")  # before a file of the student's with the name of a module that it needs
    sys.path[:0] = [str(TESTS), str(HOME)]
    from at_home import PLUGINS

    if config.pluginmanager.has_plugin(PLUGINS[0].__name__):
        return  # a second unpacked folder in the same run: the first one's tests are run, see at_home/choice.py
    for plugin in PLUGINS:
        config.pluginmanager.register(plugin(config, TESTS, (PUBLIC_POINTS, TOTAL_POINTS)), plugin.__name__)
