"""Trainings that leave the finite numbers, each in its own way, and noisy ones that do not; and what one step shows."""

import numpy as np

from core import Activation, Data, Dataset, Loss, Optimizer, Split, one_hot, setting
from core.build import data_of, trainer_of
from core.errors import Diverged
from core.experiment import Choice, Experiment, Stopping, layers_from
from core.registry import Entry


class Points(Dataset):
    """A few rows of small numbers, or with ``raw`` of numbers from 0 to 255; classes, or a number to learn."""

    raw: bool = setting(default=False)
    classes: int = setting(default=3, low=0)
    rows: int = setting(default=96, low=1)

    def load(self, rng, progress):
        def part(rows):
            inputs = rng.uniform(0, 255, (rows, 6)) if self.raw else rng.normal(size=(rows, 6))
            inputs = inputs.astype(np.float32)
            if self.classes:
                return Split(inputs, one_hot(rng.integers(0, self.classes, rows), self.classes))
            return Split(inputs, inputs.sum(axis=1, keepdims=True))

        names = tuple("abcdefgh"[: self.classes])
        task = "classification" if self.classes else "regression"
        return Data(part(self.rows), part(32), (6,), task, names)


class PlainDescent(Optimizer):
    """Gradient descent at any rate; the built-in one has none above 100."""

    learning_rate: float = setting(default=1.0)

    def init(self, parameters):
        return {}

    def update(self, parameters, gradient, state, step):
        parameters -= self.learning_rate * gradient


class PlainMomentum(Optimizer):
    """Momentum at any rate."""

    learning_rate: float = setting(default=1.0)

    def init(self, parameters):
        return {"velocity": np.zeros_like(parameters)}

    def update(self, parameters, gradient, state, step):
        state["velocity"] *= 0.9
        state["velocity"] -= self.learning_rate * gradient
        parameters += state["velocity"]


class WrongSign(Optimizer):
    """Uphill."""

    learning_rate: float = setting(default=1.0)

    def init(self, parameters):
        return {}

    def update(self, parameters, gradient, state, step):
        parameters += self.learning_rate * gradient


class Root(Optimizer):
    """Divides by the root of the gradient, which is not a number where that is negative."""

    def init(self, parameters):
        return {}

    def update(self, parameters, gradient, state, step):
        parameters -= 0.01 * gradient / np.sqrt(gradient)


class Hidden(Optimizer):
    """Lets one weight fall without end at step 41, of a unit that never answers after that."""

    def init(self, parameters):
        return {}

    def update(self, parameters, gradient, state, step):
        parameters -= 1e-6 * np.clip(gradient, -1, 1)
        if step == 41:
            parameters[0] = -np.inf


class Exponential(Activation):
    """exp(z), of which exp(1000) is too large for any number."""

    def forward(self, z):
        return np.exp(z)

    def derivative(self, z, a):
        return a


class Reciprocal(Activation):
    """1 / max(z, 0)."""

    def forward(self, z):
        return 1 / np.maximum(z, 0)

    def derivative(self, z, a):
        return -a * a


class BareLogarithm(Loss):
    """-ln p, of which ln 0 is no number."""

    def value(self, prediction, target):
        return -float((target * np.log(np.maximum(prediction - 0.34, 0))).sum()) / len(target)

    def gradient(self, prediction, target):
        return -target / prediction / len(target)


class Steep(Loss):
    """Its value is finite, its slope is not."""

    def value(self, prediction, target):
        return float(np.sqrt(np.abs(prediction - target)).mean())

    def gradient(self, prediction, target):
        return np.sign(prediction - target) / np.maximum(np.abs(prediction - target) - 1, 0) / target.size


PLUGINS = [Points, PlainDescent, PlainMomentum, WrongSign, Root, Hidden, Exponential, Reciprocal, BareLogarithm, Steep]


def entries(*classes):
    """What a registry takes in."""
    return [Entry(cls, "file", __file__) for cls in classes]


def catalogue(registry):
    """The built-in components and those above."""
    return registry.plus(entries(*PLUGINS))


