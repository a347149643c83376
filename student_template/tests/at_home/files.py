"""What is wrong with a whole file: it is not there but something like it is, or another has a name of Python's own."""

import difflib
import re
import sys

MODULES = ("q1_dropout", "q2_batchnorm", "q3_layernorm", "q4_optimizers")


def instead_of(module, home):
    """What lies in the folder in place of a missing file, and what to do about it; "" where the file is there."""
    if (home / f"{module}.py").exists():
        return ""
    near = find_near(module, [path.name for path in home.iterdir() if path.is_file()])
    if not near:
        return f"There is no {module}.py in {home.name}."
    if near.endswith(".ipynb"):
        return f"{near} is a notebook: export it as a Python script named {module}.py."
    return f"There is a {near}: rename it to {module}.py."


def find_near(module, names):
    """The name that is most like the one wanted: in other letters, a copy, a notebook, a slip of the pen."""
    question, _, topic = module.partition("_")

    def plain(name):
        return re.sub(r"[^a-z0-9]", "", name.rpartition(".")[0].lower() or name.lower())

    names = sorted(
        name for name in names if re.search(r"(^[^.]+|\.py|\.ipynb|\.txt)$", name) and name[:-3] not in MODULES
    )
    begin_alike = [name for name in names if plain(name).startswith((question + topic, topic))]
    close = difflib.get_close_matches(question + topic, list(map(plain, names)), n=1, cutoff=0.8)
    same_question = [name for name in names if re.match(rf"{question}(?![0-9a-z])", plain(name))]
    same_question += [name for name in names if re.fullmatch(rf"{question}(py|ipynb)?", plain(name))]
    found = [*begin_alike, *(name for name in names if plain(name) in close), *same_question]
    return found[0] if found else ""


def clashes_in(home):
    """The student's own files and folders with the name of a module of the standard library."""
    own = (path for path in home.iterdir() if path.suffix == ".py" or (path.is_dir() and any(path.glob("*.py"))))
    return sorted(path.name for path in own if path.stem in sys.stdlib_module_names)


def clash_text(name):
    """The sentence about such a file."""
    return (
        f"{name} has the name of a module of the standard library, and import {name.removesuffix('.py')} "
        "may give either: give yours another name."
    )
