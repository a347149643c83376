"""All that a worker started weighs about as much as one process of the usual kind, however many they are."""

import os
import subprocess

import pytest

from autograder import assignment
from autograder.sandbox import processor_share

# sched_prio_to_weight in the kernel's kernel/sched/core.c, from nice 0 on
WEIGHTS = (1024, 820, 655, 526, 423, 335, 272, 215, 172, 137, 110, 87, 70, 56, 45, 36, 29, 23, 18, 15)


@pytest.mark.parametrize("tasks", range(1, assignment.WORKER_PROCESSES + 1))
def test_many_weigh_about_as_much_as_one(tasks):
    weight = tasks * WEIGHTS[processor_share.nice_for(tasks)] / WEIGHTS[0]
    assert weight == tasks if tasks <= processor_share.FEW_TASKS else 0.75 < weight < 1.05


@pytest.mark.skipif(os.geteuid() != 0, reason="makes a process of another user")
def test_only_the_workers_own_processes_weigh_less():
    user = assignment.FIRST_WORKER_USER_ID + 77
    before = os.getpriority(os.PRIO_PROCESS, 0)
    with (
        subprocess.Popen(["sleep", "60"], user=user) as theirs,
        subprocess.Popen(["sleep", "60"], user=user + 1) as other,
    ):
        try:
            processor_share.lower(user, 19)
            found = [os.getpriority(os.PRIO_PROCESS, pid) for pid in (theirs.pid, other.pid, 0)]
        finally:
            theirs.kill()
            other.kill()
    assert found == [19, before, before]
