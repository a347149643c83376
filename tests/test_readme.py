"""Every command that README.md, docs/staff.md and the students' README print is run as it stands there.

The staff's in a copy of this repository, the students' in their unpacked zip with an empty home and no environment
but the one that the page makes. A fence `sh` is run command by command; `pytest` ends with 1 while functions are
missing, everything else must end with 0.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile

import emulation
import pytest
import transcript
from conftest import FILES, ROOT, with_function

from autograder.assignment import ALL_FUNCTIONS, FUNCTIONS
from autograder.mistakes.known import mistakes_of

PAGES = ("README.md", "CONTRIBUTING.md", "docs/staff.md", "student_template/README.md")
NOT_RUN = {  # a page, and the line with which its fence begins
    ("docs/staff.md", "# needs Docker"),  # nothing here has a Docker daemon
    ("student_template/README.md", "# needs PyTorch's own package index"),  # out of reach of continuous integration
}
SPOKEN_OF = {  # commands within sentences that no fence has
    "make answers",  # tested by its parts
    "pytest -s", "pytest --pdb",  # tests/test_student_folder.py types into these
    "pip install torch==2.13.0", "pip install torch==2.2.2 numpy==1.26.4",  # nothing here needs it
    "make lint", "make fuzz", "make endurance", "make pairs",  # `make test` has a short form of each
    "make reference", "make benchmark",  # tests of their own run what these do
    "make course-endurance", "make course-benchmark",  # the same with more submissions
    "./run_autograder --help", "python3 path/to/clone/autograder build",  # so have these
    "./run_autograder --metadata FILE",  # needs Gradescope's; tests of their own give one
    "python3 -c 'import secrets; print(secrets.token_hex(16))'",  # prints another number each time
    "make clean",  # would remove the environment that runs this test
    "TORCH_INDEX_URL= ./run_autograder",  # how the tests set themselves up: see the Makefile
    "build/venv/bin/python tools/transcript.py",  # writes README.md; its parts are tested below
}  # fmt: skip
COMMAND = re.compile(r"(\w+= )?(\./|make |pip |pytest|python3 |docker |build/venv/)")


def fences(page):
    """The text of every `sh` fence, in order."""
    return re.findall(r"^```sh\n(.*?)^```$", (ROOT / page).read_text(), re.MULTILINE | re.DOTALL)


def commands(page):
    """The commands of the fences that are run: a command ends where bash says that it is complete."""
    found = []
    for fence in fences(page):
        if (page, fence.partition("\n")[0]) in NOT_RUN:
            continue
        lines = []
        for line in fence.splitlines():
            lines.append(line)
            text = "\n".join(lines)
            if not text.endswith("\\") and subprocess.run(["bash", "-nc", text], capture_output=True).returncode == 0:
                found.append(text)
                lines = []
        assert not lines, f"{page}: not a command: {lines}"
    return found


def run(page, folder, **environment):
    """Each command of a page with its status and output, run one after the other in one shell."""
    script, log = folder / ".commands", folder / ".log"
    script.write_text("".join(f"{text}\nprintf '\\n@@ %d\\n' $?\n" for text in commands(page)))
    with log.open("w") as file:
        subprocess.run(["bash", script], cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=file,
                       stderr=file, check=False)  # fmt: skip
    *parts, rest = re.split(r"\n@@ (\d+)\n", log.read_text())
    script.unlink(), log.unlink()
    assert rest == ""
    return list(zip(commands(page), map(int, parts[1::2]), parts[::2], strict=True))


def outputs(ran):
    """What each command printed, once all have ended with 0."""
    for command, status, output in ran:
        assert status == 0, f"$ {command}\n{output}"
    return {command: output for command, _, output in ran}


@pytest.fixture(scope="module")
def staff(gradescope, tmp_path_factory):
    """A copy of what is committed, or would be; environments and the image are those of this run."""
    folder = tmp_path_factory.mktemp("staff") / "clone"
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True)
    for name in listed.stdout.splitlines():
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    (folder / "build").mkdir()
    for path in (ROOT / "build").iterdir():
        if path.name not in ("gradescope", "place"):
            (folder / "build" / path.name).symlink_to(path)
    (folder / "build/place").write_text(f"{folder.resolve()}\n")  # else setup.sh would make all of it again
    image = emulation.image_folder(folder / "build/gradescope", gradescope.folder / "autograder.zip")
    image.mkdir(parents=True)
    (image / "files").symlink_to(gradescope.image / "files")
    (image / "ready").touch()
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    return folder


def staff_environment(home):
    """An empty home, and of the project's own tests one: they run all of them already."""
    home.mkdir()
    one = "-p no:cacheprovider -k test_the_worker_user_is_one_number_in_both_places"
    keep = {key: value for key, value in os.environ.items() if key.startswith("PIP_") or key == "PATH"}
    return keep | {"HOME": str(home), "PYTEST_ADDOPTS": one}


