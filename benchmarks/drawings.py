"""How well an MNIST-trained network reads drawings of any size, place and pen, step by step of ``core.strokes``.

MNIST has no strokes, so its test images are thinned to lines one pixel wide, traced, and drawn again on a large pad: at
a random size, at a random place, with a random pen. The pad is then shrunk as a picture, which is what a program
without normalisation does, and taken through each step of the normalisation.

    python benchmarks/drawings.py --mnist FOLDER [--rows 2000]
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from core.build import load, trainer_of
from core.components import Array
from core.experiment import Choice, Experiment
from core.host import find
from core.strokes import Drawing, Normalise, Stroke, image, resample, stages

PAD = 280.0
"""Side of the pad."""
SIZES = 0.2, 0.85
"""The longest side of a drawing as a share of the pad."""
PENS = 6.0, 28.0
"""The pen's width, in the pad's units."""
FINER = 3
"""Pixels of an enlarged image per pixel of MNIST, before it is thinned."""
SAMPLES = 4
"""Samples of the pad per pixel of 28, when it is shrunk as a picture."""
ASKED = {"fitted, centred": 5, "pen normalised": 10}


def main() -> None:
    """Train on MNIST, draw its test images anew, and say how many of each kind are read."""
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--mnist", required=True, metavar="FOLDER", help="folder with the four IDX files")
    options.add_argument("--rows", type=int, default=2000, help="test images to draw (default 2000)")
    options.add_argument("--epochs", type=int, default=8)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()

    registry = find("plugins").registry
    experiment = Experiment(dataset=Choice("idx", (("folder", given.mnist),)), seed=given.seed)
    data = load(experiment.dataset, given.seed, registry)
    trainer = trainer_of(experiment, registry, data)
    for _ in range(given.epochs * trainer.steps_per_epoch):
        trainer.step()

    def read(images: Array) -> float:
        inputs = trainer.recipe.preprocessing.apply(images.reshape(-1, 784), trainer.fitted)
        return float((trainer.network.activations(inputs)[-1].argmax(axis=1) == labels).mean())

    rng = np.random.default_rng(given.seed)
    rows = rng.permutation(len(data.test.inputs))[: given.rows]
    labels = data.test.targets[rows].argmax(axis=1)
    originals = data.test.inputs[rows].reshape(-1, 28, 28)
    print(f"thinning and drawing {len(rows):,} test images", file=sys.stderr)
    drawings = [drawn(lines(one), rng) for one in thin(enlarged(originals))]
    start = time.process_time()
    final = np.stack([image(one, PAD) for one in drawings])
    milliseconds = 1000 * (time.process_time() - start) / len(drawings)
    steps = [stages(one, PAD) for one in drawings]
    accuracies = {
        "MNIST itself": read(originals),
        "pad shrunk as a picture": read(np.stack([shrunk(one) for one in drawings])),
        "drawn": read(np.stack([one.drawn for one in steps])),
        "fitted": read(np.stack([one.fitted for one in steps])),
        "fitted, centred": read(np.stack([one.centred for one in steps])),
        "fitted, pen normalised": read(np.stack([image(one, PAD, Normalise(centre=False)) for one in drawings])),
        "pen normalised": read(final),
    }
    raw = 1 - accuracies["pad shrunk as a picture"]
    ratios = {name: raw / max(1 - accuracy, 1 / len(rows)) for name, accuracy in accuracies.items()}
    print(f"{'what the network sees':26} {'accuracy':>8} {'fewer errors':>13} {'asked':>6}")
    for name, accuracy in accuracies.items():
        print(f"{name:26} {accuracy:8.1%} {ratios[name]:12.1f}x {ASKED.get(name, ''):>6}")
    print(f"one image takes {milliseconds:.2f} ms")
    print(json.dumps({"rows": len(rows), "accuracies": accuracies, "ratios": ratios, "milliseconds": milliseconds}))


def enlarged(images: Array) -> Array:
    """Images (n, 28, 28) FINER times as large, between their pixels linear, as ink or not."""
    at = (np.arange(28 * FINER) + 0.5) / FINER - 0.5
    weights = np.maximum(0, 1 - np.abs(at[:, None] - np.arange(28))).astype(np.float32)
    return np.pad(weights @ images.astype(np.float32) @ weights.T > 127, ((0, 0), (1, 1), (1, 1)))


def thin(ink: Array) -> Array:
    """Ink (n, height, width) with an empty border, worn down to lines one pixel wide.

    Zhang and Suen, "A fast parallel algorithm for thinning digital patterns", 1984: a border pixel goes where that
    neither breaks a line nor shortens one, from the lower right and the upper left in turn.
    """
    ink = ink.copy()
    changed = True
    while changed:
        changed = False
        for turn in (0, 1):
            around = neighbours(ink)
            up, right, down, left = around[0], around[2], around[4], around[6]
            count = sum(one.view(np.int8) for one in around)
            starts = sum((~one & other).view(np.int8) for one, other in zip(around, [*around[1:], up], strict=True))
            ends = (up & right & down, right & down & left) if turn == 0 else (up & right & left, up & down & left)
            gone = ink[:, 1:-1, 1:-1] & (count >= 2) & (count <= 6) & (starts == 1) & ~ends[0] & ~ends[1]
            ink[:, 1:-1, 1:-1] ^= gone
            changed |= bool(gone.any())
    return ink


STEPS = ((-1, 0), (-1, 1), (0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1))
"""To the eight neighbours of a pixel, clockwise from above."""


def neighbours(ink: Array) -> list[Array]:
    """The eight neighbours of every inner pixel, clockwise from above."""
    height, width = ink.shape[1:]
    return [ink[:, 1 + y : height - 1 + y, 1 + x : width - 1 + x] for y, x in STEPS]


Pixel = tuple[int, int]


def lines(thinned: Array) -> list[Array]:
    """The lines in a thinned image, (k, 2) points x and y each, in pixels of MNIST. Stubs are left out."""
    every = {(int(y), int(x)) for y, x in np.argwhere(thinned)}
    left, paths = set(every), []
    while left:
        start = min(left, key=lambda pixel: (len(beside(pixel, left)), pixel))  # from an end, where there is one
        left.discard(start)
        path = [start]
        while ahead := beside(path[-1], left):
            path.append(straightest(path, ahead))
            left.discard(path[-1])
        paths.append(joined(joined(path, every), every))
    longest = max(len(path) for path in paths)
    kept = [path for path in paths if len(path) >= min(2 * FINER, longest)]
    return [smooth((np.array(path, float)[:, ::-1] - 0.5) / FINER - 0.5) for path in kept]


def beside(pixel: Pixel, among: set[Pixel]) -> list[Pixel]:
    """The pixels next to one."""
    return [near for y, x in STEPS if (near := (pixel[0] + y, pixel[1] + x)) in among]


def straightest(path: list[Pixel], ahead: list[Pixel]) -> Pixel:
    """The pixel that goes on most in the direction of the last few."""
    (y, x), (before_y, before_x) = path[-1], path[-5:][0]
    return max(ahead, key=lambda pixel: (pixel[0] - y) * (y - before_y) + (pixel[1] - x) * (x - before_x))


def joined(path: list[Pixel], every: set[Pixel]) -> list[Pixel]:
    """The path reversed, with a pixel added where its end meets another line or the path's own beginning."""
    meets = [pixel for pixel in beside(path[-1], every) if pixel not in path[-5:]]
    return [*meets[:1], *path[::-1]]


