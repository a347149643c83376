"""`make gradescope`: Gradescope's verdicts and the student's page, its limits, and what it says where it cannot run."""

import os
import re
import signal
import subprocess
import sys
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import emulation
import filters
import pytest
from conftest import ROOT, with_function

MEGABYTE = 1024**2
WRONG = with_function("q2_batchnorm", "def grad_x(dY, X, gamma, eps):\n    return 0 * dY\n")


def test_the_results_are_gradescopes(gradescope, hand_in, tmp_path):
    submission = hand_in(q2_batchnorm=WRONG)
    emulated = emulation.grade(gradescope.image, submission, tmp_path / "results")
    graded = gradescope.grade(submission).results
    assert emulated.pop("execution_time") > 0
    graded.pop("execution_time")
    assert emulated == graded
    assert {path.name for path in (tmp_path / "results").iterdir()} == {"results.json", "stdout"}
    assert "total" in (tmp_path / "results/stdout").read_text()


def row(visibility, output="A promise.", score=2.0):
    return {"number": "2(a)4", "name": "grad_x: dL/dX", "score": score, "max_score": 4.0, "status": "failed",
            "visibility": visibility, "output": output}  # fmt: skip


def test_the_page_shows_visible_rows_alone_and_no_total_while_any_is_hidden():
    rows = [row("visible", "A promise.\n\n```text\ngrad_x(X) is off\n```"), row("after_published", "a secret")]
    page = emulation.page({"score": 4.0, "output": "Found all 4 files.", "tests": rows})
    assert page == (
        "AUTOGRADER SCORE  - / 8\n\nFound all 4 files.\n\n"
        "2(a)4) grad_x: dL/dX (2/4) FAILED\n    A promise.\n\n    grad_x(X) is off"
    )
    assert emulation.page({"score": 2.0, "output": "", "tests": rows[:1]}).startswith("AUTOGRADER SCORE  2 / 4")


def make_gradescope(*arguments, before=()):
    return subprocess.run(
        [*before, "make", "-C", ROOT, "gradescope", *arguments], capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ([], "which folder? For example: make gradescope SUBMISSION=solutions"),
        (["SUBMISSION=no such folder"], "there is no folder no such folder"),
        (["SUBMISSION=README.md"], "README.md is a file; give the folder that it is in"),
    ],
)
def test_a_submission_that_is_none_is_named(arguments, reason):
    done = make_gradescope(*arguments)
    assert done.returncode != 0
    assert done.stderr.startswith(f"make gradescope: {reason}")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "name",
    ["$(touch HERE)", "$(shell touch HERE)", "`touch HERE`", '"; touch HERE; "', "'; touch HERE; '", "a$b", "$$"],
)
def test_a_folders_name_is_read_by_nobody(tmp_path, name):
    name = name.replace("HERE", str(tmp_path / "ran"))
    done = make_gradescope(f"SUBMISSION={name}")
    assert done.stderr.startswith(f"make gradescope: there is no folder {name}\n")
    assert not (tmp_path / "ran").exists()


def test_two_at_once_keep_their_results_apart_and_yesterdays_go(tmp_path):
    first, second = (emulation.new_results_folder(tmp_path) for _ in range(2))
    assert first != second
    day_before = time.time() - 25 * 3600
    os.utime(first, (day_before, day_before))
    third = emulation.new_results_folder(tmp_path)
    assert set((tmp_path / "results").iterdir()) == {second, third}


def test_two_at_once_make_one_image(tmp_path, monkeypatch):
    """The second waits for the first, and finds its image."""
    made = []

    def make(command, **_):
        if "build" in command:
            with zipfile.ZipFile(tmp_path / "autograder.zip", "w") as archive:
                archive.writestr(zipfile.ZipInfo("setup.sh"), "")
        else:
            made.append(command)
            time.sleep(0.2)

    monkeypatch.setattr(emulation, "run", make)
    with ThreadPoolExecutor(2) as lanes:
        images = list(lanes.map(emulation.make_image, [tmp_path, tmp_path]))
    assert images[0] == images[1]
    assert len(made) == 1


