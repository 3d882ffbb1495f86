"""How the time of a step grows with width, depth, batch and inputs, beside that of its bare matrix products.

    python benchmarks/scale.py [--repeats 5]

Time is taken to grow as a power of the size; the exponent is the slope of a straight line through the logarithms.
"""

from __future__ import annotations

import argparse
import math
import statistics
import sys
import time
from collections.abc import Callable

from _common import ROOT, save, table

sys.path.insert(0, str(ROOT))

import numpy as np

from core.build import trainer_of
from core.data import Data, Split, one_hot
from core.experiment import Choice, Experiment, Stopping, layers_from
from core.host import find
from core.threads import one_blas_thread

SIZES = {
    "width": (64, 128, 256, 512, 1024),
    "depth": (1, 2, 4, 8, 16),
    "batch": (8, 32, 128, 512, 2048),
    "inputs": (98, 196, 392, 784, 1568),
}
WORDS = {
    "width": "784-N-N-10, B 128",
    "depth": "N hidden layers of 128, B 128",
    "batch": "784-128-64-10, B N",
    "inputs": "N-128-64-10, B 128",
}
SECONDS = 0.05
Steps = Callable[[int], None]


def shape(what: str, size: int) -> tuple[list[int], int]:
    """Units from the inputs to the outputs, and the batch size."""
    if what == "width":
        return [784, size, size, 10], 128
    if what == "depth":
        return [784, *[128] * size, 10], 128
    return ([784, 128, 64, 10], size) if what == "batch" else ([size, 128, 64, 10], 128)


def whole(sizes: list[int], batch: int) -> Steps:
    """Whole steps of gradient descent on random bytes."""
    rng, rows = np.random.default_rng(1), 4096
    inputs = rng.integers(0, 256, (rows, sizes[0]), np.uint8)
    split = Split(inputs, one_hot(rng.integers(0, 10, rows), 10))
    test = Split(inputs[:10].copy(), split.targets[:10].copy())
    data = Data(split, test, (sizes[0],), "classification", tuple("0123456789"))
    e = Experiment(
        layers=layers_from(sizes[1:-1], Choice("relu")),
        optimizer=Choice("gradient-descent", (("learning_rate", 1e-4),)),
        batch_size=batch,
        stopping=Stopping(epochs=1_000_000),
    )
    trainer = trainer_of(e, find("plugins").registry, data)

    def go(steps: int) -> None:
        for _ in range(steps):
            trainer.step()

    return go


def products(sizes: list[int], batch: int) -> Steps:
    """The matrix products of such a step."""
    from _sides import bare_products

    inputs = np.random.default_rng(1).random((max(batch, 2048 // batch * batch), sizes[0]), np.float32)
    return bare_products(sizes, batch, inputs)


def timed(go: Steps) -> Callable[[], float]:
    """CPU seconds of one step, each time it is called."""
    go(3)
    begin = time.process_time()
    go(5)
    steps = max(1, round(SECONDS * 5 / max(time.process_time() - begin, 1e-4)))

    def once() -> float:
        begin = time.process_time()
        go(steps)
        return (time.process_time() - begin) / steps

    return once


def exponent(sizes: tuple[int, ...], seconds: list[float]) -> float:
    """The slope between the logarithms."""
    return float(np.polyfit([math.log(size) for size in sizes], [math.log(one) for one in seconds], 1)[0])


def main() -> int:
    """Measure, and write what was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeats", type=int, default=5)
    options = parser.parse_args()
    answer, rows = {}, []
    with one_blas_thread():
        for what, sizes in SIZES.items():
            ours, limit = [], []
            for size in sizes:
                sides = [timed(make(*shape(what, size))) for make in (whole, products)]
                turns = [[side() for side in sides] for _ in range(options.repeats)]
                for seconds, column in zip((ours, limit), zip(*turns, strict=True), strict=True):
                    seconds.append(statistics.median(column))
            slopes = exponent(sizes, ours), exponent(sizes, limit)
            answer[what] = {"sizes": sizes, "step": ours, "limit": limit, "exponents": slopes}
            times = " ".join(f"{1e6 * one:,.0f}" for one in ours)
            rows.append([WORDS[what], " ".join(map(str, sizes)), times, *(f"{one:.2f}" for one in slopes)])
    words = (
        "CPU time of a step against one size, as a power of it: where the exponent is no larger than that of the bare "
        "matrix products, what is beside them does not grow faster than they do.\n\n"
    )
    words += table(["what", "N", "microseconds", "exponent", "of the products"], rows)
    save("scale", "How a step grows", {"growth": answer}, words)
    return 0


if __name__ == "__main__":
    sys.exit(main())
