"""The canned hand-ins: what each one is laid over, what it must lose, and what its student must be told.

A hand-in is a file or a folder named by what it does. Facts about it stand once, in its first lines (`# key: value`
in a file, `key: value` in a folder's hand-in.txt):

    loses     points, of the function or module that its name begins with; exactly these. A theft always scores 0.
    told      a sentence that some visible row of that function says, {CALL_TIMEOUT_SECONDS:g} and the like filled in;
              two with | between them where it depends on the machine which of two limits is met first
    over      a folder's lower layer, solutions or student_template, where it is not its family's
    prepare   shell commands in the submission's folder inside the container, for links that no repository can hold
    needs     "filter" where the system call filter is what holds it
    watch     seconds to keep looking after the grading, where something might be waiting; otherwise a moment

A theft starts from the stubs: a file is appended to each of the four. A disruption starts from the solutions:
`q2_batchnorm__grad_x__forks_forever.py` is appended to that module, a name without a module to all four.
"""

import itertools
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from conftest import FILES, ROOT

FOLDER = ROOT / "tests/submissions"
MOMENT_SECONDS = 0.1


@dataclass(frozen=True)
class HandIn:
    """One hand-in and the facts that stand in its first lines."""

    path: Path
    facts: dict

    @property
    def name(self):
        """The family and the name, as a test's id."""
        return f"{self.path.parent.name}/{self.path.stem}"

    @property
    def is_theft(self):
        """Thefts start from the stubs."""
        return self.path.parent.name == "theft"

    @property
    def target(self):
        """The function or module that misbehaves, such as `q2_batchnorm.grad_x`."""
        return ".".join(self.path.stem.split("__")[:-1])

    @property
    def loses(self):
        """Points; a theft never had any."""
        return 0.0 if self.is_theft else float(self.facts["loses"][0])

    @property
    def watch(self):
        """Seconds to keep looking afterwards."""
        return float(self.facts.get("watch", [MOMENT_SECONDS])[0])

    @property
    def prepare(self):
        """Shell commands that run in the submission's folder first."""
        return "\n".join(self.facts.get("prepare", []))

    @property
    def needs_filter(self):
        """Whether it gets further on a kernel that takes no system call filters."""
        return any("filter" in member.facts.get("needs", []) for member in self.members)

    @property
    def base(self):
        """The folder of this project below the hand-in."""
        return self.facts.get("over", ["student_template" if self.is_theft else "solutions"])[0]

    @property
    def members(self):
        """Itself: a `Pack` has several."""
        return [self]

    def concerns(self, function):
        """Whether `function`, such as `q2_batchnorm.grad_x`, is the target or in it."""
        return not self.target or function == self.target or function.startswith(f"{self.target}.")

    def told(self, limits):
        """The sentences, with the limits of this grading."""
        return [sentence.format(**limits) for sentence in self.facts.get("told", [])]

    def lay(self, folder):
        """Make the submission in `folder`, which must be new."""
        folder.mkdir(parents=True)
        for name in FILES:
            shutil.copy(ROOT / self.base / name, folder / name)
        if self.path.is_dir():
            shutil.copytree(self.path, folder, symlinks=True, dirs_exist_ok=True)
            (folder / "hand-in.txt").unlink()
        else:
            self.append(folder)

    def append(self, folder):
        """Put a file's code at the end of the module that it is for, or of all four."""
        module = self.target.split(".")[0]
        for name in [f"{module}.py"] if module else FILES:
            with (folder / name).open("a") as file:
                file.write("\n\n" + self.path.read_text())


@dataclass(frozen=True)
class Pack:
    """Disruptions of different functions in one submission: each is to lose its own points and no more."""

    name: str
    members: list
    base: str = "solutions"
    prepare: str = ""

    needs_filter = HandIn.needs_filter

    @property
    def watch(self):
        """The longest of any."""
        return max(member.watch for member in self.members)

    def lay(self, folder):
        """Make the submission in `folder`, which must be new."""
        self.members[0].lay(folder)
        for member in self.members[1:]:
            member.append(folder)


def packs(hand_ins):
    """All disruptions of single functions in as few submissions as give each function one."""
    by_function = {}
    for hand_in in hand_ins:
        if hand_in.path.is_file() and "." in hand_in.target:
            by_function.setdefault(hand_in.target, []).append(hand_in)
    rounds = itertools.zip_longest(*by_function.values())
    return [Pack(f"pack-{k}", [member for member in taken if member]) for k, taken in enumerate(rounds, 1)]


def read(path):
    """The hand-in at `path`."""
    text = (path / "hand-in.txt" if path.is_dir() else path).read_text()
    facts = {}
    for line in text.splitlines():
        found = re.match(r"(?:# )?([a-z]+): (.+)", line)
        if found:
            facts.setdefault(found[1], []).append(found[2])
        elif path.is_file() and not line.startswith("#"):
            break
    return HandIn(path, facts)


def family(name):
    """All hand-ins of one folder, by name."""
    entries = sorted((FOLDER / name).iterdir())
    return [read(path) for path in entries if path.suffix == ".py" or (path.is_dir() and path.name != "__pycache__")]
