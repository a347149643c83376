"""`make gradescope SUBMISSION=dir`: grade a folder as Gradescope would, and print what its student will see.

autograder.zip is unpacked at /autograder/source in a throw-away copy of this machine (container.sh), setup.sh makes
the image there, once per zip, and the submission is graded in a copy of the image with 0.75 GB and half a core
(limited.sh). Needs Linux, root and namespaces; standard library only, since staff run it before anything is installed.
"""

from __future__ import annotations

import fcntl
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / "build/gradescope"
MEMORY_BYTES, CPU_PERCENT = 768 * 1024**2, 50  # Gradescope's smallest container, which is its default
TIMEOUT_SECONDS = 600
KEPT_SECONDS = 24 * 3600  # results and images of earlier versions
SET_UP = (
    "cd /autograder/source && bash setup.sh && cp run_autograder /autograder/ && chmod +x /autograder/run_autograder"
)
GRADE = "cd /autograder && ./run_autograder >results/stdout 2>&1"
METADATA = {
    "id": 1,
    "created_at": "2026-05-06T21:30:00.000000-07:00",
    "assignment": {"title": "Problem Set 2", "total_points": "100.0", "due_date": "2026-05-08T23:59:00.000000-07:00"},
    "submission_method": "upload",
    "users": [{"id": 1, "email": "student@example.org", "name": "Student"}],
    "previous_submissions": [],
}


class Impossible(Exception):
    """Why nothing can be graded, and what to do about it."""


def main(argument: str) -> int:
    """Grade the folder named by `argument` and print the page; the exit status."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal without γ
    try:
        submission = find_folder(argument)
        check_machine()
        image = make_image()
        kept = new_results_folder(CACHE)
        results = grade(image, submission, kept)
    except Impossible as error:
        print(f"make gradescope: {error}", file=sys.stderr)
        return 2
    print(page(results))
    print(f"\nFor staff: {results['score']:g} points with the hidden tests.")
    for name in ("results.json", "stdout"):
        print(f"  {kept / name}")
    return 0


def find_folder(argument: str) -> Path:
    """The folder of the submission."""
    if not argument:
        raise Impossible("which folder? For example: make gradescope SUBMISSION=solutions")
    folder = Path(argument)
    if folder.is_file():
        raise Impossible(f"{argument} is a file; give the folder that it is in, or unpack it first")
    if not folder.is_dir():
        raise Impossible(f"there is no folder {argument}")
    return folder.resolve()


def check_machine() -> None:
    """Raise `Impossible` unless a container can be made here."""
    instead = "Without it, ./run_autograder --submission DIR --results FILE grades outside of Gradescope's layout"
    if not sys.platform.startswith("linux"):
        raise Impossible(f"needs Linux; Docker has it on other systems, see docs/staff.md. {instead}")
    if os.geteuid() != 0:
        raise Impossible(f"needs root (sudo make gradescope SUBMISSION=solutions). {instead}")
    probe = ["unshare", "--mount", "--pid", "--ipc", "--fork", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
    if shutil.which("unshare") is None or subprocess.run(probe, capture_output=True, check=False).returncode != 0:
        raise Impossible(f"this machine lets root make no namespaces; a container seldom does. {instead}")


def make_image(cache: Path = CACHE) -> Path:
    """The folder of the image for this checkout's autograder.zip; made at the first call, which takes a minute."""
    with alone(cache):
        return make_image_alone(cache)


@contextmanager
def alone(cache: Path) -> Iterator[None]:
    """Two of these commands at once take turns here: the second finds the image that the first made."""
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def make_image_alone(cache: Path) -> Path:
    """The same, while no other command makes one."""
    run(["python3", "-m", "autograder", "build", "--out", str(cache)], cwd=ROOT)
    archive = cache / "autograder.zip"
    image = image_folder(cache, archive)
    if (image / "ready").exists():
        os.utime(image)  # in use: another version's first run leaves it
        return image
    for old in cache.glob("image-*"):
        if time.time() - old.stat().st_mtime > KEPT_SECONDS or not (old / "ready").exists():
            remove(old)
    print("making the image: a minute, once per change of the grader", file=sys.stderr)
    unpack(archive, image / "files/autograder/source")
    run([*container(), image, "", "bash", "-c", SET_UP], env=os.environ | {"CONTAINER_HIDES": str(ROOT)})
    (image / "ready").touch()
    return image


