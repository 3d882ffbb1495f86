"""What a network learns from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np

from .components import Array
from .errors import BadData

Task = Literal["classification", "regression"]


class Split(NamedTuple):
    """Raw inputs (rows, features) in the type they came in; targets (rows, outputs) float32, one-hot for classes."""

    inputs: Array
    targets: Array


@dataclass(frozen=True, eq=False)
class Data:
    """A training and a test split, and maybe one to validate. Arrays become read-only.

    ``input_shape`` is that of one sample, such as (28, 28).

    Raises BadData for splits that are empty, of unequal length, not finite or not of the shape that they claim.
    """

    train: Split
    test: Split
    input_shape: tuple[int, ...]
    task: Task
    classes: tuple[str, ...] = ()
    validation: Split | None = None
    """Rows held out of the training split to choose by, so that the test split is only measured."""

    def __post_init__(self) -> None:
        if self.task not in ("classification", "regression"):
            raise BadData(f"task: expected classification or regression, got {self.task!r}")
        features = int(np.prod(self.input_shape))
        self._check("train", self.train, features)
        self._check("test", self.test, features)
        if self.validation is not None:
            self._check("validation", self.validation, features)
        outputs = self.train.targets.shape[1]
        if self.task == "classification" and (len(self.classes) != outputs or outputs < 2):
            raise BadData(
                f"classes: {len(self.classes)} names for {outputs} target columns; classification needs one name for "
                "each column, and at least two classes"
            )
        if self.test.targets.shape[1] != outputs:
            raise BadData(f"test: {self.test.targets.shape[1]} target columns, but the training split has {outputs}")

    def _check(self, name: str, split: Split, features: int) -> None:
        inputs, targets = split
        if len(inputs) == 0 or len(inputs) != len(targets):
            raise BadData(
                f"{name}: {len(inputs):,} inputs and {len(targets):,} targets; expected as many of each, at least one"
            )
        if inputs.ndim != 2 or inputs.shape[1] != features:
            raise BadData(
                f"{name}: inputs of shape {inputs.shape}; expected (rows, {features}) for samples of {self.input_shape}"
            )
        if targets.ndim != 2:
            raise BadData(f"{name}: targets of shape {targets.shape}; expected (rows, outputs), one-hot for classes")
        for what, array in (("inputs", inputs), ("targets", targets)):
            if array.dtype.kind not in "buif":
                raise BadData(f"{name}: {what} of type {array.dtype}; expected numbers")
            if array.dtype.kind == "f" and not np.isfinite(array).all():
                row = int(np.argmin(np.isfinite(array).all(axis=1)))
                raise BadData(f"{name}: {what}, row {row:,}: not a finite number; remove the row or give it a value")
            array.flags.writeable = False

    @property
    def features(self) -> int:
        """Numbers in one sample."""
        return self.train.inputs.shape[1]

    @property
    def outputs(self) -> int:
        """Numbers in one target: the units of the output layer."""
        return self.train.targets.shape[1]


def one_hot(labels: Array, classes: int) -> Array:
    """Labels (rows,) of 0 to classes - 1 as targets (rows, classes), float32. Raises BadData for a label outside."""
    labels = np.asarray(labels)
    if len(labels) and not (0 <= labels.min() and labels.max() < classes):
        row = int(np.argmax((labels < 0) | (labels >= classes)))
        raise BadData(f"label {labels[row]} in row {row:,}: expected 0 to {classes - 1}")
    targets = np.zeros((len(labels), classes), np.float32)
    targets[np.arange(len(labels)), labels] = 1
    return targets
