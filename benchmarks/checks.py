"""What it costs to look for numbers that are none: training steps with and without, in turns in one process.

    python benchmarks/checks.py [--rounds 400] [--steps 32] [--batches 32,128] [--quiet]

784-128-64-10 on the built-in digits. On one side the loss is looked at in every step and the weights in every 32nd, as
in every training; on the other the weights never are. Processor seconds of the training thread are compared.
"""

import argparse
import os
import statistics
import sys
import time
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).parent.parent))

from _common import save, spread, table

from core.build import data_of, trainer_of
from core.experiment import Choice, Experiment, layers_from
from core.host import find
from core.registry import Registry
from core.training import Trainer


def trainer(registry: Registry, batch: int) -> Trainer:
    """A training of digits."""
    experiment = Experiment(
        dataset=Choice("digits", (("test", 500), ("train", 6_000))),
        layers=layers_from([128, 64], Choice("relu")),
        batch_size=batch,
    )
    return trainer_of(experiment, registry, data_of(experiment, registry))


def seconds(one: Trainer, steps: int) -> float:
    """Processor seconds of so many steps."""
    begin = time.thread_time()
    for _ in range(steps):
        one.step()
    return time.thread_time() - begin


def look_cost(one: Trainer) -> tuple[float, float]:
    """Seconds of one look at a loss, and of one at the weights."""
    value, best = 0.5, [float("inf")] * 2
    for _ in range(30):
        begin = time.perf_counter()
        for _ in range(1000):
            if value - value != 0:
                raise ArithmeticError
        middle = time.perf_counter()
        for _ in range(50):
            _ = one.finite
        best = [min(best[0], (middle - begin) / 1000), min(best[1], (time.perf_counter() - middle) / 50)]
    return best[0], best[1]


class Unlooked(Trainer):
    """A training that never looks at its weights."""

    finite = True


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=400)
    parser.add_argument("--steps", type=int, default=32)
    parser.add_argument("--batches", default="32,128")
    parser.add_argument("--quiet", action="store_true")
    arguments = parser.parse_args()
    registry, rows = find("plugins").registry, []
    for batch in map(int, arguments.batches.split(",")):
        looking, blind = trainer(registry, batch), trainer(registry, batch)
        blind = Unlooked(blind.network, blind.data, blind.recipe, blind.fitted)
        ratios, per_step = [], []
        for k in range(-2, arguments.rounds):
            order = (looking, blind) if k % 2 else (blind, looking)
            taken = {one: seconds(one, arguments.steps) for one in order}
            if k >= 0:
                ratios.append(taken[looking] / taken[blind])
                per_step.append(taken[blind] / arguments.steps)
        loss, weights = look_cost(looking)
        step = statistics.median(per_step)
        rows.append(
            {
                "batch": batch,
                "with / without": round(statistics.median(ratios), 4),
                "spread": round(spread(ratios), 4),
                "step, us": round(1e6 * step, 1),
                "look at the loss, us": round(1e6 * loss, 3),
                "look at the weights, us": round(1e6 * weights, 1),
                "sum of the looks, %": round(100 * (loss + weights / 32) / step, 3),
            }
        )
    words = (
        "784-128-64-10 on the built-in digits: the loss looked at in every step and the weights in every 32nd, beside\n"
        f"the same without a look at the weights. Processor seconds, medians of {arguments.rounds} rounds in turns;\n"
        "and each look timed alone, as a share of a step.\n\n"
    )
    words += table(list(rows[0]), [list(row.values()) for row in rows])
    answer = {"what": "what the looks for numbers that are not finite cost a training step", "rows": rows}
    save("checks", "Looking for numbers that are none", answer, words, arguments.quiet)


if __name__ == "__main__":
    main()
