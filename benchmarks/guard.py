"""What it costs that a learner's plugin is looked after: training steps with and without, alternating in one process.

    python benchmarks/guard.py [--rounds 60] [--steps 100] [--batch 32] [--quiet]

An activation, written as a learner writes one, is used in both hidden layers of 784-128-64-10. On one side its methods
are called bare; on the other each call is marked, each step is watched, and copies to go back to are made. Processor
seconds of the training thread are compared, so that other programs matter little. The parts are timed alone, too.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).parent.parent))

import numpy as np
from _common import save

from core.build import data_of, trainer_of
from core.experiment import Choice, Experiment, layers_from
from core.host import find, load_source
from core.markers import Markers
from core.registry import Registry
from core.rewind import Rewind
from core.training import Trainer
from core.watchdog import Watchdog

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


def catalogue(folder: Path, marked: bool) -> Registry:
    """The built-in components and the learner's, guarded or not."""
    entries = load_source(folder / f"own{marked}.py", SOURCE + f"# {marked}\n".encode())
    if marked:
        Markers(folder / "running").guard([entry.cls for entry in entries], "own.py", "0" * 64)
    return find("plugins").registry.plus(entries)


def trainer(registry: Registry, batch: int) -> Trainer:
    """A training of digits with the learner's activation in both hidden layers."""
    experiment = Experiment(
        dataset=Choice("digits", (("test", 500), ("train", 6_000))),
        layers=layers_from([128, 64], Choice("own")),
        batch_size=batch,
    )
    return trainer_of(experiment, registry, data_of(experiment, registry))


def bare(one: Trainer, steps: int) -> float:
    """Processor seconds of so many steps."""
    begin = time.thread_time()
    for _ in range(steps):
        one.step()
    return time.thread_time() - begin


def guarded(one: Trainer, steps: int, watchdog: Watchdog, rewind: Rewind) -> float:
    """The same, looked after as the run's thread does it."""
    begin = time.thread_time()
    for _ in range(steps):
        rewind.keep(one, time.perf_counter())
        with watchdog.over(one.step_count + 1):
            one.step()
    return time.thread_time() - begin


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
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--steps", type=int, default=100)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--quiet", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        registries = {side: catalogue(Path(name), side) for side in (False, True)}
        sides = {side: trainer(registries[side], arguments.batch) for side in registries}
        watchdog, rewind = Watchdog(), Rewind()
        ratios: list[float] = []
        times: dict[bool, list[float]] = {False: [], True: []}
        for k in range(-2, arguments.rounds):  # the first steps find nothing in the caches
            seconds = {}
            for side in (False, True) if k % 2 else (True, False):
                one, steps = sides[side], arguments.steps
                seconds[side] = guarded(one, steps, watchdog, rewind) if side else bare(one, steps)
            if k >= 0:
                ratios.append(seconds[False] / seconds[True])
                for side, taken in seconds.items():
                    times[side].append(arguments.steps / taken)
        calls = {side: call_cost(registry) for side, registry in registries.items()}
    rows = {
        "batch": arguments.batch,
        "steps per processor second, bare": round(statistics.median(times[False]), 1),
        "steps per processor second, guarded": round(statistics.median(times[True]), 1),
        "guarded / bare": round(statistics.median(ratios), 4),
        "microseconds that a marked call adds": round((calls[True] - calls[False]) * 1e6, 3),
    }
    words = (
        "An activation written as a learner writes one, in both hidden layers of 784-128-64-10: its calls marked, its\n"
        "steps watched and copies made to go back to, beside the same bare. Processor seconds,\n"
        f"medians of {arguments.rounds} rounds in turns.\n\n"
    )
    words += "\n".join(["| | |", "|---|---|", *(f"| {name} | {value} |" for name, value in rows.items())])
    answer = {"what": "steps per processor second with the guard around a learner's plugin", "rows": [rows]}
    save("guard", "The guard around a learner's plugin", answer, words, arguments.quiet)


if __name__ == "__main__":
    main()
