"""A synthetic course in the layout of Gradescope's export, of which everything is known: `python -m course_export ZIP`.

Every student is a list of attempts, and an attempt says of each function whether it is right, right in another way,
one of the known mistakes, a wrong answer that has no name, or an exception. The code is pasted below the solutions;
the results of earlier attempts are put together from rows that real gradings gave for the same states.
"""

import argparse
import copy
import json
import random
import shutil
import subprocess
import tempfile
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from conftest import FILES, ROOT
from graded import run_autograder
from hand_ins import family
from mistaken import code_of
from right_variants import VARIANTS
from test_catalogue import CATALOGUE

FUNCTIONS = (
    "q1_dropout.f", "q1_dropout.g", "q1_dropout.expected_loss_grad", "q2_batchnorm.batchnorm", "q2_batchnorm.grad_x",
    "q2_batchnorm.grad_var", "q3_layernorm.layernorm", "q3_layernorm.grad_x", "q4_optimizers.bias_corrected",
    "q4_optimizers.adamw_step",
)  # fmt: skip
KNOWN_OF_EACH = 3
UNNAMED = (  # two spellings of one wrong answer, and another wrong answer
    "lambda *args: _bent(_right(*args), 1.37, 0.21)",
    "lambda *args: (lambda answer: _bent(answer, 1.37, 0.21))(_right(*args))",
    "lambda *args: _bent(_right(*args), 0.83, 0.64)",
)
BENT = """

def _bent(answer, factor, offset):
    if isinstance(answer, tuple):
        return tuple(_bent(part, factor, offset) for part in answer)
    return factor * np.asarray(answer) * (1 + offset * np.cos(np.arange(np.size(answer)).reshape(np.shape(answer))))
"""


@dataclass(frozen=True)
class State:
    """How one function is written; `mistake` is the name that the grader should give it."""

    kind: str  # right, variant, known, unnamed, raises
    number: int = 0

    def code(self, function):
        """What is pasted below the solution."""
        name = function.partition(".")[2]
        if self.kind == "known":
            return code_of(function, known_of(function)[self.number].variants[0])
        if self.kind == "variant":
            return variants_of(function)[self.number].code
        if self.kind == "unnamed":
            body = UNNAMED[self.number].replace("_right", f"_right_{name}")
            return f"\n\n_right_{name} = {name}\n{BENT}\n\n{name} = {body}\n"
        if self.kind == "raises":
            return f"\n\ndef {name}(*arguments):\n    raise ValueError('a <b>bold</b> & private name: Zoë Nguyễn')\n"
        return ""

    def mistake(self, function):
        """The name of the known mistake, or None."""
        return known_of(function)[self.number].name if self.kind == "known" else None


RIGHT = State("right")


def known_of(function):
    """The known mistakes of `function` that are used here."""
    return [mistake for mistake in CATALOGUE if mistake.function == function][:KNOWN_OF_EACH]


def variants_of(function):
    """Other right ways."""
    return [variant for variant in VARIANTS if variant.function == function]


@dataclass
class Synthetic:
    """One submission: its students' attempts, each a state for every function, or a canned hand-in."""

    name: str
    attempts: list
    students: list
    hand_in: object = None
    created_at: str = ""
    status: str = "processed"
    has_results: bool = True
    extra_files: dict = field(default_factory=dict)

    def lay(self, folder):
        """The files of the last attempt."""
        if self.hand_in is not None:
            self.hand_in.lay(folder)
            return
        lay(folder, self.attempts[-1])


def lay(folder, states):
    """The four files with these states."""
    folder.mkdir(parents=True)
    for file in FILES:
        shutil.copy(ROOT / "solutions" / file, folder / file)
    for function, state in states.items():
        with (folder / f"{function.partition('.')[0]}.py").open("a") as file:
            file.write(state.code(function))


def states_of(function):
    """Every state that a function can be in."""
    known = [State("known", number) for number in range(len(known_of(function)))]
    return [*known, *(State("unnamed", number) for number in range(len(UNNAMED))), State("raises")]


class Rows:
    """The rows that real gradings gave for each function in each state."""

    def __init__(self):
        self.of = {}
        self.whole = {}
        covers = [
            {},
            *(
                {function: states_of(function)[k] for function in FUNCTIONS}
                for k in range(len(states_of(FUNCTIONS[0])))
            ),
        ]
        with tempfile.TemporaryDirectory() as place:
            for number, states in enumerate(covers):
                folder = Path(place) / str(number)
                lay(folder, states)
                run_autograder(folder, folder / "results.json")
                graded = json.loads((folder / "results.json").read_text())
                self.whole = self.whole or graded
                for row in graded["tests"]:
                    function = row["extra_data"]["function"]
                    self.of.setdefault((function, states.get(function, RIGHT)), []).append(row)

    def results(self, states):
        """results.json of a submission in these states, as a grading could have written it."""
        made = copy.deepcopy(self.whole)
        seen = {}
        for index, row in enumerate(made["tests"]):
            function = row["extra_data"]["function"]
            state = states.get(function, RIGHT)
            state = RIGHT if state.kind == "variant" else state
            turn = seen[function] = seen.get(function, -1) + 1
            made["tests"][index] = copy.deepcopy(self.of[function, state][turn])
        made["score"] = sum(row["score"] for row in made["tests"])
        return made