def test_two_commands_to_green(staff, tmp_path):
    ran = outputs(run("README.md", staff, **staff_environment(tmp_path / "home")))
    assert list(ran) == ["./run_autograder", "make test"]
    assert re.search(r"total +100 of 100", ran["./run_autograder"])
    assert "1 passed" in ran["make test"]


def test_the_fast_lane(staff, tmp_path):
    ran = outputs(run("CONTRIBUTING.md", staff, **staff_environment(tmp_path / "home")))
    assert "1 passed" in ran["make check"]


def test_the_staff_guide(staff, tmp_path):
    (staff / "dispute").mkdir()
    for name in FILES:
        shutil.copy(ROOT / "solutions" / name, staff / "dispute" / name)
    (staff / "dispute/q2_batchnorm.py").write_text(with_function("q2_batchnorm", transcript.GAMMA_TWICE))
    write_export(staff / "export.zip", staff / "dispute")
    ran = outputs(run("docs/staff.md", staff, **staff_environment(tmp_path / "home")))
    assert "dist/student_template.zip: " in ran["python3 -m autograder build --out dist"]
    assert re.search(
        r"total +0 of 100", ran["./run_autograder --submission student_template --results results/template.json"]
    )
    emulated = ran["make gradescope SUBMISSION=solutions"]
    assert "making the image" not in emulated
    assert "For staff: 100 points" in emulated
    assert "| **total** | | **50 of 50** |" in emulated
    dispute = ran["build/venv/bin/python tools/dispute.py results/dispute.json"]
    assert "mistake   gamma-counted-twice" in dispute
    assert "case      a constant column: grad_x(dY (5, 4), X (5, 4), gamma (4,), eps=0.3)" in dispute
    assert len(re.findall("^expected_answer = np.array", dispute, re.MULTILINE)) == 3
    assert "q1_dropout" not in dispute
    course = {command.partition("--out ")[2]: output for command, output in ran.items() if " course " in command}
    assert "2 of 2 submissions are graded: grades.csv and report.html" in course["results/course"]
    assert "1 of 2 submissions have results" in course["results/quick --report-only"]
    assert "Nobody gains and nobody loses: 2 submissions" in course["results/corrected --against results/course"]
    assert "2 of 2 are graded already" in course["results/course --names"]
    assert "gamma-counted-twice" in (staff / "results/course/report.html").read_text()


def write_export(path, submission):
    """An export of two submissions, the first with results, in JSON, which is YAML too."""
    rows = {
        "score": 1.0,
        "tests": [{"name": "f", "score": 1.0, "max_score": 1.0, "extra_data": {"function": "q1_dropout.f"}}],
    }
    entries = {
        f"submission_{number}": {":submitters": [{":name": "Ann Lee", ":sid": f"{number}"}], ":results": results}
        for number, results in ((1, rows), (2, None))
    }
    with zipfile.ZipFile(path, "w") as archive:
        blocks = (f"{name}: {json.dumps(entry)}\n" for name, entry in entries.items())
        archive.writestr("assignment_1_export/submission_metadata.yml", "".join(blocks))
        for name in entries:
            for file in submission.iterdir():
                archive.write(file, f"assignment_1_export/{name}/{file.name}")


