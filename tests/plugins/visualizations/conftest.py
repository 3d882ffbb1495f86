"""Snapshots built by hand, whose numbers are known beforehand."""

import dataclasses
from types import SimpleNamespace

import numpy as np
import pytest

from core import Activation, Data, Initializer, Preprocessing, Snapshot, Split, one_hot
from core.history import Evaluation, History
from core.network import Layer, Network

CLASSES = ("a", "b", "c")


class Straight(Activation):
    """Leaves every number as it is, so that a test can choose the outputs."""

    def forward(self, z):
        return z

    def derivative(self, z, a):
        return np.ones_like(z)


class Shares(Activation):
    """Softmax."""

    gives = "distribution"

    def forward(self, z):
        powers = np.exp(z - z.max(axis=1, keepdims=True))
        return powers / powers.sum(axis=1, keepdims=True)

    def derivative(self, z, a):
        return a * (1 - a)


class Noise(Initializer):
    def weights(self, inputs, units, rng):
        return rng.normal(0, 0.1, (inputs, units))


class Plain(Preprocessing):
    def apply(self, inputs, fitted):
        return inputs


def network(data, hidden=(), last=None, inner=None):
    sizes = (*hidden, data.outputs)
    layers = [Layer(units, inner or Straight(), Noise(), key=k) for k, units in enumerate(sizes)]
    layers[-1] = dataclasses.replace(layers[-1], activation=last or Shares())
    return Network.fresh(data.features, tuple(layers), np.random.default_rng(1))


def pictures(rows=60):
    """Pictures of 4 x 3 pixels in three classes."""
    rng = np.random.default_rng(0)

    def split(rows):
        return Split(rng.integers(0, 256, (rows, 12), np.uint8), one_hot(rng.integers(0, 3, rows), 3))

    return Data(split(2 * rows), split(rows), (4, 3), "classification", CLASSES)


def spoken(answers, truths):
    """A snapshot of a linear network whose outputs are its inputs: row k answers ``answers[k]`` with an output of k."""
    inputs = np.zeros((len(answers), 3), np.float32)
    inputs[np.arange(len(answers)), answers] = np.arange(1, len(answers) + 1)
    split = Split(inputs, one_hot(np.array(truths), 3))
    data = Data(split, split, (1, 3), "classification", CLASSES)
    net = network(data, last=Straight())
    net.parameters[:] = 0
    net.views[0].weights[:] = np.eye(3)
    return at(data, net)


def plane(rows=50):
    """Two inputs, two classes on either side of x = 1."""
    points = np.random.default_rng(0).uniform([-1, 10], [3, 20], (rows, 2)).astype(np.float32)
    split = Split(points, one_hot((points[:, 0] > 1).astype(int), 2))
    return Data(split, split, (2,), "classification", ("left", "right"))


def numbers():
    """A regression."""
    inputs = np.linspace(-1, 1, 20, dtype=np.float32).reshape(-1, 1)
    return Data(Split(inputs, 3 * inputs), Split(inputs, 3 * inputs), (1,), "regression")


def recorded(losses=(3.0, 2.0, 1.0), accuracies=(0.25, 0.5)):
    history = History()
    for value in losses:
        history.loss.append(value)
        history.learning_rate.append(0.1)
    for k, accuracy in enumerate(accuracies):
        history.add(Evaluation(k + 1, k / 2, 0.0, 2.5 - k, accuracy, 3.5 - k, accuracy / 2))
    return history.past()


def at(data, net, past=None, step=3, gradient=None):
    return Snapshot(step, 0.5, net, data, Plain(), {}, recorded() if past is None else past, gradient=gradient)


def drawn(*, step=3, gradient=True, past=None, data=None, hidden=(7, 5), inner=None, last=None):
    """A snapshot of an untrained network whose hidden layers have the activation ``inner``, by default none."""
    data = data or pictures()
    net = network(data, hidden, last=last, inner=inner)
    slopes = np.random.default_rng(2).normal(0, 1e-3, net.parameters.size).astype(np.float32) if gradient else None
    return at(data, net, past, step, slopes)


@pytest.fixture(scope="session")
def make():
    """The builders: data sets, histories and snapshots."""
    return SimpleNamespace(
        pictures=pictures, plane=plane, numbers=numbers, recorded=recorded, drawn=drawn, spoken=spoken
    )
