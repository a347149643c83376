"""Makes pytest speak to a student: a sentence per test, feedback without a stack of ours, points at the end.

It also holds submitted code to Gradescope's rules: each test starts with your modules freshly imported, and they may
import the standard library, NumPy and each other.
"""

import builtins
import functools
import importlib
import importlib.util
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent
HOME = TESTS.parent
PUBLIC_POINTS, TOTAL_POINTS = 50, 100
OURS = {path.stem for path in TESTS.glob("*.py")}
ENVIRONMENTS = [Path(place).resolve() for place in {sys.prefix, sys.base_prefix}]  # may lie in the student's folder

sys.path[:0] = [str(TESTS), str(HOME)]


def pytest_configure(config):
    """Say in one line what is not installed; from here on student code imports what it may."""
    missing = [name for name in ("numpy", "gradescope_utils") if importlib.util.find_spec(name) is None]
    if missing:
        raise pytest.UsageError(f"not installed: {', '.join(missing)}; run: pip install -r requirements.txt")
    if config.option.reportchars == "fE":  # pytest's default: the failures by name, which stand above already
        config.option.reportchars = ""
    config.students_imports = builtins.__import__, importlib.import_module
    builtins.__import__ = _guarded(builtins.__import__)
    importlib.import_module = _guarded(importlib.import_module)


def pytest_unconfigure(config):
    if hasattr(config, "students_imports"):
        builtins.__import__, importlib.import_module = config.students_imports


def _guarded(import_as_usual):
    """`import_as_usual` for everybody, but for student code what Gradescope has."""

    def import_or_refuse(name, *args, **options):
        importer = sys._getframe(1).f_globals.get("__file__")
        if importer is not None and is_students(importer):
            _check_may_import(name)
        return import_as_usual(name, *args, **options)

    return import_or_refuse


def _check_may_import(name):
    top = name.partition(".")[0]
    own = top != "tests" and ((HOME / f"{top}.py").is_file() or (HOME / top).is_dir())
    if own and top in OURS:
        raise ModuleNotFoundError(f"the tests have a {top}.py too: give yours another name")
    if own or top in {"", "numpy", *sys.stdlib_module_names}:
        return
    if top == "torch":
        reason = "PyTorch checks your answers and is not there for your code: the gradients are yours to derive"
    else:
        reason = "on Gradescope your code has the standard library, NumPy and your own files"
    raise ModuleNotFoundError(f"No module named {top!r} ({reason})", name=top)


@functools.cache
def is_students(file):
    """True for a file to hand in: not for tests, these or the student's, nor for a virtual environment beside them."""
    path = Path(file).resolve()
    if path.name.startswith("test_"):
        return False
    inside = [place for place in ENVIRONMENTS if HOME in place.parents]
    return HOME in path.parents and not any(place in path.parents for place in [TESTS, *inside])


@pytest.fixture(autouse=True)
def fresh_start():
    """As on Gradescope, nothing that the code of one test leaves behind is there in the next."""
    import numpy

    for name, module in list(sys.modules.items()):
        if is_students(getattr(module, "__file__", None) or sys.executable):
            del sys.modules[name]
    with numpy.errstate(), numpy.printoptions():
        yield


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """Attach question and points to the report, and put the feedback alone in place of a stack of ours."""
    outcome = yield
    report = outcome.get_result()
    method = getattr(item, "function", None)
    if report.when != "call" or not hasattr(method, "__weight__"):
        return
    report.question = (method.__number__, f"{item.cls.module}.{item.cls.function}")
    report.points = method.__weight__
    report.promise = (method.__doc__ or item.name).strip().splitlines()[0]
    if call.excinfo is not None and call.excinfo.typename == "WrongAnswer":
        report.longrepr = f"Failed: {report.promise}\n\n{call.excinfo.value}\n"
    elif getattr(item.instance, "note", ""):
        report.sections.append(("note", item.instance.note))


def pytest_report_teststatus(report, config):
    """With -v the sentence stands behind pytest's own line; without it, it is the line, written below."""
    if report.when != "call" or not hasattr(report, "promise"):
        return None
    return report.outcome, "", sentence(report) if config.option.verbose > 0 else ""


def pytest_sessionstart(session):
    terminal = session.config.pluginmanager.get_plugin("terminalreporter")
    if terminal is not None:
        terminal._show_progress_info = False  # pytest counts letters, of which there are none
        session.config.pluginmanager.register(Sentences(terminal))


class Sentences:
    """Writes a line per test, on a terminal in color."""

    def __init__(self, terminal):
        self.terminal = terminal

    def pytest_runtest_logreport(self, report):
        if report.when == "call" and hasattr(report, "promise") and self.terminal.config.option.verbose <= 0:
            self.terminal.write("\n  " + sentence(report), green=report.passed, red=report.failed)


def sentence(report):
    """Passed or failed, the question, and what the test promises."""
    return f"{'passed' if report.passed else 'FAILED'}  {report.question[0]:<8}{report.promise}"


def pytest_terminal_summary(terminalreporter):
    """The public points by question, and what hidden tests will add."""
    stats = terminalreporter.stats
    reports = [r for r in stats.get("passed", []) + stats.get("failed", []) if hasattr(r, "promise")]
    if not reports:
        return
    reports.sort(key=lambda report: (report.question[1].partition(".")[0], report.location[1]))
    line = terminalreporter.write_line
    terminalreporter.section("public points")
    for report in reports:
        number, function = report.question
        line(f"{number:<8}{function:<40}{report.points if report.passed else 0:>5g} of {report.points:g}")
    score, most = sum(r.points for r in reports if r.passed), sum(r.points for r in reports)
    line(f"{'total':<48}{score:>5g} of {most:g}")
    if most < PUBLIC_POINTS:
        line(f"These tests are worth {most:g} of the {PUBLIC_POINTS} public points.")
    line(f"Hidden tests on Gradescope add up to {TOTAL_POINTS - PUBLIC_POINTS} more points: {TOTAL_POINTS} in all.")
    for report in reports:
        for note in [text for title, text in report.sections if title == "note"]:
            line(f"note: {note}")
