"""``resume.py FOLDER CASE whole``: 200 steps. ``half``: 100, save, say so, and train on until killed. ``rest``: 100
more from what was saved. The weights, the optimizer's state and the counters go to FOLDER as a project each.
"""

import sys
import time
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent.parent))
from core.experiment import Choice, Experiment, Stopping, layers_from
from core.host import find
from core.project import open_project, project_of, save
from core.session import Session

BASE = Experiment(
    dataset=Choice("moons"), layers=layers_from([24, 16], Choice("relu")), stopping=Stopping(epochs=1_000_000), seed=3
)
CASES = {
    "adam": BASE,
    "momentum": replace(BASE, optimizer=Choice("momentum"), regularizers=(Choice("l2"),)),
    "dropout": replace(BASE, layers=(replace(BASE.layers[0], dropout=0.3), *BASE.layers[1:])),
}


def trained(folder, case, name, steps, start=None):
    """A session that made so many steps, saved under a name."""
    experiment = CASES[case]
    session = Session(experiment, find("plugins").registry, start)
    session.wait()
    for _ in range(steps):
        session.run.ask(lambda trainer: trainer.step()).result()
    save(folder / f"{name}.inknet", session.run.ask(lambda trainer: project_of(experiment, trainer)).result())
    return session


if __name__ == "__main__":
    folder, case, part = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    if part == "whole":
        trained(folder, case, "whole", 200).stop()
    elif part == "rest":
        trained(folder, case, "rest", 100, open_project(folder / "half.inknet").start).stop()
    else:
        session = trained(folder, case, "half", 100)
        session.run.play()
        print("saved", flush=True)
        time.sleep(60)
