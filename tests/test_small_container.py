"""Gradescope's smallest container, 0.75 GB and half a core: a memory bomb costs its own points, never the grading."""

import json
import os
import subprocess
import sys
from pathlib import Path

import filters
import pytest
from conftest import ROOT, with_function

MEMORY_BYTES = 768 * 1024**2
GROUPS = Path("/sys/fs/cgroup")

BOMBS = {
    "q1_dropout": """
def gamma(X):
    kept = []
    while True:
        kept.append(np.ones(10**6))
""",
    "q2_batchnorm": """
def grad_x(dY, X, gamma, eps):
    import contextlib, ctypes, os, sys
    ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)  # PR_SET_DUMPABLE
    for _ in range(30):
        if os.fork() == 0:
            with contextlib.suppress(OSError):
                open("/proc/self/oom_score_adj", "w").write("0")
            kept = bytearray(200 * 1024**2)
            while True:
                kept[:: 4096] = b"x" * len(kept[:: 4096])
    while True:
        pass
""",
}


@pytest.fixture
def small_group():
    """The files to which a process writes its number to be limited, in either version of cgroups."""
    name = f"cs148a-test-{os.getpid()}"
    if (GROUPS / "cgroup.controllers").exists():
        folders = {GROUPS / name: {"memory.max": MEMORY_BYTES, "memory.swap.max": 0, "cpu.max": "50000 100000"}}
    else:
        folders = {
            GROUPS / "memory" / name: {"memory.limit_in_bytes": MEMORY_BYTES},
            GROUPS / "cpu" / name: {"cpu.cfs_period_us": 100000, "cpu.cfs_quota_us": 50000},
        }
    made = []
    try:
        for folder, limits in folders.items():
            folder.mkdir()
            made.append(folder)
            for limit, value in limits.items():
                (folder / limit).write_text(str(value))
    except OSError as error:
        pytest.skip(f"no cgroup can be made here: {error}")
    try:
        yield [folder / "cgroup.procs" for folder in made]
    finally:
        for folder in made:
            folder.rmdir()


def grade_in(small_group, submission, results, before=""):
    join = " && ".join(f"echo $$ > {file}" for file in small_group)
    command = f'{join} && exec {before} "$0" --submission "$1" --results "$2"'
    subprocess.run(
        ["sh", "-c", command, ROOT / "run_autograder", submission, results], check=True, stdin=subprocess.DEVNULL
    )
    return json.loads(results.read_text())


OLD = f"{sys.executable} -I {ROOT}/tests/docker_rights.py --before-landlock"


@pytest.mark.parametrize("before", ["", pytest.param(OLD, marks=filters.needed)])
def test_memory_bombs_cost_their_own_points(small_group, hand_in, tmp_path, before):
    submission = hand_in(**{module: with_function(module, code) for module, code in BOMBS.items()})
    results = grade_in(small_group, submission, tmp_path / "results.json", before)
    lost = {r["extra_data"]["function"] for r in results["tests"] if r["score"] < r["max_score"]}
    assert lost == {"q1_dropout.gamma", "q2_batchnorm.grad_x"}
    assert results["score"] == 100 - 2 - 8
    shown = "\n".join(row["output"] for row in results["tests"])
    assert "gamma(X (5, 3)) used more than 512 MB" in shown
    assert "grader itself failed" not in shown