@pytest.mark.skipif(os.geteuid() != 0, reason="a container needs root")
def test_a_tree_as_deep_as_a_path_goes_is_graded_and_removed(gradescope, hand_in, tmp_path):
    submission = hand_in()
    there = os.getcwd()
    os.chdir(submission)
    for _ in range(1500):
        os.mkdir("d")
        os.chdir("d")
    os.chdir(there)
    beside = tmp_path / "image"  # gradings lie beside their image: here no other test's
    beside.symlink_to(gradescope.image)
    before = set(tmp_path.iterdir())
    assert emulation.grade(beside, submission, tmp_path / "results")["score"] == 100
    assert set(tmp_path.iterdir()) - before == {tmp_path / "results"}
    emulation.remove(submission)


def test_without_root_it_says_what_to_do(monkeypatch, capsys):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert emulation.main(str(ROOT / "solutions")) == 2
    assert "needs root (sudo make gradescope SUBMISSION=solutions)" in capsys.readouterr().err


@filters.needed
@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give rights away")
def test_without_namespaces_it_says_what_to_do():
    done = make_gradescope("SUBMISSION=solutions", before=[sys.executable, ROOT / "tests/docker_rights.py"])
    assert done.returncode != 0
    assert "lets root make no namespaces" in done.stderr
    assert "./run_autograder --submission DIR --results FILE" in done.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="a container needs root")
