"""What one sample and one class look like up close. Plain arrays and text, no Qt."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core import Array, Data, Tiles
from core.experiment import Experiment
from core.randomness import NOISE, rng_for
from core.sampling import relabelled

from .summary import Summary

RAMP = " .:-=+*#%@"
"""Signs from paper to ink, by how dark a line of them looks."""
BLOCK = 4096
"""Rows that are added up at once."""


@dataclass(frozen=True, eq=False)
class Means:
    """The mean training sample of each class, (classes, features), and of all together, (features,)."""

    by_class: Array
    of_all: Array


def means(summary: Summary) -> Means:
    """Mean samples of the training split; a class without samples has zeros."""
    data = summary.data
    sums, counts = np.zeros((max(1, len(data.classes)), data.features)), summary.counts("train")
    if data.task != "classification":
        return Means(sums[:0], data.train.inputs.mean(axis=0, dtype=np.float64))
    for label in range(len(data.classes)):
        rows = summary.rows("train", label)
        for start in range(0, len(rows), BLOCK):
            sums[label] += data.train.inputs[rows[start : start + BLOCK]].sum(axis=0, dtype=np.float64)
    return Means(sums / np.maximum(counts, 1)[:, None], sums.sum(axis=0) / max(1, counts.sum()))


def mean_tiles(data: Data, found: Means) -> Tiles:
    """The means as pictures, that of all together last."""
    all_ = np.concatenate([found.by_class, found.of_all[None]]).reshape(-1, *data.input_shape)
    note = "What the training images of a class have in common. The last is the mean of all: centring takes it away."
    names = (*data.classes, "all") if len(found.by_class) else ("all",)
    return Tiles(images=all_, names=names, title="Mean images", note=note, limit=float(max(all_.max(), 1e-9)))


def as_numbers(sample: Array) -> str:
    """A matrix as numbers in columns."""
    whole = sample.dtype.kind in "biu" or bool((sample == np.rint(sample)).all())
    words = [[f"{int(value)}" if whole else f"{value:.2f}" for value in line] for line in sample]
    wide = max(len(word) for line in words for word in line)
    return "\n".join(" ".join(word.rjust(wide) for word in line) for line in words)


def as_text(sample: Array, low: float, high: float) -> str:
    """A matrix as signs, two of them for a pixel, since signs are twice as high as they are wide."""
    share = np.clip((sample.astype(np.float64) - low) / ((high - low) or 1.0), 0, 1)
    places = np.rint(share * (len(RAMP) - 1)).astype(int)
    return "\n".join("".join(RAMP[k] * 2 for k in line) for line in places)


def true_classes(experiment: Experiment, data: Data) -> dict[int, int]:
    """By row, the class that a training sample had before label noise gave it another; empty where there is none."""
    sampling = experiment.sampling
    if not sampling.label_noise or data.task != "classification":
        return {}
    targets = data.train.targets
    chance = rng_for(experiment.seed, NOISE)
    rows, moved = relabelled(len(targets), targets.shape[1], sampling.label_noise, chance)
    before = (targets[rows].argmax(axis=1) - moved) % targets.shape[1]
    return dict(zip(rows.tolist(), before.tolist(), strict=True))
