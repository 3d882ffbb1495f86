"""Kills a process that trains and saves, again and again, and prints what was found afterwards as JSON.

``kill_core.py FOLDER KILLS SEED [naive]``. Each process opens the project that the one before left, trains on, and
says the step on a pipe when a save is done. It is killed at a random moment; what it said must be there.
"""

import json
import os
import random
import signal
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent.parent))
from core.errors import InknetError
from core.experiment import Choice, Experiment, Stopping, layers_from
from core.files import backup_name, clear_stale
from core.host import find
from core.project import open_project, project_of, save
from core.session import Session

EXPERIMENT = Experiment(
    dataset=Choice("moons"), layers=layers_from([256, 128], Choice("relu")), stopping=Stopping(epochs=1_000_000)
)
EVERY = 0.05
"""Seconds between two saves; a second is what is promised."""
LONGEST = 0.6
"""Seconds within which a kill falls, from the first save on."""


def live(path, pipe, registry, control):
    """Train and save until killed."""
    start = open_project(path).start if path.exists() else None
    session = Session(EXPERIMENT, registry, start)
    session.wait()
    session.run.play()
    while True:
        project = session.run.ask(lambda trainer: project_of(EXPERIMENT, trainer)).result()
        if control:
            save(path.with_name("whole"), project)
            data = path.with_name("whole").read_bytes()
            with open(path, "wb", buffering=0) as file:
                for at in range(0, len(data), 4096):
                    file.write(data[at : at + 4096])
                    os.fsync(file.fileno())
        else:
            save(path, project)
        os.write(pipe, b"%d\n" % project.moment.step)
        time.sleep(0 if control else EVERY)


def kill_one(path, registry, chance, control):
    """The last step that a process said was saved before it was killed."""
    ours, theirs = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            live(path, theirs, registry, control)
        finally:
            os._exit(1)
    os.close(theirs)
    said = os.read(ours, 100)
    time.sleep(chance.uniform(0, LONGEST))
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    while more := os.read(ours, 10_000):
        said += more
    os.close(ours)
    steps = said.split(b"\n")
    return int(steps[-2])


def main(folder, kills, seed, control):
    """So many kills."""
    registry, chance, path = find("plugins").registry, random.Random(seed), folder / "a.inknet"
    found = {"kills": 0, "unreadable": 0, "lost": 0, "steps": 0, "left": 0}
    while found["kills"] < kills:
        acknowledged = kill_one(path, registry, chance, control)
        found["kills"] += 1
        clear_stale(path)
        found["left"] += len(list(folder.glob(".*.tmp")))
        try:
            step = open_project(path).moment.step
            if backup_name(path).exists():
                open_project(backup_name(path))
            found["lost"] += step < acknowledged
            found["steps"] = step
        except InknetError:
            found["unreadable"] += 1
            path.unlink()
    print(json.dumps(found))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), len(sys.argv) > 4)