def image_folder(cache: Path, archive: Path) -> Path:
    """Where in `cache` the image of this autograder.zip is, or is to be."""
    return cache / f"image-{hashlib.sha256(archive.read_bytes()).hexdigest()[:16]}"


def new_results_folder(cache: Path) -> Path:
    """A folder for what one grading leaves: no two share one, and those of yesterday go."""
    folders = cache / "results"
    folders.mkdir(parents=True, exist_ok=True)
    for old in folders.iterdir():
        if time.time() - old.lstat().st_mtime > KEPT_SECONDS:
            remove(old)
    return Path(tempfile.mkdtemp(prefix=time.strftime("%H%M%S-"), dir=folders))


def remove(folder: Path) -> None:
    """By rm: a submission may be nested deeper than Python can follow."""
    subprocess.run(["rm", "-rf", "--", folder], check=True)


def unpack(archive: Path, folder: Path) -> None:
    """Unpack a zip with the modes of its entries, as Gradescope does."""
    folder.mkdir(parents=True)
    with zipfile.ZipFile(archive) as entries:
        for entry in entries.infolist():
            Path(entries.extract(entry, folder)).chmod(entry.external_attr >> 16 & 0o777)


def grade(image: Path, submission: Path, kept: Path) -> dict[str, Any]:
    """results.json of the folder `submission`, graded in a copy of `image`; it and the output stay in `kept`."""
    changes = Path(tempfile.mkdtemp(prefix="grading-", dir=image.parent))
    autograder = changes / "files/autograder"
    try:
        autograder.mkdir(parents=True)
        run(["cp", "-a", submission, autograder / "submission"])
        (autograder / "submission_metadata.json").write_text(json.dumps(METADATA))
        limited: list[str | Path] = ["bash", ROOT / "tests/limited.sh", str(MEMORY_BYTES), str(CPU_PERCENT)]
        environment = {
            "PATH": os.environ["PATH"], "HOME": "/root", "TIMEOUT_SECONDS": str(TIMEOUT_SECONDS),
            "CONTAINER_HIDES": str(ROOT),
        }  # fmt: skip
        subprocess.run([*limited, *container(), changes, image, "bash", "-c", GRADE], env=environment, check=False)
        shutil.copytree(autograder / "results", kept, dirs_exist_ok=True)
    finally:
        remove(changes)
    return read(kept)


def read(kept: Path) -> dict[str, Any]:
    """The parsed results.json in `kept`."""
    try:
        results: dict[str, Any] = json.loads((kept / "results.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise Impossible(f"the grading left no valid results.json; its output is in {kept / 'stdout'}") from None
    return results


def container() -> list[str | Path]:
    """The command that runs another in a copy of this machine."""
    return ["bash", ROOT / "tests/container.sh"]


def run(command: Sequence[str | Path], **options: Any) -> None:
    """Run `command`, silent unless it fails."""
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, **options)
    if done.returncode != 0:
        raise Impossible(f"{' '.join(Path(word).name for word in command[:2])} failed:\n{done.stdout}{done.stderr}")


def page(results: dict[str, Any]) -> str:
    """What the student sees: the text above the rows, and the rows that are visible."""
    shown = [row for row in results["tests"] if row["visibility"] == "visible"]
    total = "-" if len(shown) < len(results["tests"]) else f"{results['score']:g}"  # Gradescope withholds it
    most = sum(row["max_score"] for row in results["tests"])
    parts = [f"AUTOGRADER SCORE  {total} / {most:g}", results["output"]]
    return "\n\n".join([*parts, *map(row_text, shown)])


def row_text(row: dict[str, Any]) -> str:
    """A row's heading, and its text set in, without the fences around code."""
    heading = f"{row['number']}) {row['name']} ({row['score']:g}/{row['max_score']:g}) {row['status'].upper()}"
    lines = [line for line in row["output"].splitlines() if not re.fullmatch("`{3,}(text)?", line)]
    return "\n".join([heading, *(f"    {line}".rstrip() for line in lines)])


if __name__ == "__main__":
    sys.exit(main(os.environ.get("SUBMISSION_FOLDER", "")))
