"""Where the time of one step goes: 784-128-64-10 with Adam at batch sizes of 1, 32 and 128.

    python benchmarks/step_profile.py [--network 784-128-64-10] [--optimizer adam] [--batches 1,32,128]

The profiler tells shares; the step's own time is measured without it. What numpy does counts for who asked for it.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import statistics
import sys
import time
from collections import Counter
from typing import Any

from _common import ROOT, save, table

sys.path.insert(0, str(ROOT))

from _cells import Cell, digits, trainer_for

from core.host import find
from core.threads import one_blas_thread
from core.training import Trainer

PARTS = {
    "ndarray.dot": "matrix products",
    "core/blocks.py": "gather and preprocess",
    "plugins/preprocessings": "gather and preprocess",
    "plugins/activations": "activations",
    "plugins/losses": "loss",
    "plugins/optimizers": "optimizer",
    "core/fast.py": "optimizer",
    "core/history.py": "history",
    "core/network.py": "biases, and from layer to layer",
    "core/training.py": "the step itself",
}
SECONDS = 1.0
Function = tuple[str, int, str]


def part_of(function: Function) -> str:
    """The part of a step that a function belongs to; "" for what is counted for its caller."""
    file, _, name = function
    if name == "<method 'dot' of 'numpy.ndarray' objects>":
        return PARTS["ndarray.dot"]
    place = file.replace("\\", "/")
    return next((part for key, part in PARTS.items() if f"/{key}" in place), "")


def shares(stats: dict[Function, Any]) -> Counter[str]:
    """Seconds of each part."""
    seconds: Counter[str] = Counter()

    def add(function: Function, own: float, seen: frozenset[Function]) -> None:
        part, callers = part_of(function), stats[function][4]
        total = sum(one[2] for one in callers.values())
        if part or not total or function in seen:
            seconds[part or "the step itself"] += own
            return
        for caller, one in callers.items():
            add(caller, own * one[2] / total, seen | {function})

    for function, (_, _, own, _, _) in stats.items():
        add(function, own, frozenset())
    return seconds


def steps_of(trainer: Trainer, steps: int) -> float:
    """CPU seconds of a step."""
    begin = time.process_time()
    for _ in range(steps):
        trainer.step()
    return (time.process_time() - begin) / steps


def main() -> int:
    """Profile, and write what was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--network", default="784-128-64-10")
    parser.add_argument("--optimizer", default="adam")
    parser.add_argument("--batches", default="1,32,128")
    options = parser.parse_args()
    registry = find("plugins").registry
    data, columns, whole = digits(registry, 4096), {}, {}
    with one_blas_thread():
        for batch in map(int, options.batches.split(",")):
            trainer = trainer_for(Cell(options.network, batch, options.optimizer), registry, data)
            steps = max(64, round(SECONDS / 5 / steps_of(trainer, 64)))
            whole[batch] = statistics.median(steps_of(trainer, steps) for _ in range(5))
            profile = cProfile.Profile()
            profile.runcall(steps_of, trainer, 5 * steps)
            seconds = shares(pstats.Stats(profile).stats)  # type: ignore[attr-defined]
            total = sum(seconds.values())
            columns[batch] = {part: one / total for part, one in seconds.items()}
    names = list(dict.fromkeys(PARTS.values()))
    rows = [[name, *(f"{100 * column.get(name, 0):.0f} %" for column in columns.values())] for name in names]
    rows.append(["microseconds a step", *(f"{1e6 * one:,.0f}" for one in whole.values())])
    words = f"{options.network} with {options.optimizer}, one thread.\n\n"
    words += table(["part", *(f"B {batch}" for batch in columns)], rows)
    save("step_profile", "Where the time of a step goes", {"shares": columns, "seconds": whole}, words)
    return 0


if __name__ == "__main__":
    sys.exit(main())
