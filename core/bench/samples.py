"""Data sets, preprocessings and augmentations on the bench."""

from __future__ import annotations

import numpy as np

from ..components import Array, Augmentation, Dataset, Preprocessing
from ..contracts.probe import Probe
from ..contracts.samples import loaded, small
from ..data import Data
from ..figures import Axis, Bars, Bins, Curve, Figure, Histogram, Lines, Points, Table, Tiles
from ..raster import path_weights, rasterise
from ..registry import Registry
from .parts import Outcome, Part, short_time, time_of

SHOWN = 24
ROWS = 256
SEVEN = ((6.0, 7.0), (21.0, 7.0), (12.0, 22.0))
THREE = ((8.0, 7.0), (19.0, 7.0), (13.0, 13.0), (19.0, 18.0), (14.0, 22.0), (7.0, 20.0))


def pictures() -> Array:
    """A seven and a three, (2, 28, 28) uint8."""
    drawn = []
    for corners in (SEVEN, THREE):
        ends = np.array(corners)
        share = np.linspace(0, len(ends) - 1, 40)
        points = np.stack([np.interp(share, range(len(ends)), ends[:, k]) for k in (0, 1)], 1)[None].astype(np.float32)
        weights = path_weights(points, np.zeros(points.shape[1], int))
        radius, softness = np.full(points.shape[:2], 1.3, np.float32), np.full(1, 0.5, np.float32)
        drawn.append(rasterise(points, radius, weights, softness)[0])
    return np.array(drawn)


def augmentation_parts(augmentation: Augmentation, registry: Registry) -> list[Part]:
    """What it makes of two digits, and what it costs."""
    return [
        Part(f"{augmentation.name}.pictures", "Two digits, changed", lambda: _changed(augmentation)),
        Part(f"{augmentation.name}.speed", "Speed", lambda: _rows_per_second(augmentation)),
    ]


