"""What there is to know of a data set before looking at single samples. Plain arrays, no Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from core import Array, Bins, Data, Histogram, Points, Table
from core.figures import Axis

SplitName = Literal["train", "test"]
SPLITS: tuple[SplitName, ...] = ("train", "test")
BINS = 24
MOST_POINTS = 3000
"""Points that are drawn of a plane; more would only cover each other."""
MOST_ROWS = 200
"""Rows of a table of numbers."""
MOST_COLUMNS = 6


@dataclass(frozen=True, eq=False)
class Summary:
    """Counts and ranges of a data set, and for each split its rows by class."""

    data: Data
    low: float
    """The least number of the training inputs, and the largest."""
    high: float
    order: dict[SplitName, Array]
    """Row numbers sorted by class, rows of one class in their own order."""
    starts: dict[SplitName, Array]
    """Where each class begins in ``order``, and the end: (classes + 1,)."""

    def count(self, split: SplitName) -> int:
        """How many rows a split has."""
        return len(self.order[split])

    def counts(self, split: SplitName) -> Array:
        """How many rows there are of each class, (classes,)."""
        return np.diff(self.starts[split])

    def rows(self, split: SplitName, label: int | None = None) -> Array:
        """The row numbers of a class, or all of them."""
        if label is None:
            return np.arange(self.count(split))
        start, end = self.starts[split][label : label + 2]
        return self.order[split][start:end]

    @property
    def pictures(self) -> bool:
        """Whether a sample is a matrix that can be shown as a picture."""
        return len(self.data.input_shape) == 2

    @property
    def plane(self) -> bool:
        """Whether a sample is a point: two inputs, or one input and one number to predict."""
        return self.data.features == 2 or (self.data.features == 1 and self.data.task == "regression")


def summarise(data: Data) -> Summary:
    """Count and sort; for 60,000 images this takes some hundredths of a second."""
    order: dict[SplitName, Array] = {}
    starts: dict[SplitName, Array] = {}
    classes = len(data.classes) if data.task == "classification" else 0
    for name in SPLITS:
        targets = getattr(data, name).targets
        labels = targets.argmax(axis=1).astype(np.min_scalar_type(classes)) if classes else np.zeros(len(targets), int)
        order[name] = np.argsort(labels, kind="stable")
        starts[name] = (
            np.concatenate([[0], np.cumsum(np.bincount(labels, minlength=classes))]) if classes else labels[:1]
        )
    return Summary(data, float(data.train.inputs.min()), float(data.train.inputs.max()), order, starts)


def facts(summary: Summary) -> str:
    """The facts in a line: ``28 × 28 pixels, whole numbers from 0 to 255, 10 classes``."""
    data = summary.data
    shape = " × ".join(f"{size:,}" for size in data.input_shape)
    inputs = f"{shape} pixels" if summary.pictures else f"{shape} input{'s' if data.features > 1 else ''}"
    kind = "whole numbers" if data.train.inputs.dtype.kind in "biu" else "numbers"
    if data.task == "classification":
        outputs = f"{len(data.classes)} classes"
    else:
        outputs = f"{data.outputs} number{'s' if data.outputs > 1 else ''} to predict"
    return f"{inputs}, {kind} from {_short(summary.low)} to {_short(summary.high)}, {outputs}"


def spread(data: Data) -> Histogram:
    """How the first number to predict is spread in both splits."""
    columns = {name: getattr(data, name).targets[:, 0].astype(float) for name in SPLITS}
    low = min(float(values.min()) for values in columns.values())
    high = max(float(values.max()) for values in columns.values())
    edges = np.linspace(low, high if high > low else low + 1, BINS + 1)
    groups = [Bins(edges, np.histogram(values, edges)[0], name, name) for name, values in columns.items()]
    return Histogram(groups=tuple(groups), x=Axis("number to predict"), title="Numbers to predict")


def points(summary: Summary, split: SplitName, label: int | None) -> Points:
    """The samples of a split as points; where there are too many, every so many."""
    data, rows = summary.data, summary.rows(split, label)
    rows = rows[:: -(-len(rows) // MOST_POINTS)] if len(rows) else rows
    inputs, targets = (part[rows].astype(float) for part in getattr(data, split))
    if data.features == 1:
        return Points(points=np.column_stack([inputs, targets[:, 0]]), samples=rows, split=split, x=Axis("input"))
    labels = targets.argmax(axis=1) if data.task == "classification" else None
    return Points(points=inputs, labels=labels, classes=data.classes, samples=rows, split=split)


def table(summary: Summary, split: SplitName, label: int | None) -> Table:
    """The first samples of a split as numbers, where they are neither pictures nor points."""
    data, rows = summary.data, summary.rows(split, label)[:MOST_ROWS]
    inputs, targets = (part[rows] for part in getattr(data, split))
    shown = min(data.features, MOST_COLUMNS)
    names = [f"input {k + 1}" for k in range(shown)] + (["…"] if data.features > shown else [])
    lines = []
    for row, sample, target in zip(rows, inputs, targets, strict=True):
        numbers = [_short(value) for value in sample[:shown]] + (["…"] if data.features > shown else [])
        lines.append((f"{row:,}", answer(data, target), *numbers))
    what = "class" if data.task == "classification" else "to predict"
    return Table(columns=("row", what, *names), rows=tuple(lines))


def answer(data: Data, target: Array) -> str:
    """The class of a sample, or the numbers to predict."""
    if data.task == "classification":
        return data.classes[int(target.argmax())]
    return ", ".join(map(_short, target[:3])) + ("…" if len(target) > 3 else "")


def _short(value: float) -> str:
    return f"{value:.4g}".replace("-", "−")
