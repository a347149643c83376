"""Whether the kernel of this machine takes system call filters: the grader's, and the one that imitates Docker's."""

import pytest

from autograder.worker import confinement

TAKEN = confinement.system_call_filter() is not None
needed = pytest.mark.skipif(not TAKEN, reason="the kernel of this machine takes no system call filters")
