"""The one place for files, functions, limits and visibility. Points stand beside their tests."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ON_GRADESCOPE = Path("/autograder/source") == ROOT  # as setup.sh and run_autograder know it, by their own place
SOLUTIONS = ROOT / "solutions"
TEMPLATE = ROOT / "student_template"
PUBLIC_TESTS = TEMPLATE / "tests"
HIDDEN_TESTS = ROOT / "autograder" / "hidden_tests"
WORKER = ROOT / "autograder" / "worker"
BUILD = ROOT / "build"
RESULTS = ROOT / "results" / "results.json"
WORKER_ENVIRONMENT = BUILD / "worker"  # a link that setup.sh makes: python, packages/
ZERO_ROWS = BUILD / "zero_rows.json"  # a results.json of a grading that has not begun
ORACLE_CACHE = BUILD / "oracles"  # a file for each set of inputs

TITLE = "CS 148a, Problem Set 2"
TOTAL_POINTS = 100

FUNCTIONS: dict[str, tuple[str, ...]] = {
    "q1_dropout": (
        "second_moment", "f", "g", "gamma", "dropout_loss", "expected_loss", "expected_loss_grad",
    ),
    "q2_batchnorm": (
        "batchnorm", "grad_beta", "grad_gamma", "grad_x_hat", "grad_var", "grad_mean", "grad_x",
    ),
    "q3_layernorm": (
        "layernorm", "grad_beta", "grad_gamma", "grad_x_hat", "grad_var", "grad_mean", "grad_x",
        "recover_private", "leaked_entries", "leakage_count",
    ),
    "q4_optimizers": (
        "equivalent_weight_decay", "sgd_l2_step", "sgd_weight_decay_step", "expected_moment",
        "bias_corrected", "momentum_l2_step", "rmsprop_l2_step", "adam_l2_step", "adamw_step",
    ),
}  # fmt: skip
FILES = tuple(f"{module}.py" for module in FUNCTIONS)


class FunctionName(str):
    """A graded function by its file and its bare name, `q2_batchnorm.grad_x`; in JSON the text that it is."""

    @classmethod
    def of(cls, module: str, bare: str) -> FunctionName:
        """`q2_batchnorm` and `grad_x`, joined."""
        return cls(f"{module}.{bare}")

    @property
    def parts(self) -> tuple[str, str]:
        """`q2_batchnorm` and `grad_x`."""
        module, _, bare = self.partition(".")
        return module, bare

    @property
    def module(self) -> str:
        """The file without its `.py`."""
        return self.parts[0]

    @property
    def bare(self) -> str:
        """The name that the file gives it."""
        return self.parts[1]


ALL_FUNCTIONS = tuple(FunctionName.of(module, bare) for module, names in FUNCTIONS.items() for bare in names)

HIDDEN_VISIBILITY = "after_published"  # or "visible", "after_due_date", "hidden": a word for every hidden test

# The secret of all inputs, 128 random bits; others each year, made as docs/staff.md says.
SEED = "9d6c7bcdf154ce3e8e9b141fde093ea8"
SETS = 32  # of inputs; which ones a submission meets depends on its files, so that no page answers the next one

CALL_TIMEOUT_SECONDS = 4.0
COMPILE_TIMEOUT_SECONDS = 1.0  # a file; past it each worker compiles it by itself, in its time to import
IMPORT_TIMEOUT_SECONDS = 4.0
FUNCTION_BUDGET_SECONDS = 16.0  # all tests of one function: imports, calls, and what the grader does with the answers
RUN_BUDGET_SECONDS = 160.0  # all tests; each function keeps CALL_TIMEOUT_SECONDS of it whatever others use
RUN_DEADLINE_SECONDS = 175.0  # the whole grading; what has not run by then keeps its zero row
DEADLINE_SHARE = 0.8  # of the platform's TIMEOUT_SECONDS: past it the harness would discard every row
PLATFORM_TIMEOUT_SECONDS = 600.0

WORKER_MEMORY_BYTES = 512 * 1024**2
WORKER_PROCESSES = 64  # threads included: a ThreadPoolExecutor() starts up to 32
WORKER_FILE_BYTES = 16 * 1024**2
WORKER_OPEN_FILES = 64
WORKER_DISK_BYTES = 64 * 1024**2  # in files at once: where /tmp is in memory, they are memory
WORKER_NAMES = 2000  # files and folders at once, as in the bounded work folder of autograder/worker/namespaces.py
OUTPUT_KEPT_BYTES = 2000  # of what student code prints: this much of its beginning and of its end

# Users for workers: each grading draws a number without an account at random, since gradings in two containers share
# users and see nothing else of each other. From those that no system gives out (systemd's UIDS-GIDS.md), so many that
# two gradings at once meet once in 134 million times; in a container that has 65,536 users only, from a few of those.
WORKER_USER_IDS = range(1_879_048_192, 1_879_048_192 + 2**27)
FIRST_WORKER_USER_ID = 54148  # the account that setup.sh makes
FEW_WORKER_USER_IDS = range(FIRST_WORKER_USER_ID, FIRST_WORKER_USER_ID + 2000)

MAX_SUBMISSION_FILE_BYTES = 1024**2
MAX_SUBMISSION_FILES = 200  # Python files that go to the worker, and their bytes in all
MAX_SUBMISSION_BYTES = 8 * 1024**2
MAX_UPLOAD_ENTRIES = 20_000  # names that are looked at
MAX_UPLOAD_DEPTH = 6  # folders below the upload's own
UPLOAD_DEADLINE_SECONDS = 15.0  # for looking through it; 20,000 entries take one or two

# Past this many submissions within 24 hours the previous score is kept. None: no limit.
MAX_SUBMISSIONS_PER_DAY: int | None = None
