"""Which tests run: those of the functions asked for, and of copies of the tests none."""

import difflib

import pytest

from at_home.files import MODULES


class Choice:
    """`--only` and `--show-case` choose functions; a copy of the tests beside them is left out and said so."""

    def __init__(self, config, tests, points):
        self.tests = tests
        self.names = [*config.getoption("only", []), *config.getoption("show_case", [])]
        self.copies = []

    def pytest_ignore_collect(self, collection_path):
        """True for a second `tests` folder, wherever it lies, and for a second file of one question's tests."""
        path = collection_path
        if path.is_dir():
            is_copy = path != self.tests and all((path / f"{name}.py").is_file() for name in ("checks", "ladder"))
        else:
            ours = path.parent == self.tests and path.stem.removeprefix("test_") in MODULES
            named_alike = path.suffix == ".py" and path.stem.startswith(tuple(f"test_{name}" for name in MODULES))
            is_copy = named_alike and not ours and "FunctionTest" in path.read_text("utf-8", errors="replace")
        if not is_copy:
            return None
        self.copies.append(path)
        return True

    def pytest_collection_modifyitems(self, session, config, items):
        """Keep the tests of the functions that were asked for."""
        if not self.names:
            return
        functions = {item: f"{item.cls.module}.{item.cls.function}" for item in items if is_ours(item)}
        wanted = {function for name in self.names for function in find_functions(name, list(functions.values()))}
        left = [item for item in items if functions.get(item) not in wanted]
        items[:] = [item for item in items if functions.get(item) in wanted]
        config.hook.pytest_deselected(items=left)

    def pytest_terminal_summary(self, terminalreporter):
        """One line for all copies."""
        if self.copies:
            names = ", ".join(str(path.relative_to(self.tests.parent)) for path in self.copies)
            terminalreporter.ensure_newline()
            copies = "a copy" if len(self.copies) == 1 else "copies"
            terminalreporter.write_line(f"not run: {names}, {copies} of the tests in tests/")


def is_ours(item):
    """True for a test of one student function."""
    return hasattr(getattr(item, "cls", None), "function") and hasattr(getattr(item, "function", None), "__weight__")


def find_functions(name, functions):
    """The functions that `name` says: `q2_batchnorm.grad_x`, `grad_x` in every file, `q2_batchnorm` for all of it."""
    name = name.removesuffix(".py")
    found = [function for function in functions if name in (function, *function.split("."))]
    if found:
        return found
    known = {part: function for function in functions for part in (*function.split("."), function)}
    near = difflib.get_close_matches(name, known, n=1)
    advice = f"did you mean {near[0]}?" if near else f"the functions are {', '.join(functions)}"
    raise pytest.UsageError(f"there is no test of {name}: {advice}")
