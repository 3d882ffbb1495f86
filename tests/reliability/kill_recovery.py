"""Kills a process that keeps its unsaved work, and the one that recovers it, again and again; prints what was found.

``kill_recovery.py FOLDER KILLS SEED``. Each process takes over what the one before left, edits and trains on, and says
on a pipe what is kept: ``e`` the number of an edit and its time, ``c`` the step of a checkpoint. Kills fall from its
first moment on, so that many come while it recovers.
"""

import json
import os
import random
import signal
import sys
import time
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent.parent))
from core.build import load, trainer_of
from core.experiment import Choice, Experiment, layers_from
from core.host import find
from core.project import project_of
from core.recovery import Keeper, offers

EXPERIMENT = Experiment(dataset=Choice("moons"), layers=layers_from([64, 32], Choice("relu")), seed=0)
LONGEST = 0.5
"""Seconds within which a kill falls."""


def live(folder, pipe, registry):
    """Recover what there is, and go on until killed."""
    found, moment, edit = offers(folder), None, 0
    if found:
        recovered = found[0].read()
        moment, edit = recovered.project.moment, (recovered.after or recovered.project.experiment).seed
        keeper = found[0].adopt()
    else:
        keeper = Keeper.begin(folder)
    trainer = trainer_of(EXPERIMENT, registry, load(EXPERIMENT.dataset, 1, registry))
    if moment is not None:
        trainer.restore(moment)
    while True:
        edit += 1
        now = replace(EXPERIMENT, seed=edit)
        keeper.note(now, {}, None, "a", trainer.step_count)
        os.write(pipe, b"e %d\n" % edit)
        for _ in range(5):
            trainer.step()
        keeper.checkpoint(project_of(now, trainer))
        os.write(pipe, b"c %d\n" % trainer.step_count)
        time.sleep(0.01)


def said_before_the_kill(folder, registry, chance):
    """The last edit and step that a process said were kept; 0 where it came to none."""
    ours, theirs = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            live(folder, theirs, registry)
        finally:
            os._exit(1)
    os.close(theirs)
    time.sleep(chance.uniform(0, LONGEST))
    os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    said = b""
    while more := os.read(ours, 10_000):
        said += more
    os.close(ours)
    assert os.WIFSIGNALED(status), "it ended by itself"
    words = [line.split() for line in said.splitlines()]
    return [max([int(number) for kind, number in words if kind == one], default=0) for one in (b"e", b"c")]


def main(folder, kills, seed):
    """So many kills."""
    registry, chance = find("plugins").registry, random.Random(seed)
    told = {"kills": kills, "lost_edits": 0, "lost_steps": 0, "missing": 0, "in_recovery": 0, "edits": 0, "steps": 0}
    edit = step = 0
    for _ in range(kills):
        edits, steps = said_before_the_kill(folder, registry, chance)
        told["in_recovery"] += edits == 0
        edit, step = max(edit, edits), max(step, steps)
        found = offers(folder)
        if not found:
            told["missing"] += edit > 0
            continue
        recovered = found[0].read()
        got = (recovered.after or recovered.project.experiment).seed
        trained = recovered.project.moment.step if recovered.project.moment else 0
        told["lost_edits"] += got < edit
        told["lost_steps"] += trained < step
        told["missing"] += len(found) > 1
        edit, step = max(edit, got), max(step, trained)
        for one in found:
            one.leave()
    told["edits"], told["steps"] = edit, step
    print(json.dumps(told))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
