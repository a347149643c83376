"""What is measured: this package on four submissions, the plain way, and the imports that neither can do without."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FILES = ("q1_dropout.py", "q2_batchnorm.py", "q3_layernorm.py", "q4_optimizers.py")
SMALL_CONTAINER = [str(ROOT / "tests/limited.sh"), str(768 * 1024**2), "50"]
SETTINGS = {"full speed": [], "half a core, 0.75 GB": SMALL_CONTAINER}
OURS = "this package"
PLAIN = "the plain way"
IMPORTS = ("import torch", "import numpy")
CRASHES = {
    "q1_dropout": "f(p)",
    "q2_batchnorm": "grad_x(*_)",
    "q3_layernorm": "grad_x(*_)",
    "q4_optimizers": "adamw_step(*_)",
}


@dataclass(frozen=True)
class Contender:
    """One command of the table."""

    name: str
    command: list[str]


def make_submissions(folder: Path) -> dict[str, Path]:
    """Folders of student files by what they are like."""
    solutions, template = ROOT / "solutions", ROOT / "student_template"
    half_done, crashing = folder / "half done", folder / "crashing"
    for made, sources in ((half_done, [solutions] * 2 + [template] * 2), (crashing, [solutions] * 4)):
        made.mkdir(parents=True)
        for name, source in zip(FILES, sources, strict=True):
            shutil.copy(source / name, made / name)
    for module, signature in CRASHES.items():
        with (crashing / f"{module}.py").open("a") as file:
            file.write(f"\n\ndef {signature}:\n    import os\n\n    os.abort()\n")
    return {"solutions": solutions, "template": template, half_done.name: half_done, crashing.name: crashing}


def contenders(submissions: dict[str, Path], results: Path) -> list[Contender]:
    """All that one round runs, one after another."""
    ours = [
        Contender(
            f"{OURS}, {name}",
            [str(ROOT / "run_autograder"), "--submission", str(folder), "--results", str(results)],
        )
        for name, folder in submissions.items()
    ]
    plain = [sys.executable, str(ROOT / "benchmarks/plain/run_tests.py"), str(submissions["solutions"]), str(results)]
    return [
        *ours,
        Contender(PLAIN, plain),
        *(Contender(name, [sys.executable, "-c", name]) for name in IMPORTS),
    ]
