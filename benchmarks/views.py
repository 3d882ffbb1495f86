"""How long every view takes to draw a large network, 784-512-512-10, with 10,000 test images.

    python benchmarks/views.py [--turns 5]

CPU seconds of one thread, medians. The network has random weights and the images are random too: what a view costs does
not depend on what it shows. The first time includes what is then kept for all views of that moment, such as the answers
to all test images; again is with those at hand. Views of a plane, of a regression or of two parameters get such data.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from dataclasses import replace
from typing import Any

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before numpy

import numpy as np
from _common import ROOT, save, table

sys.path.insert(0, str(ROOT))

from core import (
    Activation,
    Data,
    Frames,
    Initializer,
    Note,
    Preprocessing,
    Snapshot,
    Split,
    Visualization,
    one_hot,
)
from core.history import Evaluation, History
from core.host import find
from core.network import Layer, Network
from core.registry import Registry
from core.snapshot import Checkpoint

MOST = 0.3
"""Seconds that a view may take."""
TRAIN, TEST = 12_000, 10_000


def moment(registry: Registry, data: Data, hidden: tuple[int, ...], preprocessing: str, kept: int) -> Snapshot:
    """A network at the end of ``kept`` epochs, whose weights moved a little in each."""
    make = registry.make
    last = "softmax" if data.task == "classification" else "identity"
    start = make(Initializer, "glorot")
    layers = [Layer(units, make(Activation, "relu"), start, key=k) for k, units in enumerate(hidden)]
    layers.append(Layer(data.outputs, make(Activation, last), start, key=len(hidden)))
    rng = np.random.default_rng(0)
    network = Network.fresh(data.features, tuple(layers), rng)
    moments = []
    for epoch in range(1, kept + 1):
        network.parameters += rng.normal(0, 1e-3, network.parameters.shape).astype(np.float32)
        moments.append(Checkpoint(100 * epoch, float(epoch), network.parameters.copy()))
    history = History()
    for step in range(1, 100 * kept + 1):
        history.loss.append(1 / step)
        history.learning_rate.append(0.1)
        if step % 100 == 0:
            history.add(Evaluation(step, step / 100, 0.0, 1 / step, 0.9, 1 / step, 0.9))
    chosen = make(Preprocessing, preprocessing)
    gradient = rng.normal(0, 1e-3, network.parameters.shape).astype(np.float32)
    return Snapshot(
        step=100 * kept,
        epoch=float(kept),
        network=network.copy(),
        data=data,
        preprocessing=chosen,
        fitted=chosen.fit(data.train.inputs),
        history=history.past(),
        drawing=data.test.inputs[0],
        gradient=gradient,
        batch=Split(data.train.inputs[:32].astype(np.float32), data.train.targets[:32]),
        checkpoints=tuple(moments),
    )


def moments(registry: Registry) -> dict[str, Snapshot]:
    """The large network, and those for views that need other data."""
    rng = np.random.default_rng(1)

    def pictures(rows: int) -> Split:
        return Split(rng.integers(0, 256, (rows, 784), np.uint8), one_hot(rng.integers(0, 10, rows), 10))

    def points(rows: int) -> Split:
        places = rng.normal(0, 1, (rows, 2)).astype(np.float32)
        return Split(places, one_hot((places[:, 0] > 0).astype(int), 2))

    def line(rows: int) -> Split:
        x = rng.normal(2, 3, (rows, 1)).astype(np.float32)
        return Split(x, 3 * x + 1)

    matrix = rng.integers(0, 10, (10, 10)).astype(np.float32)
    square = Split(matrix, np.eye(10, dtype=np.float32))
    digits = Data(pictures(TRAIN), pictures(TEST), (28, 28), "classification", tuple("0123456789"))
    plane = Data(points(TRAIN), points(TEST), (2,), "classification", ("left", "right"))
    regression = Data(line(TRAIN), line(TEST), (1,), "regression")
    return {
        "784-512-512-10": moment(registry, digits, (512, 512), "center", 12),
        "2-512-512-2": moment(registry, plane, (512, 512), "none", 12),
        "1-1": moment(registry, regression, (), "none", 64),
        "10-10": moment(registry, Data(square, square, (10,), "regression"), (), "none", 64),
    }


def measured(view: Visualization, snapshot: Snapshot, turns: int) -> tuple[float, float, Any]:
    """CPU seconds of the first drawing and of another, medians, and what was drawn."""
    first, again = [], []
    for _ in range(turns):
        fresh = replace(snapshot, _memo={})
        for times in (first, again):
            start = time.thread_time()
            figure = view.draw(fresh)
            times.append(time.thread_time() - start)
    return statistics.median(first), statistics.median(again), figure


def main() -> None:
    """Measure every view on the first of the moments that it has something to draw for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--turns", type=int, default=5)
    turns = parser.parse_args().turns
    registry = find("plugins").registry
    scenes = moments(registry)
    rows: list[dict[str, Any]] = []
    for cls in registry.all(Visualization):
        for name, snapshot in scenes.items():
            first, again, figure = measured(cls(), snapshot, turns)
            if not isinstance(figure, Note):
                frames = len(figure.figures) if isinstance(figure, Frames) else 1
                rows.append({"view": cls.name, "network": name, "first": first, "again": again, "frames": frames})
                print(cls.name, name, f"{1000 * first:.0f} ms, {1000 * again:.0f} ms", file=sys.stderr, flush=True)
                break
    rows.sort(key=lambda row: -row["again"])
    head = ("view", "network", "first, ms", "again, ms", "frames")
    lines = [
        (r["view"], r["network"], f"{1000 * r['first']:.0f}", f"{1000 * r['again']:.0f}", r["frames"]) for r in rows
    ]
    slow = ", ".join(row["view"] for row in rows if row["first"] > MOST) or "no view"
    words = f"{__doc__.split('    python')[0].strip()}\n\n{__doc__.strip().split(chr(10) * 2)[-1]}\n\n"
    words += f"Above {1000 * MOST:.0f} ms the first time: {slow}.\n\n{table(head, lines)}"
    save("views", "Views of a large network", {"turns": turns, "views": rows}, words)


if __name__ == "__main__":
    main()