def course(count, seed=148):
    """`count` submissions; the canned ordinary hand-ins are among the first."""
    draw = random.Random(seed)
    hand_ins = [hand_in for hand_in in family("ordinary") if not hand_in.prepare]
    made = []
    for number in range(1, count + 1):
        name = f"submission_{1000 + number}"
        person = {":name": f"Zoë{number} Nguyễn", ":sid": f"0{number:05d}", ":email": f"s{number}@example.edu"}
        created = f"2026-05-{1 + number % 28:02d} 10:{number % 60:02d}:12.123456789 Z"
        if number % 5 == 0 and hand_ins:
            made.append(Synthetic(name, [], [person], hand_ins.pop(0), created))
        else:
            made.append(Synthetic(name, attempts(draw), [person], None, created))
    return made


def attempts(draw):
    """Up to four attempts: what is wrong in the first is mended or not from one to the next."""
    states = {}
    for function in FUNCTIONS:
        if draw.random() < 0.55:
            kinds = states_of(function)
            weights = [6, 3, 1, 1.2, 0.8, 0.8, 0.6]
            states[function] = draw.choices(kinds, weights[: len(kinds)])[0]
        elif variants_of(function) and draw.random() < 0.5:
            states[function] = State("variant", draw.randrange(len(variants_of(function))))
    made = [dict(states)]
    for _ in range(draw.randrange(4)):
        states = {
            function: RIGHT
            if state.kind in ("known", "raises") and state.number != 1 and draw.random() < 0.5
            else state
            for function, state in states.items()
        }
        made.append(dict(states))
    return made


def set_traps(made):
    """What exports have in them: groups, missing ids, no results, a failed run, two submissions of one student."""
    made[0].students.append({":name": "Group Member", ":sid": "077777", ":email": "member@example.edu"})
    made[1].students[0][":sid"] = None
    made[2].has_results = False
    made[3].status, made[3].has_results = "failed", False
    made[-1].students = [dict(made[-2].students[0])]
    made[-1].created_at = made[-2].created_at.replace(" 10:", " 11:")
    made[5].students[0][":name"] = "=HYPERLINK(1) Formula"
    return made


def entry_of(one, rows):
    """Its block of submission_metadata.yml."""
    results = [rows.results(states) for states in one.attempts]
    last = results[-1] if results else None
    history = [
        {":id": 100 * k, ":created_at": f"2026-04-{1 + k:02d} 09:00:00.5 Z", ":score": old["score"],
         ":status": "processed", ":results": old, ":submitters": one.students}
        for k, old in enumerate(results[:-1], 1)
    ]  # fmt: skip
    return {
        ":submitters": one.students, ":created_at": one.created_at,
        ":score": last["score"] if last and one.has_results else None, ":status": one.status,
        ":results": last if one.has_results else None, ":history": history,
    }  # fmt: skip


def yaml_of(made, rows):
    """submission_metadata.yml as Ruby writes it."""
    blocks = ["---\n"]
    for one in made:
        text = yaml.dump(
            {one.name: entry_of(one, rows)}, Dumper=getattr(yaml, "CSafeDumper", yaml.SafeDumper), allow_unicode=True,
            sort_keys=False, width=1 << 20,
        )  # fmt: skip
        blocks.append("\n".join(_as_ruby(line) for line in text.split("\n")))
    return "".join(blocks)


def _as_ruby(line):
    """A key such as ':name' without its quotes, a time without them."""
    body = line.lstrip(" -")
    if body.startswith("':"):
        key, _, rest = body[1:].partition("':")
        line = line[: len(line) - len(body)] + key + ":" + rest
    return line.replace("'", "") if body.startswith((":created_at:", "':created_at'")) else line


def write_zip(path, made, rows, *, metadata=""):
    """The export, with a block for each in its metadata and a folder for each that has files."""
    with tempfile.TemporaryDirectory() as place, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        top = "assignment_148_export"
        archive.writestr(f"{top}/submission_metadata.yml", yaml_of(made, rows) + metadata)
        for one in made:
            folder = Path(place) / one.name
            one.lay(folder)
            for file in sorted(folder.rglob("*")):
                if file.is_file():
                    archive.write(file, f"{top}/{one.name}/{file.relative_to(folder).as_posix()}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("zip", type=Path)
    parser.add_argument("--submissions", type=int, default=300)
    arguments = parser.parse_args()
    write_zip(arguments.zip, set_traps(course(arguments.submissions)), Rows())
    subprocess.run(["ls", "-l", arguments.zip], check=True)


if __name__ == "__main__":
    main()
