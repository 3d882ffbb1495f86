"""Saves a project over an older one with room for so many bytes only, and prints what became of it as JSON.

``full_disk.py FOLDER PLACES [naive]``: the operating system refuses to write beyond the room (RLIMIT_FSIZE); with a
folder on a small disk that another file fills, it is the disk that refuses.
"""

import json
import os
import resource
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent.parent))
import itertools

import numpy as np

from core.errors import InknetError
from core.experiment import Choice, Experiment, layers_from
from core.history import History
from core.project import Project, open_project, save
from core.training import Moment


def project(seed):
    """A project of about 100 kilobytes."""
    units = (30, 200, 2)
    count = sum(a * b + b for a, b in itertools.pairwise(units))
    parameters = np.linspace(-seed, seed, count, dtype=np.float32)
    experiment = Experiment(dataset=Choice("moons"), layers=layers_from([200], Choice("relu")), seed=seed)
    moment = Moment(7, 0, 3, 0, 7, parameters, {"m": parameters, "v": parameters})
    return Project(experiment, moment, History(), {}, (30,), 2, "classification", ("no", "yes"))


def limited(room):
    """Let no file grow beyond so many bytes."""
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, most))


def unlimited():
    """Let files grow again."""
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))


def main(folder, places, control):
    """Try so many amounts of room."""
    path = folder / "a.inknet"
    save(path, project(1), backup=False)
    old = path.read_bytes()
    save(folder / "whole", project(2), backup=False)
    whole = (folder / "whole").read_bytes()
    (folder / "whole").unlink()
    refused = changed = left = untold = 0
    for k in range(places):
        limited(len(old) * k // places)
        try:
            if control:
                with open(path, "wb", buffering=0) as file:
                    file.write(whole)
                    file.write(b"")
                if path.stat().st_size < len(whole):
                    raise OSError("short")
            else:
                save(path, project(2))
        except (InknetError, OSError) as error:
            refused += 1
            untold += not (str(path) in str(error) and "too large" in str(error) and "free some space" in str(error))
        finally:
            unlimited()
        changed += path.read_bytes() != old
        left += len(os.listdir(folder)) - 1
        if control:
            path.write_bytes(old)
    if not control:
        save(path, project(2))
    again = open_project(path).experiment.seed == 2 if not control else False
    told = {"places": places, "refused": refused, "changed": changed, "left": left, "untold": untold, "again": again}
    print(json.dumps(told))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), len(sys.argv) > 3)
