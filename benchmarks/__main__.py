"""`python -m benchmarks`: measure, print the tables, write `latest.json`, `latest.svg` and what two pages say of it."""

from __future__ import annotations

import argparse
import datetime
import json
import os
import platform
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

from . import growth, report
from .compare import compare
from .contenders import ROOT, contenders, make_submissions
from .processes import times_of


def main() -> None:
    """Measure as the arguments say."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--rounds", type=int, default=15, help="timed runs of each contender in each setting")
    parser.add_argument("--memory-rounds", type=int, default=3, help="runs of each that are watched for memory")
    parser.add_argument("--submissions", type=int, nargs="+", default=[1, 10, 100, 300], help="to see the cost grow")
    parser.add_argument("--out", type=Path, default=ROOT / "benchmarks", help="the folder for latest.json and .svg")
    parser.add_argument("--front", type=Path, default=ROOT / "README.md", help="the page to write one sentence into")
    parser.add_argument("--page", type=Path, default=ROOT / "benchmarks/README.md", help="the page for the tables")
    arguments = parser.parse_args()
    os.environ.pop("OPENBLAS_NUM_THREADS", None)  # the plain way and the imports as they come
    measured = measure(arguments)
    (arguments.out / "latest.json").write_text(json.dumps(measured, indent=1) + "\n")
    report.draw(measured, arguments.out / "latest.svg")
    report.write_into(arguments.front, report.sentence(measured))
    report.write_into(arguments.page, report.figures(measured))
    print(report.tables(measured))


def measure(arguments: argparse.Namespace) -> dict[str, Any]:
    """Every figure, with the date and the machine."""
    with tempfile.TemporaryDirectory() as folder:
        submissions = make_submissions(Path(folder))
        everyone = contenders(submissions, Path(folder) / "results.json")
        rows = compare(everyone, arguments.rounds, arguments.memory_rounds)
        grown = growth.measure(submissions["solutions"], sorted(arguments.submissions), times_of)
    return {
        "date": datetime.datetime.now(datetime.timezone.utc).date().isoformat(),
        "machine": machine(),
        "rounds": arguments.rounds,
        "rows": rows,
        "growth": grown,
    }


def machine() -> dict[str, Any]:
    """What the figures depend on."""
    return {
        "processor": processor(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "numpy": version("numpy"),
        "torch": version("torch"),
    }


def processor() -> str:
    """The processor's name as the system gives it."""
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text().splitlines() if cpuinfo.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


if __name__ == "__main__":
    main()
