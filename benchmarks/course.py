"""What a whole course costs: `python -m benchmarks.course` grades many submissions both ways and prints a table.

The submissions are the canned ordinary hand-ins and right variants, mixed. The plain way grades some of them before
and some after, as many at once as there are cores, so that whatever else the machine does meets both alike.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psutil

from .contenders import FILES, ROOT
from .processes import tree_memory_of

sys.path.insert(0, str(ROOT / "tests"))
from hand_ins import family
from right_variants import VARIANTS

LATEST = ROOT / "benchmarks/course.json"
SAMPLE_SECONDS = 0.5
EARLY = 50  # submissions after which the memory is looked at first


def main() -> None:
    """Measure as the arguments say."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.course", description=__doc__)
    parser.add_argument("--submissions", type=int, default=500)
    parser.add_argument("--plain", type=int, default=60, help="how many of them the plain way grades")
    arguments = parser.parse_args()
    measured = measure(arguments.submissions, arguments.plain)
    LATEST.write_text(json.dumps(measured, indent=1) + "\n")
    print(table(measured))


def measure(count: int, plain: int) -> dict[str, Any]:
    """Wall and processor seconds a submission, both ways, and the memory of the course early and late."""
    cores = psutil.cpu_count() or 1
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "class"
        submissions = make_submissions(folder, count)
        before = plain_way(submissions[: plain // 2], cores)
        ours = grade_course(folder, Path(place) / "out", count)
        after = plain_way(submissions[-(plain - plain // 2) :], cores)
    plain_seconds = {kind: (before[kind] + after[kind]) / plain for kind in before}
    return {"submissions": count, "plain": plain, "cores": cores, "ours": ours, "plain_way": plain_seconds}


def make_submissions(folder: Path, count: int) -> list[Path]:
    """Ordinary hand-ins and right variants in turn, as often as it takes."""
    hand_ins = [hand_in for hand_in in family("ordinary") if not hand_in.prepare]
    made = []
    for number in range(count):
        place = folder / f"submission_{number:04d}"
        if number % 2:
            variant = VARIANTS[number // 2 % len(VARIANTS)]
            place.mkdir(parents=True)
            for name in FILES:
                shutil.copy(ROOT / "solutions" / name, place)
            with (place / f"{variant.function.partition('.')[0]}.py").open("a") as file:
                file.write(variant.code)
        else:
            hand_ins[number // 2 % len(hand_ins)].lay(place)
        made.append(place)
    return made


def plain_way(submissions: list[Path], at_once: int) -> dict[str, float]:
    """Seconds for all of them."""

    def grade(folder: Path) -> None:
        command = [sys.executable, str(ROOT / "benchmarks/plain/run_tests.py"), str(folder), "/dev/null"]
        subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    started, processor = time.perf_counter(), processor_seconds()
    with ThreadPoolExecutor(at_once) as lanes:
        list(lanes.map(grade, submissions))
    return {"wall_seconds": time.perf_counter() - started, "cpu_seconds": processor_seconds() - processor}


def grade_course(folder: Path, out: Path, count: int) -> dict[str, float]:
    """Seconds a submission, and the most memory at once, up to `EARLY` submissions and in all."""
    command = [sys.executable, "-m", "autograder", "course", str(folder), "--out", str(out)]
    started, processor = time.perf_counter(), processor_seconds()
    process = psutil.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peaks = {"early": 0, "late": 0}
    watch = threading.Thread(target=_watch, args=(process, out / "records", count, peaks))
    watch.start()
    process.wait()
    wall, cpu = time.perf_counter() - started, processor_seconds() - processor
    watch.join()
    assert sum(1 for _ in (out / "results").iterdir()) == count
    return {"wall_seconds": wall / count, "cpu_seconds": cpu / count,
            "early_bytes": peaks["early"], "late_bytes": peaks["late"]}  # fmt: skip


def _watch(process: psutil.Process, records: Path, count: int, peaks: dict[str, int]) -> None:
    while process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
        done = sum(1 for _ in records.glob("*.json")) if records.is_dir() else 0
        when = "early" if done <= EARLY else "late" if done < count else "report"
        peaks[when] = max(peaks.get(when, 0), tree_memory_of(process))
        time.sleep(SAMPLE_SECONDS)


def processor_seconds() -> float:
    """Of all children that have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def table(measured: dict[str, Any]) -> str:
    """Markdown."""
    ours, plain = measured["ours"], measured["plain_way"]
    lines = [
        f"{measured['submissions']} submissions on {measured['cores']} cores; the plain way graded {measured['plain']} "
        "of them, before and after, as many at once as there are cores:",
        "",
        "| | submissions a minute | processor seconds each |",
        "|---|---|---|",
    ]
    for name, each in (("`python3 -m autograder course`", ours), ("the plain way", plain)):
        lines.append(f"| {name} | {60 / each['wall_seconds']:.0f} | {each['cpu_seconds']:.2f} |")
    ratio = {kind: plain[kind] / ours[kind] for kind in ("wall_seconds", "cpu_seconds")}
    lines.append(f"| ratio | **{ratio['wall_seconds']:.1f}** | **{ratio['cpu_seconds']:.1f}** |")
    early, late = (ours[f"{when}_bytes"] / 1024**2 for when in ("early", "late"))
    lines += ["", f"Memory of all its processes: {early:.0f} MB at most in the first {EARLY}, {late:.0f} MB after."]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
