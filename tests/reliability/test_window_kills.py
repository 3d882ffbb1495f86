"""A window that is killed while it is used: the next one starts, offers what was not saved, and has the edits."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from core.experiment import Choice, Experiment, Stopping, layers_from
from core.project import Project, open_project, save

SCRIPT = Path(__file__).with_name("window_life.py")
SEED = 11
LONGEST = 4.0
pytestmark = pytest.mark.skipif(os.name == "nt", reason="this system cannot kill at any moment")


def lived(path, home, seconds):
    """What one life said, as ``(word, number, time)``, and when it was killed."""
    homes = {name: str(home) for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME")}
    environment = {**os.environ, **homes, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, str(SCRIPT), str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        said = []
        while not said or said[-1][0] != "ready":
            line = process.stdout.readline()
            assert line, "the window ended before it was ready"
            said.append(line.split())
        time.sleep(seconds)
        process.kill()
        killed = time.monotonic()
        said += [line.split() for line in process.communicate()[0].splitlines() if line.count(" ") == 2]
    return [(word, int(number), float(at)) for word, number, at in said], killed


def check(folder, kills, record):
    path, chance = folder / "a.inknet", random.Random(SEED)
    experiment = Experiment(
        dataset=Choice("moons"), layers=layers_from([16], Choice("relu")), stopping=Stopping(epochs=1000)
    )
    save(path, Project(experiment))
    unreadable = unoffered = lost_saves = 0
    longest, last = 0.0, None
    for k in range(kills + 1):
        said, killed = lived(path, folder / "home", chance.uniform(0, LONGEST) if k < kills else 0)
        offered, ready = said[0][1], next(number for word, number, _ in said if word == "ready")
        if last is not None:
            edits, saved, at = last
            missing = [moment for number, moment in edits if number > ready]
            longest = max([longest, *(at - moment for moment in missing)])
            old = [moment for number, moment in edits if number > saved and at - moment > 2]
            unoffered += bool(old) and not offered
            lost_saves += ready < saved
        try:
            open_project(path)
        except Exception:
            unreadable += 1
        edits = [(number, at) for word, number, at in said if word == "edit"]
        saved = max((number for word, number, _ in said if word == "saved"), default=0)
        last = edits, saved, killed
    target = "0 unreadable, 0 acknowledged saves lost, every start ready, recovery offered where work was unsaved"
    told = f"{unreadable} unreadable, {lost_saves} saves lost, {kills} of {kills} ready, {unoffered} not offered"
    anchor = "Audacity, VS Code (hot exit)"
    record("C2", "The same for the window", kills, target, told, anchor, SEED)
    record("C3", "Edits lost by a kill", kills, "<= 2 s", f"<= {longest:.2f} s", anchor, SEED)
    assert (unreadable, lost_saves, unoffered) == (0, 0, 0)
    return longest


@pytest.mark.long
def test_a_killed_window_loses_no_save_and_offers_the_rest(tmp_path, record):
    check(tmp_path, 2, record)


@pytest.mark.long
@pytest.mark.timeout(300)
def test_ten_kills_of_the_window_lose_at_most_two_seconds_of_edits(tmp_path, record):
    assert check(tmp_path, 10, record) <= 2
