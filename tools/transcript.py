"""What a student sees, for README.md: made by running it, and written between the page's marks.

    build/venv/bin/python tools/transcript.py

test_readme.py fails where the page shows anything else.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import emulation

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "README.md"
BLOCK = re.compile(r"(<!-- transcript: (\w+) -->\n```text\n)(.*?)(\n```\n)", re.DOTALL)
COMMAND = "pytest tests/test_q2_batchnorm.py"
GAMMA_TWICE = """

def grad_x(dY, X, gamma, eps):
    deviation = np.sqrt(X.var(axis=0) + eps)
    X_hat = (X - X.mean(axis=0)) / deviation
    return gamma / deviation * (dY - (gamma * dY).mean(axis=0) - X_hat * (gamma * dY * X_hat).mean(axis=0))
"""
OF_THIS_RUN = [  # versions, places and times
    (re.compile(r"^platform .*", re.MULTILINE), "platform linux -- Python 3.11.7, pytest-9.2.0, pluggy-1.7.0"),
    (re.compile(r"^rootdir: .*", re.MULTILINE), "rootdir: /home/you/student_template"),
    (re.compile(r"^=+ (.* in) [\d.]+s =+$", re.MULTILINE), r"===== \1 3 s ====="),
    (re.compile(r"[ \t]+$", re.MULTILINE), ""),
]


def make() -> dict[str, str]:
    """The text of each block, by name."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "student_template"
        shutil.copytree(ROOT / "student_template", home, ignore=shutil.ignore_patterns("__pycache__"))
        for path in (ROOT / "solutions").glob("q*.py"):
            shutil.copy(path, home)
        with (home / "q2_batchnorm.py").open("a") as file:
            file.write(GAMMA_TWICE)
        return {"failing": run_pytest(home), "gradescope": results_row()}


def run_pytest(home: Path) -> str:
    """What `COMMAND` prints in `home`, with this run's own particulars taken out."""
    done = subprocess.run(
        [sys.executable, "-m", *COMMAND.split(), "-p", "no:cacheprovider"],
        cwd=home, env=os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    text = f"$ {COMMAND}\n{done.stdout.strip()}"
    for particular, instead in OF_THIS_RUN:
        text = particular.sub(instead, text)
    return text


def results_row() -> str:
    """The row of the results page for the function that fails.

    Its file holds nothing else: the files of a submission choose its inputs, and the page is not to change with a
    word in solutions/.
    """
    with tempfile.TemporaryDirectory() as folder:
        submission, results = Path(folder) / "submission", Path(folder) / "results.json"
        submission.mkdir()
        (submission / "q2_batchnorm.py").write_text(f"import numpy as np\n{GAMMA_TWICE}")
        command: list[str | Path] = [ROOT / "run_autograder", "--submission", submission, "--results", results]
        subprocess.run(command, check=True, capture_output=True, stdin=subprocess.DEVNULL)
        rows = json.loads(results.read_text(encoding="utf-8"))["tests"]
    row = next(
        row for row in rows
        if row["extra_data"]["function"] == "q2_batchnorm.grad_x" and row["visibility"] == "visible"
    )  # fmt: skip
    return emulation.row_text(row)


def shown(page: str) -> dict[str, str]:
    """The blocks that `page` shows, by name."""
    return {name: text for _, name, text, _ in BLOCK.findall(page)}


if __name__ == "__main__":
    made = make()
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(BLOCK.sub(lambda block: block[1] + made[block[2]] + block[4], page), encoding="utf-8")
