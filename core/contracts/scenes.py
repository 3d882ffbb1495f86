"""Small snapshots that a visualization is tried on."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ..components import Activation, Array, Initializer, Preprocessing
from ..data import Data, Split, one_hot
from ..history import Evaluation, History, Past
from ..network import Layer, Network
from ..snapshot import Checkpoint, Snapshot

STEPS = 40


class Bend(Activation):
    """The hyperbolic tangent."""

    def forward(self, z: Array) -> Array:
        """tanh z."""
        return np.tanh(z)

    def derivative(self, z: Array, a: Array) -> Array:
        """1 - a^2."""
        return 1 - a * a


class Shares(Activation):
    """The softmax."""

    gives = "distribution"

    def forward(self, z: Array) -> Array:
        """exp(z), each row divided by its sum."""
        powers = np.exp(z - z.max(axis=1, keepdims=True))
        return powers / powers.sum(axis=1, keepdims=True)

    def backward(self, z: Array, a: Array, upstream: Array, out: Array | None = None) -> Array:
        """a (upstream - sum of a upstream)."""
        return np.multiply(a, upstream - (a * upstream).sum(axis=1, keepdims=True), out)


class Small(Initializer):
    """Normal random numbers of deviation 0.1."""

    def weights(self, inputs: int, units: int, rng: np.random.Generator) -> Array:
        """(inputs, units)."""
        return rng.normal(0, 0.1, (inputs, units))


class AsFloat(Preprocessing):
    """Inputs as they are."""

    def apply(self, inputs: Array, fitted: dict[str, Array]) -> Array:
        """The same numbers in float32."""
        return inputs.astype(np.float32)


def snapshots(needs: frozenset[str]) -> Iterator[tuple[str, Snapshot]]:
    """Moments that differ in what there is to draw, each with a name; ``needs`` says what of a step is kept."""
    images, plane, numbers = _data(np.random.default_rng(0))
    yield "before the first step", _snapshot(images, (6,), 0, frozenset(), False)
    yield "of images", _snapshot(images, (6, 5), STEPS, needs, True)
    yield "of a network without hidden layers", _snapshot(images, (), STEPS, needs, True)
    yield "of points in the plane", _snapshot(plane, (6,), STEPS, needs, False)
    yield "of a regression", _snapshot(numbers, (6,), STEPS, needs, False)


def large_snapshot(needs: frozenset[str]) -> Snapshot:
    """A network as large as those for real digits, 784-512-512-10, with 2,000 samples of its own."""
    rng = np.random.default_rng(0)

    def pictures(rows: int) -> Split:
        return Split(rng.integers(0, 256, (rows, 784)).astype(np.uint8), one_hot(rng.integers(0, 10, rows), 10))

    data = Data(pictures(1000), pictures(1000), (28, 28), "classification", tuple("0123456789"))
    return _snapshot(data, (512, 512), STEPS, needs, True)


def _data(rng: np.random.Generator) -> tuple[Data, Data, Data]:
    """Pictures of 8 x 8 in three classes, points of two classes in the plane, and a line."""

    def pictures(rows: int) -> Split:
        return Split(rng.integers(0, 256, (rows, 64)).astype(np.uint8), one_hot(rng.integers(0, 3, rows), 3))

    def points(rows: int) -> Split:
        places = rng.normal(0, 1, (rows, 2)).astype(np.float32)
        return Split(places, one_hot((places[:, 0] > 0).astype(int), 2))

    def line(rows: int) -> Split:
        x = rng.normal(2, 3, (rows, 1)).astype(np.float32)
        return Split(x, 3 * x + 1)

    return (
        Data(pictures(60), pictures(30), (8, 8), "classification", ("a", "b", "c")),
        Data(points(60), points(30), (2,), "classification", ("left", "right")),
        Data(line(60), line(30), (1,), "regression"),
    )


def _snapshot(data: Data, hidden: tuple[int, ...], step: int, needs: frozenset[str], drawing: bool) -> Snapshot:
    rng = np.random.default_rng(1)
    last = Shares() if data.task == "classification" else Bend()
    layers = [Layer(units, Bend(), Small(), key=k) for k, units in enumerate(hidden)]
    layers.append(Layer(data.outputs, last, Small(), key=len(hidden)))
    network = Network.fresh(data.features, tuple(layers), rng).copy()
    early = Checkpoint(step // 2, 0.5, _frozen(network.parameters * np.float32(0.5)))
    late = Checkpoint(step, 1.0, network.parameters)
    gradient = np.asarray(rng.normal(0, 0.01, network.parameters.shape), np.float32)
    batch = Split(_frozen(data.train.inputs[:5].astype(np.float32)), _frozen(data.train.targets[:5].copy()))
    return Snapshot(
        step=step,
        epoch=step / 30,
        network=network,
        data=data,
        preprocessing=AsFloat(),
        fitted={},
        history=_past(data, step),
        drawing=_frozen(data.train.inputs[0].copy()) if drawing else None,
        gradient=_frozen(gradient) if "gradient" in needs else None,
        batch=batch if "batch" in needs else None,
        checkpoints=(early, late) if "checkpoints" in needs else (),
    )


def _past(data: Data, steps: int) -> Past:
    history = History()
    for step in range(1, steps + 1):
        history.loss.append(1 / step)
        history.learning_rate.append(0.1)
    for step in range(10, steps + 1, 10):
        share = step / (steps + 1) if data.task == "classification" else float("nan")
        history.add(Evaluation(step, step / 30, step / 100, 1 / step, share, 1.1 / step, share))
    return history.past()


def _frozen(array: Array) -> Array:
    array.flags.writeable = False
    return array
