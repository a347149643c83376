"""The arguments of `python3 -m autograder course`."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import Any

from autograder.fitness import Refused


def add_to(commands: Any) -> None:
    """Enter the command among the others."""
    course = commands.add_parser("course", help="grade every submission of an export, and report on the course")
    course.add_argument("export", type=Path, metavar="EXPORT", help="Gradescope's export, or a folder of folders")
    course.add_argument("--out", type=Path, required=True, metavar="DIR", help="the folder for results and reports")
    course.add_argument(
        "--against", type=Path, metavar="OTHER",
        help="who gains and who loses since an earlier DIR, or another version's zip or clone",
    )  # fmt: skip
    course.add_argument("--report-only", action="store_true", help="grade nobody: report on the export's own results")
    course.add_argument("--names", action="store_true", help="names in place of pseudonyms, and counts below 3")
    course.add_argument("--processes", type=positive, metavar="N", help="graders at once (default: one per core)")
    course.add_argument("--dask", metavar="ADDRESS", help="grade on the dask.distributed cluster with this scheduler")
    course.add_argument("--shard", type=shard, metavar="K/N", help="grade the Kth of N parts, on a disk they share")


def check(arguments: argparse.Namespace) -> None:
    """Raise `Refused` for arguments that do not go together."""
    grading = {"--against": arguments.against, "--dask": arguments.dask, "--shard": arguments.shard}
    asked = [option for option, value in grading.items() if value]
    if arguments.report_only and asked:
        raise Refused(f"--report-only grades nobody, so leave out {', '.join(asked)}")
    if arguments.out.resolve().is_relative_to(arguments.export.resolve()):
        raise Refused(
            f"{arguments.out} lies in {arguments.export} and would be taken for a submission; give another --out"
        )
    if arguments.dask and arguments.shard:
        raise Refused("a cluster shares out the submissions by itself; give --dask or --shard")


def positive(text: str) -> int:
    """A number from 1 on."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 1 on")
    return int(text)


def shard(text: str) -> tuple[int, int]:
    """Which part of how many, from a text such as 2/8."""
    found = re.fullmatch(r"(\d+)/(\d+)", text)
    if found is None or not 1 <= int(found[1]) <= int(found[2]):
        raise argparse.ArgumentTypeError(f"{text!r} is not K/N with K from 1 to N, such as 2/8")
    return int(found[1]), int(found[2])
