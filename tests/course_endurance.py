"""`make course-endurance`: 300 synthetic submissions, killed at three moments; every score and mistake is checked."""

import argparse
import collections
import json
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import course_export
from conftest import ROOT
from course_export import FUNCTIONS, RIGHT, Rows


def run(export, out, *, kill_after=None):
    """One run of the command; the results that it had when it was killed, or its exit status."""
    process = subprocess.Popen([sys.executable, "-m", "autograder", "course", export, "--out", out], cwd=ROOT,
                               stderr=subprocess.PIPE, text=True)  # fmt: skip
    if kill_after is None:
        _, said = process.communicate()
        return process.returncode, said
    while sum(1 for _ in (out / "records").glob("*.json")) < kill_after and process.poll() is None:
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    return None, ""


def written(out):
    """When each record was written: one that is made twice has another time."""
    return {path.stem: path.stat().st_mtime_ns for path in (out / "records").glob("*.json")}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--submissions", type=int, default=300)
    count = parser.parse_args().submissions
    made = course_export.set_traps(course_export.course(count))
    with tempfile.TemporaryDirectory() as place:
        export, out = Path(place) / "export.zip", Path(place) / "out"
        course_export.write_zip(export, made, Rows())
        draw = random.Random(count)
        moments = sorted(draw.sample(range(count // 20, count - count // 20), 3))
        before = {}
        for moment in moments:
            run(export, out, kill_after=moment)
            now = written(out)
            repeated = [name for name, when in before.items() if now.get(name) != when]
            print(f"killed at {len(now)} of {count}: {len(repeated)} lost or made again", flush=True)
            assert not repeated
            before = now
        status, said = run(export, out)
        now = written(out)
        assert status == 0, said
        assert all(now[name] == when for name, when in before.items())
        assert len(now) == count
        check(made, out)


def check(made, out):
    """Scores by submission, mistakes by function."""
    wrong, met, wanted = [], collections.Counter(), collections.Counter()
    for one in made:
        rows = json.loads((out / f"results/{one.name}.json").read_text())["tests"]
        if one.hand_in is not None:
            score = sum(row["score"] for row in rows)
            wrong += [(one.name, one.hand_in.name, score)] if score != 100 - one.hand_in.loses else []
            continue
        of_function = {f: [row for row in rows if row["extra_data"]["function"] == f] for f in FUNCTIONS}
        states = {function: one.attempts[-1].get(function, RIGHT) for function in FUNCTIONS}
        for function, own in of_function.items():
            met.update({(function, name) for row in own for name in row["extra_data"]["mistakes"]})
            if states[function].kind == "known":
                wanted[function, states[function].mistake(function)] += 1
            lost = any(row["score"] < row["max_score"] for row in own)
            if lost != (states[function].kind not in ("right", "variant")):
                wrong.append((one.name, function, states[function]))
    differing = {each: (wanted[each], met[each]) for each in wanted | met if wanted[each] != met[each]}
    print(f"{len(made)} submissions, {len(wrong)} of them with points that they were not made for: {wrong[:3]}")
    print(f"{wanted.total()} known mistakes of {len(wanted)} kinds; made and counted differently: {differing}")
    assert not wrong
    assert not differing


if __name__ == "__main__":
    main()
