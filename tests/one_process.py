"""In `make check` a test that starts a process is skipped where it would start it, unless it is marked `smoke`.

Nobody keeps a list: whatever a test, its fixtures or what they call starts, Python announces here before it does.
"""

import multiprocessing.util
import sys

import pytest

STARTS = {"subprocess.Popen", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "os.system", "os.exec"}
WHY = "starts a process: make test runs it"


class OneProcess:
    """A plugin that refuses processes to every test but those marked `smoke`."""

    def __init__(self):
        self.watching = self.refused = False
        sys.addaudithook(lambda event, arguments: self.refuse() if event in STARTS else None)
        spawn = multiprocessing.util.spawnv_passfds  # the one way of the standard library that is not announced
        multiprocessing.util.spawnv_passfds = lambda *arguments: self.refuse() or spawn(*arguments)

    def refuse(self):
        """End the test here."""
        if self.watching:
            self.refused = True
            pytest.skip(WHY)

    def watch(self, item):
        """Around a test's set-up and call: skipped where a process was refused, whatever was made of that."""
        self.watching, self.refused = not is_smoke(item), False
        try:
            return (yield)
        except pytest.skip.Exception as skipped:
            if is_smoke(item) and skipped.msg == WHY:
                pytest.fail("a fixture of this test was refused its processes when another test asked for it first")
            raise
        finally:
            self.watching = False
            if self.refused:
                pytest.skip(WHY)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_setup(self, item):
        """Fixtures, too, start none."""
        return (yield from self.watch(item))

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item):
        """Nor does the test."""
        return (yield from self.watch(item))

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items):
        """Those marked come first: the fixtures that they share with other tests of their file are made by them."""
        items.sort(key=lambda item: not is_smoke(item))


def is_smoke(item):
    """Whether a test may start processes."""
    return item.get_closest_marker("smoke") is not None
