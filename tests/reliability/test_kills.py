"""A process that is killed while it trains and saves leaves a project that opens, with every save that was done."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from core.project import open_project

SCRIPT = Path(__file__).with_name("kill_core.py")
SEED = 7
pytestmark = pytest.mark.skipif(os.name == "nt", reason="this system cannot kill at any moment")


def killed(folder, kills, *control):
    """What so many kills left."""
    command = [sys.executable, str(SCRIPT), str(folder), str(kills), str(SEED), *control]
    done = subprocess.run(command, capture_output=True, text=True, timeout=115)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["kills"] == kills
    return found


def tell(record, found):
    n = found["kills"]
    measured = f"{found['unreadable']} unreadable, {found['lost']} lost; the training got to step {found['steps']:,}"
    target = "0 unreadable, 0 acknowledged saves lost"
    record("C1", "A killed training leaves a project that opens", n, target, measured, "SQLite (crash tests)", SEED)
    record("C13", "After kills the next start removes what was half written", n, "0 left", str(found["left"]), "", SEED)
    assert (found["unreadable"], found["lost"], found["left"]) == (0, 0, 0)
    assert found["steps"] > n


def test_a_killed_training_loses_no_save(tmp_path, record):
    tell(record, killed(tmp_path, 20))


@pytest.mark.long
@pytest.mark.timeout(300)
def test_sixty_kills_lose_no_save(tmp_path, record):
    tell(record, killed(tmp_path, 60))


def test_a_writer_under_the_final_name_is_torn(tmp_path):
    assert killed(tmp_path, 12, "naive")["unreadable"] > 0


def resumed(folder, case, part):
    """One process of resume.py; the one that is half way is killed while it trains on."""
    command = [sys.executable, str(SCRIPT.with_name("resume.py")), str(folder), case, part]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        if part == "half":
            assert process.stdout.readline() == "saved\n"
            process.kill()
        process.communicate(timeout=60)
        assert part == "half" or process.returncode == 0


def check_resume(folder, cases, record):
    differences = []
    for case in cases:
        place = folder / case
        place.mkdir()
        for part in ("whole", "half", "rest"):
            resumed(place, case, part)
        whole, rest, half = (open_project(place / f"{name}.inknet").moment for name in ("whole", "rest", "half"))
        differences.append(float(np.abs(whole.parameters - rest.parameters).max()))
        differences += [float(np.abs(array - rest.state[name]).max()) for name, array in whole.state.items()]
        counters = ("step", "epoch", "row", "origin", "updates")
        assert [getattr(whole, one) for one in counters] == [getattr(rest, one) for one in counters]
        assert (half.step, rest.step) == (100, 200)
        assert not np.array_equal(half.parameters, rest.parameters)
    target = "largest difference 0"
    record("C11", "Resume after a kill is exact", len(cases), target, f"{max(differences):g}", "PyTorch checkpoints")
    assert max(differences) == 0


def test_a_training_resumed_after_a_kill_is_equal_to_the_bit(tmp_path, record):
    check_resume(tmp_path, ("adam",), record)


@pytest.mark.long
def test_every_kind_of_training_resumed_after_a_kill_is_equal_to_the_bit(tmp_path, record):
    check_resume(tmp_path, ("adam", "momentum", "dropout"), record)


def check_recovery(folder, kills, record):
    command = [sys.executable, str(SCRIPT.with_name("kill_recovery.py")), str(folder / "kept"), str(kills), str(SEED)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=280)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    lost = f"{found['lost_edits']} edits and {found['lost_steps']} checkpoints lost of {found['edits']:,} edits"
    promise = "What was kept comes back after a kill at any moment, recovery included"
    told = f"{found['missing']} missing, {lost}; {found['in_recovery']} kills before the first new edit"
    record("C10", promise, kills, "0 missing, 0 lost", told, "Audacity, VS Code (hot exit)", SEED)
    assert (found["missing"], found["lost_edits"], found["lost_steps"]) == (0, 0, 0)
    assert found["edits"] > kills


def test_kills_at_any_moment_lose_nothing_that_was_kept(tmp_path, record):
    check_recovery(tmp_path, 20, record)


@pytest.mark.long
@pytest.mark.timeout(300)
def test_two_hundred_kills_lose_nothing_that_was_kept(tmp_path, record):
    check_recovery(tmp_path, 200, record)