@pytest.fixture(scope="module")
def student(gradescope, tmp_path_factory):
    """The unpacked students' zip, and an environment with nothing in it but an empty home."""
    top = tmp_path_factory.mktemp("student")
    (top / "home").mkdir()
    subprocess.run(
        ["unzip", "-q", gradescope.folder / "student_template.zip"] if shutil.which("unzip") else
        [sys.executable, "-m", "zipfile", "-e", gradescope.folder / "student_template.zip", "."],
        cwd=top, check=True,
    )  # fmt: skip
    keep = {key: value for key, value in os.environ.items() if key.startswith("PIP_") or key == "PATH"}
    return top / "student_template", keep | {"HOME": str(top / "home")}


def test_the_students_readme(student):
    folder, environment = student
    ran = run("student_template/README.md", folder, **environment)
    assert [command for command, *_ in ran][2:4] == ["pip install -r requirements.txt", "pytest"]
    for command, status, output in ran:
        assert status == (1 if command.startswith("pytest") else 0), f"$ {command}\n{output}"
    printed = {command: output for command, _, output in ran}
    assert f"{len(ALL_FUNCTIONS)} failed" in printed["pytest"]
    assert f"1 failed, {len(ALL_FUNCTIONS) - 1} deselected" in printed["pytest --only q2_batchnorm.grad_x"]
    assert f"{len(FUNCTIONS['q2_batchnorm'])} failed" in printed["pytest tests/test_q2_batchnorm.py"]
    for output in printed.values():
        assert "Traceback" not in output
        assert "rror" not in output.replace("NotImplementedError", "")
    for name in FILES:
        shutil.copy(ROOT / "solutions" / name, folder / name)
    done = subprocess.run([".venv/bin/pytest"], cwd=folder, env=environment, capture_output=True, text=True, check=True)
    assert "total                                              50 of 50" in done.stdout


def test_every_command_within_a_sentence_is_one_that_is_run():
    for page in PAGES:
        known = {*SPOKEN_OF, *(line for each in PAGES for fence in fences(each) for line in fence.splitlines())}
        prose = re.sub(r"^```.*?^```$", "", (ROOT / page).read_text(), flags=re.MULTILINE | re.DOTALL)
        for spoken in re.findall(r"`([^`]+)`", prose):
            if COMMAND.match(spoken):
                assert any(line.startswith(spoken) for line in known), f"{page}: {spoken}"


def test_every_fence_that_is_not_run_is_listed_and_there():
    marked = {(page, fence.partition("\n")[0]) for page in PAGES for fence in fences(page) if fence.startswith("#")}
    assert marked == NOT_RUN


@pytest.mark.parametrize("page", PAGES)
def test_what_the_pages_link_to_is_there(page):
    """Files, and headings within pages."""
    for target in re.findall(r"\]\(([^)]+)\)", (ROOT / page).read_text()):
        file, _, heading = target.partition("#")
        linked = (ROOT / page).parent / file if file else ROOT / page
        assert linked.exists(), target
        assert not heading or heading in headings_of(linked), target


def headings_of(page):
    lines = [line for line in page.read_text().splitlines() if line.startswith("#")]
    return {re.sub(r"[^\w -]", "", line.lstrip("# ").lower()).replace(" ", "-") for line in lines}


def test_the_staff_guide_lists_every_file_at_the_top():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split(
        "\n"
    )
    top = {f"{first}/" if rest else first for first, _, rest in (name.partition("/") for name in listed) if first}
    guide = (ROOT / "docs/staff.md").read_text().partition("## Files")[2]
    missing = [name for name in top if f"`{name}" not in guide]
    assert sorted(missing) == [".gitignore", "LICENSE", "README.md", "docs/"]


def test_the_front_page_shows_what_is_really_printed():
    page = transcript.PAGE.read_text(encoding="utf-8")
    made = transcript.make()
    assert transcript.shown(page) == made, "run build/venv/bin/python tools/transcript.py"
    assert "FAILED  2(a)4" in made["failing"]
    assert "hint      This is what counting γ twice gives" in made["gradescope"]


def test_the_front_page_counts_the_known_mistakes():
    count = sum(len(mistakes_of(name)) for name in ALL_FUNCTIONS)
    page = (ROOT / "README.md").read_text(encoding="utf-8").replace("\n", " ")
    assert f"for more than {count // 50 * 50} known mistakes" in page