def smooth(points: Array) -> Array:
    """A line without the steps of its pixels: means of neighbours, the ends kept."""
    for _ in range(2 * FINER):
        points[1:-1] = (points[:-2] + 2 * points[1:-1] + points[2:]) / 4
    return points


def drawn(paths: list[Array], rng: np.random.Generator) -> Drawing:
    """Lines as strokes somewhere on the pad: at a random size, at a random place, with a random pen."""
    together = np.concatenate(paths)
    low, extent = together.min(axis=0), np.ptp(together, axis=0)
    pen = rng.uniform(*PENS)
    scale = rng.uniform(*SIZES) * PAD / max(float(extent.max()), 1.0)
    place = pen / 2 + rng.random(2) * np.maximum(PAD - pen - extent * scale, 0)
    return tuple(Stroke((path - low) * scale + place, pen) for path in paths)


def shrunk(drawing: Drawing) -> Array:
    """The pad painted sample by sample, then averaged to 28 x 28: no step of ``core.strokes`` has a part in it."""
    side = 28 * SAMPLES
    axis = (np.arange(side) + 0.5) * PAD / side
    across, down = np.meshgrid(axis, axis)
    inked = np.zeros((side, side), bool)
    for stroke in drawing:
        for x, y in resample(stroke.points, stroke.width / 4, 1000):
            inked |= (across - x) ** 2 + (down - y) ** 2 <= (stroke.width / 2) ** 2
    return (inked.reshape(28, SAMPLES, 28, SAMPLES).mean(axis=(1, 3)) * 255 + 0.5).astype(np.uint8)


if __name__ == "__main__":
    main()
