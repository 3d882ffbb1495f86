"""What it costs that a learner's plugin is looked after: training steps with and without, alternating in one process.

    python benchmarks/guard.py [--rounds 7] [--steps 400] [--batch 32] [--json FILE]

An activation, written as a learner writes one, is used in both hidden layers of 784-128-64-10. On one side its methods
are called bare; on the other each call is marked, each step is watched, and copies to go back to are made. Processor
seconds of the training thread are compared, so that other programs matter little. The parts are timed alone, too.
"""

import argparse
import json
import os
import platform
import statistics
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).parent.parent))

import numpy as np

from core.experiment import Choice, Experiment, Stopping, layers_from
from core.host import find, load_source
from core.markers import Markers
from core.registry import Registry
from core.session import Session

SOURCE = b'''import numpy as np
from core import Activation, hookimpl


class Own(Activation):
    """As a learner writes it."""

    def forward(self, z):
        return np.maximum(z, 0)

    def derivative(self, z, a):
        return (z > 0).astype(z.dtype)


@hookimpl
def activations():
    return [Own]
'''


def catalogue(folder: Path, guarded: bool) -> Registry:
    """The built-in components and the learner's, guarded or not."""
    entries = load_source(folder / f"own{guarded}.py", SOURCE + f"# {guarded}\n".encode())
    if guarded:
        Markers(folder / "running").guard([entry.cls for entry in entries], "own.py", "0" * 64)
    return find("plugins").registry.plus(entries)


def session(registry: Registry, guarded: bool, batch: int) -> Session:
    """A training that has begun; without the guard nothing is kept to go back to."""
    experiment = Experiment(
        dataset=Choice("digits", (("test", 500), ("train", 12_000))),
        layers=layers_from([128, 64], Choice("own")),
        batch_size=batch,
        stopping=Stopping(epochs=100_000),
    )
    made = Session(experiment, registry)
    made.wait()
    made.run.ask(lambda trainer: setattr(made.run, "_guarded", guarded)).result()
    return made


def seconds_of(one: Session, steps: int) -> float:
    """Processor seconds of the training thread for so many steps."""
    begin = one.run.ask(lambda trainer: (time.thread_time(), trainer.step_count)).result()
    one.run.play(steps)
    while (now := one.run.ask(lambda trainer: (time.thread_time(), trainer.step_count)).result())[1] < begin[1] + steps:
        time.sleep(0.01)
    one.run.pause()
    return now[0] - begin[0]


def call_cost(registry: Registry) -> float:
    """Seconds of one call of a method that does next to nothing."""
    own, z = registry.entries["activation", "own"].cls(), np.zeros((1, 1))
    least = float("inf")
    for _ in range(50):
        begin = time.perf_counter()
        for _ in range(1000):
            own.forward(z)
        least = min(least, (time.perf_counter() - begin) / 1000)
    return least


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--steps", type=int, default=400)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        registries = {guarded: catalogue(Path(name), guarded) for guarded in (False, True)}
        sides = {guarded: session(registries[guarded], guarded, arguments.batch) for guarded in registries}
        for one in sides.values():
            seconds_of(one, arguments.steps)  # the first steps find nothing in the caches
        ratios, times = [], {False: [], True: []}
        for k in range(arguments.rounds):
            order = (False, True) if k % 2 else (True, False)
            round_ = {guarded: seconds_of(sides[guarded], arguments.steps) for guarded in order}
            ratios.append(round_[False] / round_[True])
            for guarded, seconds in round_.items():
                times[guarded].append(arguments.steps / seconds)
        calls = {guarded: call_cost(registry) for guarded, registry in registries.items()}
        for one in sides.values():
            one.stop()
    rows = {
        "batch": arguments.batch,
        "steps per processor second, bare": round(statistics.median(times[False]), 1),
        "steps per processor second, guarded": round(statistics.median(times[True]), 1),
        "guarded / bare": round(statistics.median(ratios), 4),
        "microseconds that a marked call adds": round((calls[True] - calls[False]) * 1e6, 3),
    }
    for name, value in rows.items():
        print(f"{name:40} {value}")
    if arguments.json:
        machine = {"system": platform.platform(), "processors": os.cpu_count(), "python": platform.python_version()}
        answer = {"what": "guard around a learner's plugin", "machine": machine, "rows": [rows]}
        arguments.json.write_text(json.dumps(answer, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