def experiment(hidden=(12,), activation="relu", **changes):
    """A small training; ``rate`` is the optimizer's, ``raw`` and ``classes`` those of the data."""
    points = {name: changes.pop(name) for name in ("raw", "classes", "rows") if name in changes}
    optimizer, rate = changes.pop("optimizer", "gradient-descent"), changes.pop("rate", None)
    classes = points.get("classes", 3)
    settings = {
        "dataset": Choice("points", tuple(sorted(points.items()))),
        "preprocessing": Choice("none"),
        "loss": Choice("cross-entropy" if classes else "squared-error"),
        "layers": layers_from(list(hidden), Choice(activation)),
        "optimizer": Choice(optimizer, () if rate is None else (("learning_rate", rate),)),
        "batch_size": 8,
        "stopping": Stopping(epochs=20),
    }
    return Experiment(**settings | changes)


def diverging():
    """Thirty of them, by name."""
    found = {}
    for k in range(1, 7):
        plain = {"classes": 0, "rate": 10.0**k, "optimizer": "gradient-descent" if k < 3 else "plain-descent"}
        heavy = plain | {"optimizer": "momentum" if k < 3 else "plain-momentum"}
        found[f"a line at rate 1e{k}"] = experiment((), **plain)
        found[f"deep relu at rate 1e{k}"] = experiment((12, 12, 12, 12), **plain)
        found[f"momentum at rate 1e{k}"] = experiment((12,), "tanh", **heavy)
    raw = {"raw": True, "classes": 0}
    found["inputs to 255"] = experiment((), rate=0.01, **raw)
    found["inputs to 255, deep"] = experiment((12, 12, 12), rate=0.01, **raw)
    found["inputs to 255, Nesterov"] = experiment((12,), "elu", optimizer="nesterov", rate=0.1, **raw)
    found["inputs to 255, classes"] = experiment((12, 12, 12, 12), raw=True, optimizer="plain-descent", rate=1000.0)
    found["the wrong sign"] = experiment((12,), classes=0, optimizer="wrong-sign")
    found["the wrong sign, raw"] = experiment((12,), "leaky-relu", optimizer="wrong-sign", **raw)
    found["a root of the gradient"] = experiment((12,), optimizer="root")
    found["a weight behind relu"] = experiment((12,), optimizer="hidden", **raw)
    found["exp(1000)"] = experiment((12,), "exponential", raw=True)
    found["one by zero"] = experiment((12,), "reciprocal")
    found["log(0)"] = experiment((12,), loss=Choice("bare-logarithm"), rate=0.5)
    found["a slope without end"] = experiment((12,), classes=0, loss=Choice("steep"))
    return found


def healthy():
    """Thirty noisy ones, by name: their loss goes up and down, and everything stays finite."""
    found = {}
    for seed in range(1, 6):
        found[f"one row at a time {seed}"] = experiment((12,), "tanh", seed=seed, batch_size=1, rate=0.5)
        found[f"a high rate {seed}"] = experiment((12,), "sigmoid", seed=seed, rate=5.0)
        found[f"Adam at a high rate {seed}"] = experiment((12, 12), seed=seed, optimizer="adam", rate=0.1)
        found[f"rmsprop {seed}"] = experiment((12,), "elu", seed=seed, optimizer="rmsprop", rate=0.05)
        found[f"momentum {seed}"] = experiment((12,), "softplus", seed=seed, optimizer="momentum", rate=0.3)
        found[f"raw inputs {seed}"] = experiment((12,), "tanh", seed=seed, raw=True, optimizer="adam", rate=0.02)
    return found


def truth(one, registry, most=240):
    """The first step in which loss, gradient or weights are not finite; None where all are."""
    trainer = trainer_of(one, registry, data_of(one, registry))
    with np.errstate(all="ignore"):
        for step in range(1, most + 1):
            try:
                trainer.step(frozenset({"gradient"}))
            except Diverged:
                return step
            if not (np.isfinite(trainer.kept_gradient).all() and np.isfinite(trainer.network.parameters).all()):
                return step
    return None
