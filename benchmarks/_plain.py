"""The parts of a step in the form a learner writes first: the formula, and no thought of memory."""

from __future__ import annotations

import numpy as np

from core import Activation, Loss, Optimizer, Preprocessing, setting
from core.registry import Entry, Registry


class ReLU(Activation):
    """Passes what is positive."""

    name = "relu"

    def forward(self, z):  # type: ignore[no-untyped-def]
        return np.maximum(z, 0)

    def derivative(self, z, a):  # type: ignore[no-untyped-def]
        return z > 0


class Tanh(Activation):
    """An S from -1 to 1."""

    def forward(self, z):  # type: ignore[no-untyped-def]
        return np.tanh(z)

    def derivative(self, z, a):  # type: ignore[no-untyped-def]
        return 1 - a**2


class Softmax(Activation):
    """Numbers to probabilities."""

    gives = "distribution"

    def forward(self, z):  # type: ignore[no-untyped-def]
        powers = np.exp(z - z.max(axis=1, keepdims=True))
        return powers / powers.sum(axis=1, keepdims=True)

    def backward(self, z, a, upstream):  # type: ignore[no-untyped-def]
        return a * (upstream - (a * upstream).sum(axis=1, keepdims=True))


class CrossEntropy(Loss):
    """How surprised the network is by the right answer."""

    domain = "distribution"

    def value(self, prediction, target):  # type: ignore[no-untyped-def]
        return -(target * np.log(prediction + 1e-12)).sum() / len(target)

    def gradient(self, prediction, target):  # type: ignore[no-untyped-def]
        return -target / (prediction + 1e-12) / len(target)


class GradientDescent(Optimizer):
    """A step against the gradient."""

    learning_rate: float = setting(default=0.1)

    def update(self, parameters, gradient, state, step):  # type: ignore[no-untyped-def]
        parameters -= self.learning_rate * gradient


class Momentum(Optimizer):
    """Remembers where it was going."""

    learning_rate: float = setting(default=0.1)

    def init(self, parameters):  # type: ignore[no-untyped-def]
        return {"velocity": np.zeros_like(parameters)}

    def update(self, parameters, gradient, state, step):  # type: ignore[no-untyped-def]
        state["velocity"] = 0.9 * state["velocity"] + gradient
        parameters -= self.learning_rate * state["velocity"]


class Adam(Optimizer):
    """Momentum, with a step of its own length for every parameter."""

    learning_rate: float = setting(default=0.001)

    def init(self, parameters):  # type: ignore[no-untyped-def]
        return {"m": np.zeros_like(parameters), "v": np.zeros_like(parameters)}

    def update(self, parameters, gradient, state, step):  # type: ignore[no-untyped-def]
        state["m"] = 0.9 * state["m"] + 0.1 * gradient
        state["v"] = 0.999 * state["v"] + 0.001 * gradient**2
        m, v = state["m"] / (1 - 0.9**step), state["v"] / (1 - 0.999**step)
        parameters -= self.learning_rate * m / (np.sqrt(v) + 1e-8)


class Scale(Preprocessing):
    """Bytes to numbers between 0 and 1."""

    def apply(self, inputs, fitted):  # type: ignore[no-untyped-def]
        return inputs / 255


PARTS = (ReLU, Tanh, Softmax, CrossEntropy, GradientDescent, Momentum, Adam, Scale)


def as_learners_write(registry: Registry) -> Registry:
    """The registry with these in the places of the built-in parts of the same names."""
    ours = {(part.kind, part.name) for part in PARTS}
    others = [entry for key, entry in registry.entries.items() if key not in ours]
    return Registry([*others, *(Entry(part, "file", "_plain.py") for part in PARTS)])
