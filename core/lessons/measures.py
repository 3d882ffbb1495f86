"""What a recipe may be measured by, once it has run."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ..errors import BadExperiment
from ..training import Trainer


def test_accuracy(trainer: Trainer) -> float:
    """Share of the test samples that are right, 0 to 1."""
    return _share(trainer.evaluate(trainer.data.test).accuracy)


def train_accuracy(trainer: Trainer) -> float:
    """Share of the training samples that are right, 0 to 1."""
    return _share(trainer.evaluate(trainer.data.train).accuracy)


def accuracy_before(trainer: Trainer) -> float:
    """Test accuracy as it was measured before the first step."""
    first = next((one for one in trainer.history.evaluations if one.step == 0), None)
    if first is None:
        raise BadExperiment("accuracy_before: nothing was measured before the first step; start the recipe anew")
    return _share(first.test_accuracy)


def gap(trainer: Trainer) -> float:
    """How much better the network is on what it was trained on than on the test samples."""
    return train_accuracy(trainer) - test_accuracy(trainer)


def test_loss(trainer: Trainer) -> float:
    """Loss on the test split."""
    return trainer.evaluate(trainer.data.test).loss


def train_loss(trainer: Trainer) -> float:
    """Loss on the training split."""
    return trainer.evaluate(trainer.data.train).loss


def inverse_error(trainer: Trainer) -> float:
    """Largest difference between a weight and its entry of the true inverse of the test inputs, one square matrix."""
    matrix = np.asarray(trainer.data.test.inputs, np.float64)
    weights = trainer.network.views[0].weights
    if matrix.shape[0] != matrix.shape[1] or weights.shape != matrix.shape:
        raise BadExperiment("inverse_error: expected one linear layer on the data set matrix-inverse")
    return float(np.abs(weights - np.linalg.inv(matrix)).max())


def roughness(trainer: Trainer) -> float:
    """How much the first layer's weights jump from pixel to pixel, beside how large they are; 0 for an even picture.

    The mean square of the difference between neighbours in a row or column, over twice the variance: 1 for noise.
    """
    shape, weights = trainer.data.input_shape, trainer.network.views[0].weights
    if len(shape) != 2:
        raise BadExperiment("roughness: expected inputs that are images")
    pictures = weights.T.reshape(-1, *shape).astype(np.float64)
    jumps = [np.diff(pictures, axis=axis) ** 2 for axis in (1, 2)]
    return float(np.mean([one.mean() for one in jumps]) / (2 * pictures.var() + 1e-30))


def _share(accuracy: float | None) -> float:
    if accuracy is None or accuracy != accuracy:
        raise BadExperiment("accuracy: a regression has none; measure test_loss instead")
    return float(accuracy)


MEASURES: dict[str, Callable[[Trainer], float]] = {
    one.__name__: one
    for one in (test_accuracy, train_accuracy, accuracy_before, gap, test_loss, train_loss, inverse_error, roughness)
}
"""By the names that lessons use."""