def _changed(augmentation: Augmentation) -> Outcome:
    both = pictures()
    inputs = np.repeat(both.reshape(2, -1), SHOWN // 2 - 1, 0)
    changed = np.asarray(augmentation.apply(inputs.copy(), (28, 28), np.random.default_rng(0)))
    images = np.concatenate([both.reshape(2, -1), changed]).reshape(-1, 28, 28)
    names = ("as it is", "as it is", *([""] * len(changed)))
    moved = float((changed != inputs).any(axis=1).mean())
    figure = Tiles(
        title=augmentation.name,
        note="First two digits as they are, then what became of them.",
        images=images,
        names=names,
    )
    by = np.abs(changed.astype(float) - inputs).mean()
    words = f"{moved:.0%} of the rows are changed, by {by:.3g} a pixel on average."
    return Outcome(words, figure, "ok" if moved else "hint")


def _rows_per_second(augmentation: Augmentation) -> Outcome:
    inputs = np.tile(pictures().reshape(2, -1), (ROWS // 2, 1))
    rng = np.random.default_rng(0)
    seconds = time_of(lambda: augmentation.apply(inputs, (28, 28), rng))
    return Outcome(f"{short_time(seconds)} for {ROWS} images, {ROWS / seconds:,.0f} a second.")


def preprocessing_parts(preprocessing: Preprocessing, registry: Registry) -> list[Part]:
    """Inputs before and after."""
    return [
        Part(f"{preprocessing.name}.histogram", "Inputs before and after", lambda: _before_and_after(preprocessing))
    ]


def _before_and_after(preprocessing: Preprocessing) -> Outcome:
    rng = np.random.default_rng(0)
    shifts = rng.integers(-3, 4, (ROWS, 2))
    both = pictures()
    inputs = np.array([np.roll(both[k % 2], tuple(shifts[k]), (0, 1)).ravel() for k in range(ROWS)])
    fitted = preprocessing.fit(inputs)
    after = np.asarray(preprocessing.apply(inputs, fitted), float)
    groups = []
    for name, values in (("before", inputs.astype(float)), ("after", after)):
        counts, edges = np.histogram(values, 40)
        groups.append(Bins(edges, counts, name))
    figure = Histogram(title="Inputs", note="All pixels of 256 digits.", groups=tuple(groups), x=Axis("value"))
    known = ", ".join(f"{name} {np.shape(array)}" for name, array in fitted.items()) or "nothing"
    words = f"From {inputs.min()} to {inputs.max()} before, {after.min():.4g} to {after.max():.4g} after"
    return Outcome(f"{words} (mean {after.mean():.3g}, deviation {after.std():.3g}). It keeps {known}.", figure)


def dataset_parts(dataset: Dataset, registry: Registry) -> list[Part]:
    """Some samples, and how many there are of each class."""
    probe = Probe(dataset, registry)
    kept: list[Data] = []

    def data() -> Data | None:
        if not kept:
            found = loaded(Probe(small(probe), registry), np.random.default_rng(0), lambda share, words: None)
            if found is not None:
                kept.append(found)
        return kept[0] if kept else None

    return [
        Part(f"{dataset.name}.samples", "Some samples", lambda: _samples(data())),
        Part(f"{dataset.name}.classes", "How many of each", lambda: _classes(data())),
    ]


def _samples(data: Data | None) -> Outcome:
    if data is None:
        return Outcome("It needs something that is not here, such as a folder.", state="hint")
    inputs, targets = np.asarray(data.train.inputs), np.asarray(data.train.targets)
    labels = targets.argmax(1) if data.task == "classification" else None
    words = f"{len(inputs):,} to train on and {len(data.test.inputs):,} to test (made small for the bench), "
    words += f"{data.features} numbers each, {inputs.dtype}, {inputs.min():.4g} to {inputs.max():.4g}."
    figure: Figure
    if len(data.input_shape) == 2:
        images = inputs[:SHOWN].reshape(-1, *data.input_shape)
        names = tuple(data.classes[k] for k in labels[:SHOWN]) if labels is not None else ()
        figure = Tiles(title="Samples", note="The first rows of the training split.", images=images, names=names)
    elif data.features == 2 and labels is not None:
        figure = Points(title="Samples", note="The training split.", points=inputs, labels=labels, classes=data.classes)
    elif data.features == 1 and targets.shape[1] == 1:
        order = np.argsort(inputs[:, 0])
        curve = Curve(inputs[order, 0], targets[order, 0], "target")
        figure = Lines(title="Samples", note="Target over input.", curves=(curve,), x=Axis("input"), y=Axis("target"))
    else:
        columns = (*(f"input {k}" for k in range(1, min(data.features, 6) + 1)), "target")
        rows = tuple(
            (
                *(f"{v:.4g}" for v in row[:6]),
                data.classes[target.argmax()] if labels is not None else f"{target[0]:.4g}",
            )
            for row, target in zip(inputs[:10].astype(float), targets[:10], strict=True)
        )
        figure = Table(title="Samples", note="The first rows of the training split.", columns=columns, rows=rows)
    return Outcome(words, figure)


def _classes(data: Data | None) -> Outcome:
    if data is None:
        return Outcome("It needs something that is not here, such as a folder.", state="hint")
    if data.task != "classification":
        targets = np.asarray(data.train.targets, float)
        counts, edges = np.histogram(targets, 30)
        figure: Figure = Histogram(
            title="Targets",
            note="How the targets are spread.",
            groups=(Bins(edges, counts, "train"),),
            x=Axis("target"),
        )
        return Outcome(f"Targets from {targets.min():.4g} to {targets.max():.4g}.", figure)
    counts = np.asarray(data.train.targets).sum(axis=0)
    figure = Bars(
        title="Classes", note="Rows of the training split.", names=tuple(data.classes), values=counts, y=Axis("rows")
    )
    missing = [name for name, count in zip(data.classes, counts, strict=True) if count == 0]
    if missing:
        return Outcome(f"There is none of {', '.join(missing)} among the training rows.", figure, "hint")
    return Outcome(f"From {counts.min():.0f} to {counts.max():.0f} of each.", figure)
