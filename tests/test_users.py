"""Two gradings on one machine never act for the same user, though neither sees anything of the other."""

import os
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor

import filters
import pytest
from conftest import with_function

from autograder import assignment
from autograder.sandbox import users

SAYS_ITS_USER = """
import os
def f(p):
    raise ValueError(f"I am user {os.getuid()} of group {os.getgid()}")
"""
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="takes another user")


@filters.needed
def test_two_containers_that_share_nothing_have_two_users(gradescope, hand_in):
    submission = hand_in(q1_dropout=with_function("q1_dropout", SAYS_ITS_USER))
    with ThreadPoolExecutor(2) as pool:
        gradings = pool.map(lambda rights: gradescope.grade(submission, CONTAINER_RIGHTS=rights), ["docker", "old"])
        said = [grading.rows("q1_dropout.f")[0]["output"] for grading in gradings]
    seen = [re.search(r"I am user (\d+) of group (\d+)", text).groups() for text in said]
    assert all(user == group and int(user) in assignment.WORKER_USER_IDS for user, group in seen)
    assert len(set(seen)) == 2


@needs_root
def test_a_number_is_drawn_again_and_again():
    drawn = [users.worker_user() for _ in range(20)]
    assert len(set(drawn)) == len(drawn)
    assert max(drawn) - min(drawn) > 10**6


@needs_root
def test_a_user_with_a_process_or_an_account_is_left_alone(monkeypatch):
    monkeypatch.setattr(assignment, "WORKER_USER_IDS", range(0, 1))  # root has both
    with pytest.raises(RuntimeError, match="no user id is free between 0 and 1"):
        users.worker_user()
    taken, free = assignment.FEW_WORKER_USER_IDS[:2]
    monkeypatch.setattr(assignment, "WORKER_USER_IDS", range(taken, free + 1))
    sleeper = subprocess.Popen(["cat"], stdin=subprocess.PIPE, user=taken)
    try:
        assert {users.worker_user() for _ in range(20)} == {free}
    finally:
        sleeper.communicate()


@needs_root
def test_a_container_with_few_users_takes_from_those(monkeypatch, tmp_path):
    (tmp_path / "map").write_text("         0     100000      65536\n")
    monkeypatch.setattr(users, "MAPS", (tmp_path / "map",))
    assert users.worker_user() in assignment.FEW_WORKER_USER_IDS
    (tmp_path / "map").write_text("0 0 4294967295\n")
    assert users.worker_user() in assignment.WORKER_USER_IDS