def test_what_a_container_shares_and_hides_is_a_folder_a_line(tmp_path):
    (tmp_path / "a folder").mkdir()
    (tmp_path / "a folder/file").write_text("shared\n")
    lists = {
        "CONTAINER_SHARES": f"{tmp_path}:/first\n{tmp_path}/a folder:/the second",
        "CONTAINER_HIDES": "/nowhere at all\n/usr/share",
    }
    done = subprocess.run(
        [ROOT / "tests/container.sh", tmp_path / "changes", "", "sh", "-c", "cat '/the second/file'; ls /usr/share"],
        env=os.environ | lists, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout == "shared\n"


@pytest.mark.skipif(os.geteuid() != 0, reason="a container needs root")
def test_containers_of_one_image_start_at_once(tmp_path):
    (tmp_path / "image/files").mkdir(parents=True)

    def start(number):
        command = [ROOT / "tests/container.sh", tmp_path / f"changes-{number}", tmp_path / "image", "true"]
        return subprocess.run(command, capture_output=True, text=True, check=False).stderr

    with ThreadPoolExecutor(4) as lanes:
        assert set(lanes.map(start, range(60))) == {""}


def limited(*command, **environment):
    """Run `command` with 100 MB and half a core."""
    return subprocess.run(
        [ROOT / "tests/limited.sh", str(100 * MEGABYTE), "50", *command],
        env=os.environ | environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.fixture
def control_groups():
    if "no limit" in limited("true").stderr:
        pytest.skip("this machine gives no control groups")


READ_LIMITS = """
from pathlib import Path
groups = Path("/sys/fs/cgroup")
for line in open("/proc/self/cgroup"):
    _, controllers, own = line.strip().split(":", 2)
    if "cs148a-limited" in own:
        folder = groups / controllers.split(",")[0] / own[1:]
        print(folder)
        for name in ("memory.max", "memory.limit_in_bytes", "cpu.max", "cpu.cfs_quota_us", "cpu.cfs_period_us"):
            if (folder / name).exists():
                print((folder / name).read_text())
"""
USE_MEMORY = "import sys; kept = b'x' * (int(sys.argv[1]) * 1024**2); print('kept')"


def test_memory_is_limited_and_the_exit_status_is_the_commands(control_groups):
    assert limited(sys.executable, "-c", USE_MEMORY, "30").stdout == "kept\n"
    assert limited(sys.executable, "-c", USE_MEMORY, "300").returncode == 128 + signal.SIGKILL
    assert limited("sh", "-c", "exit 3").returncode == 3


def test_a_group_has_both_limits_and_is_gone_afterwards(control_groups):
    shown = limited(sys.executable, "-c", READ_LIMITS).stdout.split()
    folders = [Path(word) for word in shown if word.startswith("/")]
    assert sorted(int(word) for word in shown if word.isdigit()) == [50000, 100000, 100 * MEGABYTE]
    assert folders
    assert not any(folder.exists() for folder in folders)


@pytest.mark.parametrize(
    ("version", "limits"),
    [
        (1, {"memory/{}/memory.limit_in_bytes": "104857600", "cpu/{}/cpu.cfs_quota_us": "50000",
             "cpu/{}/cpu.cfs_period_us": "100000"}),
        (2, {"{}/memory.max": "104857600", "{}/memory.swap.max": "0", "{}/cpu.max": "50000 100000",
             "cgroup.subtree_control": "+memory +cpu"}),
    ],
)  # fmt: skip
def test_each_version_of_control_groups_gets_its_own_files(tmp_path, version, limits):
    """On a model of the kernel's folder: no machine has both."""
    for name in ("memory", "cpu") if version == 1 else ():
        (tmp_path / name).mkdir()
    if version == 2:
        (tmp_path / "cgroup.controllers").write_text("cpu memory")
    done = limited("echo", "done", CONTROL_GROUPS=str(tmp_path))
    assert (done.stdout, done.stderr) == ("done\n", "")
    (group,) = {path.parent.name for path in tmp_path.rglob("cgroup.procs")}
    for path, value in limits.items():
        assert (tmp_path / path.format(group)).read_text().strip() == value
    joined = [path.read_text().split() for path in tmp_path.rglob("cgroup.procs")]
    assert len(joined) == {1: 2, 2: 1}[version]
    assert all(number.isdigit() for numbers in joined for number in numbers)


def test_a_machine_without_groups_runs_the_command_and_says_so(tmp_path):
    (tmp_path / "file").touch()
    done = limited("echo", "done", CONTROL_GROUPS=str(tmp_path / "file"))
    assert done.stdout == "done\n"
    for what in ("memory", "processor time"):
        assert f"no limit of {what}: this machine gives no control group for it\n" in done.stderr


def test_a_grading_that_runs_out_of_memory_leaves_whole_results(gradescope, control_groups, tmp_path, monkeypatch):
    monkeypatch.setattr(emulation, "MEMORY_BYTES", 20 * MEGABYTE)
    results = emulation.grade(gradescope.image, ROOT / "solutions", tmp_path / "results")
    assert results["score"] == 0
    assert sum(row["max_score"] for row in results["tests"]) == 100
    assert "**The grading did not finish.**" in results["output"]
    assert "the grading process was ended by signal 9" in (tmp_path / "results/stdout").read_text()


def test_a_grading_without_valid_results_is_a_clear_error(tmp_path):
    for text in ("", "{", "[NaN"):
        (tmp_path / "results.json").write_text(text)
        with pytest.raises(emulation.Impossible, match=r"no valid results.json; its output is in .*/stdout"):
            emulation.read(tmp_path)


def test_the_dockerfile_passes_the_linter():
    """Linted, not built: there is no Docker daemon where these tests run."""
    done = subprocess.run(
        [Path(sys.executable).with_name("hadolint"), "--no-color", ROOT / "Dockerfile"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


STUB_OF_SETUP = 'set -e\ncd "$(dirname "$0")"\n[ "$(id -u)" = 0 ] && [ -x ./run_autograder ] && pwd >>set-up\n'


@pytest.mark.skipif(os.geteuid() != 0, reason="a container needs root")
def test_the_dockerfiles_commands_lay_the_zip_out_as_gradescope_does(tmp_path):
    """Its COPY and RUN in a copy of this machine, on a zip whose setup.sh only writes down that it ran."""
    text = (ROOT / "Dockerfile").read_text().replace("\\\n", "")
    ((source, target),) = re.findall(r"^COPY (\S+) (\S+)$", text, re.MULTILINE)
    (command,) = re.findall("^RUN (.+)$", text, re.MULTILINE)
    (started,) = re.findall(r'^CMD \["(.+)"\]$', text, re.MULTILINE)
    image = tmp_path / "changes/files"
    (image / target[1:]).parent.mkdir(parents=True)
    with zipfile.ZipFile(image / target[1:], "w") as archive:
        archive.writestr("setup.sh", STUB_OF_SETUP)
        archive.writestr("run_autograder", "#!/bin/sh\necho started as $0\n")
    done = subprocess.run(
        [ROOT / "tests/container.sh", tmp_path / "changes", "", "sh", "-c", f"{command} && {started}"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert source == "autograder.zip"
    assert done.stdout == "started as /autograder/run_autograder\n", done.stderr
    assert (image / "autograder/source/set-up").read_text() == "/autograder/source\n"
    assert not (image / target[1:]).exists()
