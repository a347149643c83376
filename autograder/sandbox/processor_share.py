"""A worker's share of the processors: all that it started weighs about as much as one process.

Else a submission that keeps 60 processes busy takes what another one needs, graded beside it on the same machine.
"""

from __future__ import annotations

import math
import os

from autograder.worker import ending

FEW_TASKS = 8  # processes and threads: a ThreadPoolExecutor() on two processors has six, and a right function may
A_STEP = 1.25  # between two nice values, in weight; source: sched_prio_to_weight in the kernel's kernel/sched/core.c
HIGHEST = 19


def nice_for(tasks: int) -> int:
    """The nice value with which so many processes and threads weigh together what one of value 0 does."""
    return 0 if tasks <= FEW_TASKS else min(HIGHEST, math.ceil(math.log(tasks, A_STEP)))


def lower(user_id: int, nice: int) -> None:
    """Give all that runs as a worker's user this value, and with it what that starts; nobody there can undo it.

    Done as that user: in a container root has no right to. Raises OSError where no process can be forked.
    """

    ending.act_as(user_id, lambda: os.setpriority(os.PRIO_USER, user_id, nice))
