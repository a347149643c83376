"""The plain way to grade this problem set, as gradescope-utils' manual shows it: what the benchmark compares with.

    python run_tests.py SUBMISSION RESULTS

Student code is imported into the grading process, and torch.autograd and torch.optim run live beside it. It is
written to be fast and fair: one weighted test a function, on a few random inputs. It isolates nothing.
"""

import sys
import unittest
from pathlib import Path

from gradescope_utils.autograder_utils.json_test_runner import JSONTestRunner

if __name__ == "__main__":
    submission, results = sys.argv[1:]
    sys.path.insert(0, submission)
    suite = unittest.defaultTestLoader.discover(str(Path(__file__).parent / "tests"))
    with open(results, "w") as stream:
        JSONTestRunner(visibility="visible", stream=stream).run(suite)
