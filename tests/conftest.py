"""The Gradescope layout, built once for all tests that grade in it, and ways to make hand-ins."""

import json
import os
import re
import shutil
import subprocess
import tempfile
import zipfile
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from filelock import FileLock
from one_process import OneProcess
from sweeps import BRIEF

ROOT = Path(__file__).resolve().parent.parent
FILES = ("q1_dropout.py", "q2_batchnorm.py", "q3_layernorm.py", "q4_optimizers.py")
# What asks for one of these fixtures is marked `container`: half a core, too, is a container's.
CONTAINERS = {"gradescope", "small_group", "control_groups", "short_run"}
LONGEST_FIRST = ("test_hostile.py", "test_readme.py", "test_random_misbehaviour.py", "test_same_verdicts.py")


def pytest_configure(config):
    """`make check` is what needs one process."""
    if BRIEF:
        config.pluginmanager.register(OneProcess())


def pytest_collection_modifyitems(items):
    """Mark what needs a container, and begin with the longest files, so that two processes end at about one time."""
    for item in items:
        if CONTAINERS & set(getattr(item, "fixturenames", ())):
            item.add_marker("container")
    ranks = {name: rank for rank, name in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: ranks.get(item.path.name, len(ranks)))


def check_diagnoses(results):
    """The explanation of a wrong answer never broke in these results: no row shows it when it does, so tests look."""
    assert [row for row in results["tests"] if "diagnosis_failed" in row["extra_data"]] == []


def unwrapped(text):
    """What a row says, its sentences in one line each: how they are broken is tested by itself."""
    return re.sub(r"\n {6}(?: {4,6})?(?=\S)", " ", text)


@dataclass
class Grading:
    """What one grading left: results.json, what it printed, and its exit status."""

    results: dict
    log: str
    status: int

    def __post_init__(self):
        check_diagnoses(self.results)

    @property
    def score(self):
        return self.results["score"]

    def rows(self, function):
        return [row for row in self.results["tests"] if row["extra_data"]["function"] == function]

    def lost(self):
        """Points lost, by function."""
        lost = {}
        for row in self.results["tests"]:
            missing = row["max_score"] - row["score"]
            if missing:
                name = row["extra_data"]["function"]
                lost[name] = lost.get(name, 0) + missing
        return lost


class Gradescope:
    """An image in which setup.sh has run as on Gradescope, and gradings in throw-away copies of it."""

    def __init__(self, folder):
        self.folder = folder
        self.image = folder / "image"

    def build(self):
        subprocess.run(["python3", "-m", "autograder", "build", "--out", self.folder], cwd=ROOT, check=True)
        source = self.image / "files/autograder/source"
        source.mkdir(parents=True)
        with zipfile.ZipFile(self.folder / "autograder.zip") as archive:
            archive.extractall(source)  # without run bits, as Windows does
        script = (
            "cd /autograder/source && bash setup.sh && cp run_autograder /autograder/ "
            "&& chmod +x /autograder/run_autograder"
        )
        return self.inside(self.image, "", ["bash", "-c", script], TORCH_INDEX_URL="")

    def grade(self, submission, **environment):
        """Grade the folder `submission` in a fresh copy of the image."""
        changes = self.new_folder()
        shutil.copytree(submission, changes / "files/autograder/submission", symlinks=True)
        (changes / "files/autograder/submission_metadata.json").write_text('{"id": 1, "users": []}')
        try:
            done = self.inside(changes, self.image, ["bash", "-c", "cd /autograder && ./run_autograder"], **environment)
            text = (changes / "files/autograder/results/results.json").read_text()
            return Grading(json.loads(text), done.stdout + done.stderr, done.returncode)
        finally:
            shutil.rmtree(changes, ignore_errors=True)

    def new_folder(self):
        """An empty folder for the changes of one more container."""
        return Path(tempfile.mkdtemp(prefix="grading-", dir=self.folder))

    def inside(self, changes, base, command, **environment):
        changes.mkdir(exist_ok=True)
        keep = {k: v for k, v in os.environ.items() if k.startswith("PIP_") or k in ("PATH", "HOME")}
        return subprocess.run(
            [ROOT / "tests/container.sh", changes, str(base), *command],
            env=keep | environment,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
        )


@pytest.fixture(scope="session", autouse=True)
def _own_options():
    """Options in the environment are for this run, not for the students' pytest that tests start.

    Taken away here and not when this file is loaded: the processes of pytest-xdist read them as well.
    """
    os.environ.pop("PYTEST_ADDOPTS", None)


@pytest.fixture(scope="session")
def gradescope(tmp_path_factory, worker_id):
    """One image for the whole run: the first of pytest's processes that needs it makes it, the others wait."""
    if os.geteuid() != 0:
        pytest.skip("the Gradescope layout needs root and mount namespaces")
    own = tmp_path_factory.getbasetemp()
    image = Gradescope((own if worker_id == "master" else own.parent) / "gradescope")
    image.folder.mkdir(exist_ok=True)
    with FileLock(image.folder / "lock"):
        if not (image.folder / "built").exists():
            done = image.build()
            assert done.returncode == 0, done.stdout + done.stderr
            (image.folder / "built").touch()
    return image


@pytest.fixture
def hand_in(tmp_path):
    """A function that makes one for this test: `make_hand_in` says of what."""
    return partial(make_hand_in, tmp_path / "hand-in")


def make_hand_in(folder, base="solutions", **texts):
    """A copy of the solutions (or of the stubs) with some files replaced; None takes one away."""
    folder.mkdir()
    for name in FILES:
        shutil.copy(ROOT / base / name, folder / name)
    for module, text in texts.items():
        path = folder / f"{module}.py"
        if text is None:
            path.unlink()
        else:
            path.write_text(text)
    return folder


def with_function(module, code):
    """The solution's file with a function of the same name defined again below it."""
    return (ROOT / "solutions" / f"{module}.py").read_text() + "\n\n" + code
