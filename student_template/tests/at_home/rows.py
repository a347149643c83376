"""What a student reads: a line per test, one block for each answer that is off or file that is broken, the points."""

import sys
import textwrap

import pytest
from ladder import LINE_CHARACTERS, wrapped

from at_home import cases, files
from at_home.choice import find_functions, is_ours
from at_home.letters import readable

NOT_WRITTEN = "is not written yet"


class Rows:
    """Writes to the terminal in place of pytest's own reports of our tests; those of other tests stay pytest's."""

    def __init__(self, config, tests, points):
        self.config, self.home = config, tests.parent
        self.public_points, self.total_points = points
        self.clashes = files.clashes_in(self.home)
        self.heading = ""
        self.kept = []
        if config.option.reportchars == "fE":  # pytest's default: the failures by name, which stand above already
            config.option.reportchars = ""
        self.terminal = config.pluginmanager.get_plugin("terminalreporter")
        if self.terminal is not None:
            self.terminal._show_progress_info = False  # pytest counts letters, of which there are none

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item, call):
        """Attach question and points to the report, and put the feedback alone in place of a stack of ours."""
        report = yield
        if report.when != "call" or not is_ours(item):
            return report
        method = item.function
        report.question = (method.__number__, f"{item.cls.module}.{item.cls.function}")
        report.points, report.title = method.__weight__, item.cls.title
        report.promise = (method.__doc__ or item.name).strip().splitlines()[0]
        report.reason, report.broken, report.case = "", "", []
        if call.excinfo is not None:
            self._explain(report, call.excinfo.value, item.cls.returns)
        elif getattr(item.instance, "note", ""):
            report.sections.append(("note", item.instance.note))
        return report

    def _explain(self, report, error, parts):
        """Put what a student reads in place of a stack: nothing of it is theirs."""
        if type(error).__name__ == "NoAnswer":
            report.reason, report.longrepr = "was not checked: see below", str(error)
        if type(error).__name__ != "WrongAnswer":
            return
        module, _, name = report.question[1].partition(".")
        text, report.reason = str(error), error.problem.verdict.partition("\n")[0]
        if report.reason == f"is not written yet: write {name} in {module}.py":
            report.reason = NOT_WRITTEN
        clash = next((name for name in self.clashes if f"{name.removesuffix('.py')}" in text.split("'")), "")
        if type(error.__context__).__name__ == "BrokenFile":
            missing = files.instead_of(module, self.home)
            report.broken = missing or error.problem.verdict.removeprefix("cannot be called: ")
            report.reason = f"{module}.py {'is missing' if missing else 'cannot be imported'}"
            text = f"{name} cannot be called. {missing}" if missing else text
        if clash:
            text = "\n".join([text, *wrapped("  hint      ", files.clash_text(clash))])
            report.broken += f"\n{files.clash_text(clash)}" if report.broken else ""
        report.longrepr = f"Failed: {report.promise}\n\n{text}\n"
        report.case = list(cases.lines_of(report.question[1], error.trial, parts))

    def pytest_report_teststatus(self, report, config):
        """With -v the sentence stands behind pytest's own line; without it, a line of ours takes its place."""
        if report.when != "call" or not hasattr(report, "promise"):
            return None
        status = f"{'passed' if report.passed else 'FAILED'}  {report.question[0]:<8}{report.promise}"
        return report.outcome, "", readable(status, self._encoding()) if config.option.verbose > 0 else ""

    def pytest_runtest_logreport(self, report):
        """Write the line of a test."""
        if self.terminal is None or self.config.option.verbose > 0 or not hasattr(report, "promise"):
            return
        module, _, name = report.question[1].partition(".")
        if self.config.option.verbose < 0 and module != self.heading:  # pytest names the file itself unless -q
            self.terminal.write(f"\n{module}.py")
        self.heading = module
        line = f"  {'passed' if report.passed else 'FAILED'}  {report.question[0]:<8}{name:<25}"
        line = readable(f"{line}{report.title if report.passed else report.reason}".rstrip(), self._encoding())
        width = self.terminal._tw.fullwidth - 1
        shown = line if len(line) <= width else line[: width - 3].rstrip() + "..."
        self.terminal.write(f"\n{shown}", green=report.passed, red=report.failed)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_terminal_summary(self, terminalreporter):
        """Have pytest tell of the other tests first, then tell of ours."""
        stats = terminalreporter.stats
        failed = stats.get("failed", [])
        reports = [report for report in stats.get("passed", []) + failed if hasattr(report, "promise")]
        reports.sort(key=lambda report: (report.question[1].partition(".")[0], report.location[1]))
        terminalreporter.ensure_newline()
        stats["failed"] = [report for report in failed if not hasattr(report, "promise")]
        try:
            return (yield)
        finally:
            stats["failed"] = failed
            if not failed:
                del stats["failed"]
            if reports:
                self.write_failures([report for report in reports if report.failed])
                self.write_cases(reports)
                self.write_points(reports)

    def write_failures(self, reports):
        """A block for each file that cannot be imported, and for each other answer that is off."""
        style = self.config.option.tbstyle
        blocks = {}
        for report in reports:
            if report.broken:
                blocks.setdefault(f"{report.question[1].partition('.')[0]}.py", (report, report.broken))
            elif report.reason != NOT_WRITTEN:
                blocks[report.question[1]] = (report, str(report.longrepr).rstrip())
        if not blocks or style == "no":
            return
        self._section("what is off")
        for title, (report, text) in blocks.items():
            if style == "line":
                self._line(f"{title} {report.reason}")
                continue
            self.terminal.write_sep("_", title, red=True, bold=True)
            first, *lines = text.split("\n")
            for line in [*textwrap.wrap(first, LINE_CHARACTERS), *lines]:
                self._line(line)
            if report.case and not report.broken:
                self._line(f"  inputs    pytest --show-case {title}")
            self._write_printed(report)
            self._line("")

    def _write_printed(self, report):
        shown = self.config.option.showcapture
        for title, text in report.sections:
            if title.startswith("Captured") and (shown == "all" or shown in title):
                self.terminal.write_sep("-", title)
                for line in text.rstrip("\n").split("\n"):
                    self._line(line)

    def write_cases(self, reports):
        """The inputs of the functions that `--show-case` names."""
        asked = self.config.getoption("show_case", [])
        functions = [report.question[1] for report in reports]
        wanted = {function for name in asked for function in find_functions(name, functions)}
        for report in reports:
            if report.question[1] in wanted:
                self._section(f"a case of {report.question[1]}")
                for line in report.case or [f"{report.question[1]} passes: no case fails"]:
                    self._line(line)

    def write_points(self, reports):
        """The public points by question, and what hidden tests will add."""
        self._section("public points")
        for report in reports:
            number, function = report.question
            points = report.points if report.passed else 0
            self._line(f"{number:<8}{function:<40}{points:>5g} of {report.points:g}")
        score, most = sum(r.points for r in reports if r.passed), sum(r.points for r in reports)
        self._line(f"{'total':<48}{score:>5g} of {most:g}")
        if most < self.public_points:
            self._line(f"These tests are worth {most:g} of the {self.public_points} public points.")
        hidden = self.total_points - self.public_points
        self._line(f"Hidden tests on Gradescope add up to {hidden} more points: {self.total_points} in all.")
        notes = [text for report in reports for title, text in report.sections if title == "note"]
        for note in [*notes, *map(files.clash_text, self.clashes)]:
            for line in wrapped("note: ", note, indent=6):
                self._line(line)

    def _section(self, title):
        self.terminal.ensure_newline()
        self.terminal.section(title)

    def _line(self, text):
        self.terminal.write_line(readable(text, self._encoding()))

    def _encoding(self):
        return getattr(getattr(self.terminal, "_tw", None) and self.terminal._tw._file, "encoding", sys.stdout.encoding)
