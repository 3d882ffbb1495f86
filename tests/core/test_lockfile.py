"""A project has one writer: a second one is told, and a program that was killed keeps nobody out."""

import os
import subprocess
import sys

import pytest

from core.lockfile import hold

HOLDER = """
import sys, time
from pathlib import Path
from core.lockfile import hold
held = hold(Path(sys.argv[1]))
print("held" if held else "refused", flush=True)
time.sleep(60)
"""


def holder(path):
    process = subprocess.Popen([sys.executable, "-c", HOLDER, str(path)], stdout=subprocess.PIPE, text=True)
    return process, process.stdout.readline().strip()


def test_the_second_is_refused_until_the_first_lets_go(tmp_path):
    path = tmp_path / "a.inknet"
    first = hold(path)
    assert hold(path) is None
    first.release()
    first.release()
    assert os.listdir(tmp_path) == []
    hold(path).release()


def test_two_names_of_one_project_are_one_lock(tmp_path):
    (tmp_path / "a.inknet").write_text("")
    (tmp_path / "b.inknet").symlink_to("a.inknet")
    first = hold(tmp_path / "a.inknet")
    assert hold(tmp_path / "b.inknet") is None
    first.release()


def test_where_no_lock_can_be_made_nothing_is_held_and_nothing_stands_in_the_way(tmp_path):
    lock = hold(tmp_path / "missing" / "a.inknet")
    assert lock is not None
    lock.release()


def test_a_link_planted_at_its_name_is_not_followed(tmp_path):
    (tmp_path / ".a.inknet.lock").symlink_to(tmp_path / "victim")
    hold(tmp_path / "a.inknet").release()
    assert not (tmp_path / "victim").exists()


@pytest.mark.skipif(os.name == "nt", reason="this system cannot kill at any moment")
@pytest.mark.parametrize("pairs", [3, pytest.param(20, marks=pytest.mark.long)])
def test_a_holder_that_is_killed_keeps_nobody_out(tmp_path, pairs, record):
    refused = regained = 0
    for k in range(pairs):
        path = tmp_path / f"{k}.inknet"
        process, said = holder(path)
        assert said == "held"
        try:
            refused += hold(path) is None
        finally:
            process.kill()
            process.communicate()
        again = hold(path)
        regained += again is not None
        again.release()
    told = f"{refused} refused, {regained} regained"
    target = f"{pairs} refused, {pairs} regained"
    record("C9", "The lock of a project holds, and goes with who is killed", pairs, target, told, "Anki")
    assert (refused, regained) == (pairs, pairs)
