"""What an experiment does to a data set before anything learns from it: fewer rows, more rows, noise."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from .components import Array
from .data import Data, Split
from .errors import BadExperiment


@dataclass(frozen=True)
class Sampling:
    """How much of the data is used, and how noisy they are made; all zero leaves them as they are."""

    rows: int = 0
    """Training rows to use; 0 uses all. They are the first ones, so that a larger number only adds."""
    label_noise: float = 0.0
    """Share of training rows whose class is replaced by another one at random."""
    pixel_noise: float = 0.0
    """Deviation of noise added to the inputs of every split, as a share of the range of the training inputs."""
    validation: float = 0.0
    """Share of the training rows that is held out to validate; of classes, the same share of each."""
    fresh: bool = False
    """Train on new samples in every epoch, made as it goes, as many as there are training rows."""


def held_out(data: Data, sampling: Sampling, rng: np.random.Generator) -> Data:
    """The data with the validation split taken out of the training rows, which keep their order.

    Raises BadExperiment where no row would be left on one side.
    """
    if not sampling.validation:
        return data
    inputs, targets = data.train
    order = rng.permutation(len(inputs))
    if data.task == "classification":
        order = order[np.argsort(targets[order].argmax(1), kind="stable")]  # class by class, in random order
        within = np.concatenate([np.arange(n) / n for n in np.unique(targets.argmax(1), return_counts=True)[1]])
        chosen = order[within < sampling.validation]
    else:
        chosen = order[: round(sampling.validation * len(order))]
    held = np.zeros(len(inputs), bool)
    held[chosen] = True
    if held.all() or not held.any():
        raise BadExperiment(
            f"sampling.validation {sampling.validation:g}: {held.sum():,} of {len(inputs):,} training rows would be "
            "held out; expected at least one row on either side: choose another share"
        )
    return replace(data, train=Split(inputs[~held], targets[~held]), validation=Split(inputs[held], targets[held]))


def sampled(data: Data, sampling: Sampling, mixed: list[Data], rng: np.random.Generator) -> Data:
    """The data with the training rows of ``mixed`` added and the sampling applied.

    Raises BadExperiment for data that cannot be mixed or classes that a regression does not have.
    """
    if not mixed and sampling == Sampling():
        return data
    train = data.train
    if sampling.rows:
        train = Split(train.inputs[: sampling.rows], train.targets[: sampling.rows])
    for other in mixed:
        train = _joined(data, train, other)
    if sampling.label_noise:
        train = Split(train.inputs, _mislabelled(data, train.targets, sampling.label_noise, rng))
    test, validation = data.test, data.validation
    if sampling.pixel_noise:
        low, high = float(train.inputs.min()), float(train.inputs.max())
        deviation = sampling.pixel_noise * (high - low)
        train = Split(_noisy(train.inputs, deviation, low, high, rng), train.targets)
        test = Split(_noisy(test.inputs, deviation, low, high, rng), test.targets)
        if validation is not None:
            validation = Split(_noisy(validation.inputs, deviation, low, high, rng), validation.targets)
    return replace(data, train=train, test=test, validation=validation)


def _joined(data: Data, train: Split, other: Data) -> Split:
    if other.input_shape != data.input_shape or other.classes != data.classes:
        raise BadExperiment(
            f"samples of shape {other.input_shape} with {len(other.classes)} classes cannot be mixed into samples of "
            f"shape {data.input_shape} with {len(data.classes)} classes; take them out of the mix"
        )
    inputs = np.concatenate([train.inputs, other.train.inputs.astype(train.inputs.dtype)])
    return Split(inputs, np.concatenate([train.targets, other.train.targets]))


def relabelled(count: int, classes: int, share: float, rng: np.random.Generator) -> tuple[Array, Array]:
    """Which of so many rows label noise gives another class, and by how many classes it moves each of them on."""
    rows = np.flatnonzero(rng.random(count) < share)
    return rows, rng.integers(1, classes, len(rows))


def _mislabelled(data: Data, targets: Array, share: float, rng: np.random.Generator) -> Array:
    if data.task != "classification":
        raise BadExperiment("label noise needs classes; this data set has numbers to predict: set label_noise to 0")
    rows, moved = relabelled(len(targets), targets.shape[1], share, rng)
    others = (targets[rows].argmax(1) + moved) % targets.shape[1]
    noisy = targets.copy()
    noisy[rows] = np.eye(targets.shape[1], dtype=targets.dtype)[others]
    return noisy


def _noisy(inputs: Array, deviation: float, low: float, high: float, rng: np.random.Generator) -> Array:
    """Inputs with normal noise, block by block, in their own type and range where that is whole numbers."""
    out = np.empty_like(inputs)
    whole = inputs.dtype.kind in "ui"
    for start in range(0, len(inputs), 4096):
        block = inputs[start : start + 4096]
        noisy = block + rng.standard_normal(block.shape, np.float32) * np.float32(deviation)
        out[start : start + 4096] = np.clip(np.rint(noisy), low, high) if whole else noisy
    return out
