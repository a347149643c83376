"""What ./run_autograder prints: drawn on a terminal, plain text through a pipe and with NO_COLOR."""

import json
import os
import pty
import re
import struct
import subprocess
import sys
from fcntl import ioctl
from termios import TIOCSWINSZ

import pytest
from conftest import FILES, ROOT, with_function

from autograder.assignment import ALL_FUNCTIONS, FUNCTIONS
from autograder.report import table

COLUMNS = 110
FRAME = set("╭╮╰╯│─━")
LAST_LINE_AGAIN = "\x1b[1A\x1b[2K"
RAISES = 'def f(p):\n    raise ValueError("[red]mean\\x1b[31m")\n'


@pytest.fixture
def wrong(hand_in):
    """All solutions but for one function that raises words which a terminal or rich could obey."""
    return hand_in(q1_dropout=with_function("q1_dropout", RAISES))


def grade_on_a_terminal(submission, results, **environment):
    """All bytes that a terminal would get, as text."""
    ours, theirs = pty.openpty()
    ioctl(theirs, TIOCSWINSZ, struct.pack("HHHH", 50, COLUMNS, 0, 0))
    grading = subprocess.Popen(
        [ROOT / "run_autograder", "--submission", submission, "--results", results],
        stdin=subprocess.DEVNULL, stdout=theirs, stderr=subprocess.STDOUT,
        env={k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "COLUMNS", "LINES")} | environment,
    )  # fmt: skip
    os.close(theirs)
    chunks = []
    try:
        while chunk := os.read(ours, 1 << 16):
            chunks.append(chunk)
    except OSError:  # how Linux says that the other end is closed
        pass
    os.close(ours)
    assert grading.wait() == 0
    return b"".join(chunks).decode()


def screen(text):
    """The lines that stand on the terminal in the end, without colors."""
    lines = []
    for line in text.replace("\r\n", "\n").split("\n"):
        if line.startswith(LAST_LINE_AGAIN):
            lines.pop()
        shown = re.sub(r"\x1b\[[0-9;]*m", "", line.removeprefix(LAST_LINE_AGAIN))
        assert "\x1b" not in shown
        lines.append(shown)
    return lines


def test_a_terminal_shows_progress_by_question_and_a_table(wrong, tmp_path):
    text = grade_on_a_terminal(wrong, tmp_path / "results.json", TERM="xterm-256color")
    assert "\x1b[31m" in text, "no color"
    for begun in range(1, len(FUNCTIONS["q1_dropout"]) + 1):
        assert f"{begun} of {len(FUNCTIONS['q1_dropout'])} functions" in text
    lines = screen(text)
    for name, count in zip(FILES, map(len, FUNCTIONS.values()), strict=True):
        assert [line.split()[2:] for line in lines if line.startswith(name)] == [
            [f"{count}", "of", f"{count}", "functions"]
        ]
    assert any(line.startswith("isolation: ") for line in lines)
    assert max(len(line) for line in lines if FRAME & set(line)) <= COLUMNS
    cells = [[cell.strip() for cell in line.strip("│").split("│")] for line in lines if line.startswith("│")]
    assert ["2", "q2_batchnorm.py", "25 of 25", ""] in cells
    assert ["1", "q1_dropout.py", "18 of 20", ""] in cells
    assert ["1", "f", "0 of 2", "raised ValueError: [red]mean"] in cells
    assert ["", "total", "98 of 100", ""] in cells
    assert len(cells) == 1 + len(FUNCTIONS) + len(ALL_FUNCTIONS) + 1


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1", "TERM": "xterm-256color"}, {"TERM": "dumb"}])
def test_whoever_wants_plain_text_on_a_terminal_gets_it(wrong, tmp_path, environment):
    check_plain(grade_on_a_terminal(wrong, tmp_path / "results.json", **environment).replace("\r\n", "\n"))


def test_a_pipe_gets_plain_text(wrong, tmp_path):
    command = [ROOT / "run_autograder", "--submission", wrong, "--results", tmp_path / "results.json"]
    colored = os.environ | {"TERM": "xterm-256color", "FORCE_COLOR": "1"}
    check_plain(subprocess.run(command, capture_output=True, text=True, check=True, env=colored).stdout)


def check_plain(text):
    assert "\x1b" not in text
    assert not FRAME & set(text)
    lines = [" ".join(line.split()) for line in text.splitlines()]
    assert "grading q1_dropout.py …" in lines
    assert "question function points lost because it" in lines
    assert "2 q2_batchnorm.py 25 of 25" in lines
    assert "1 f 0 of 2 raised ValueError: [red]mean" in lines
    assert "total 98 of 100" in lines


def run_python(code, **options):
    """Run `code` with this project on the path; what it printed."""
    command = [sys.executable, "-c", code]
    return subprocess.run(command, cwd=ROOT, capture_output=True, check=True, **options).stdout.decode()


ROW = (
    "{'number': '1', 'score': 0.0, 'max_score': 2.0,"
    " 'extra_data': {'function': 'q1_dropout.f', 'mistake': None, 'verdict': 'gave γ ✗'}}"
)


def test_a_pipe_loads_no_module_more():
    added = run_python(
        "import sys, autograder.grade; before = set(sys.modules); import autograder.report.table as table\n"
        f"table.show([{ROW}]); print(sorted(set(sys.modules) - before))"
    )
    assert added.splitlines()[-1] == "['autograder.report.table']"


def test_letters_that_the_output_lacks_become_question_marks():
    shown = run_python(
        f"import autograder.report.table as table; table.show([{ROW}])", env=os.environ | {"PYTHONIOENCODING": "ascii"}
    )
    assert "gave ? ?" in shown


def test_a_test_that_never_ran_says_so():
    row = {"number": "1", "score": 0.0, "max_score": 2.0}
    row["extra_data"] = {"function": "q1_dropout.f", "mistake": None, "verdict": None}
    assert [line.reason for line in table.lines_of([row])] == ["", "was not run", ""]


class Closed:
    """An output whose reader has gone."""

    encoding = "utf-8"

    def isatty(self):
        return False

    def write(self, text):
        raise BrokenPipeError

    flush = write


def test_an_output_that_nobody_reads_any_more_does_not_end_the_grading(monkeypatch):
    test = type("Test", (), {"module": "q1_dropout", "function": "f"})()
    monkeypatch.setattr(sys, "stdout", Closed())
    table.Progress()(test)
    table.show([])


def test_a_reader_who_leaves_early_takes_no_points(tmp_path):
    results = tmp_path / "results.json"
    subprocess.run(["bash", "-c", f"'{ROOT}/run_autograder' --results '{results}' | head -n 1"], capture_output=True)
    assert json.loads(results.read_text())["score"] == 100
