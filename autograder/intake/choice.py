"""Which files of an upload count: where a name occurs more than once, the one whose folder holds most of the four."""

from __future__ import annotations

from collections import Counter

from autograder import assignment
from autograder.intake.upload import Parts, Upload


def homes_in(upload: Upload) -> list[Parts]:
    """The folders that hold some of the four files, the one that counts first.

    The most of the four count, then the fewest folders above, then the first name.
    """
    held = Counter(path[:-1] for path in upload.python if path[-1] in assignment.FILES)
    return sorted(held, key=lambda folder: (-held[folder], len(folder), folder))


def choose(upload: Upload) -> dict[str, Parts]:
    """For each of the four files that there is, the path that counts."""
    present, homes = set(upload.python), homes_in(upload)
    paths = {name: [(*home, name) for home in homes if (*home, name) in present] for name in assignment.FILES}
    return {name: found[0] for name, found in paths.items() if found}
