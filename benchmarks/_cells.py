"""What the step is measured on: networks, batch sizes and optimizers, on the built-in digits."""

from __future__ import annotations

from typing import NamedTuple

from core.build import load, trainer_of
from core.data import Data
from core.experiment import Choice, Experiment, Stopping, layers_from
from core.host import find
from core.registry import Registry
from core.training import Trainer

ROWS = 20_480
RATES = {"gradient-descent": 0.01, "momentum": 0.01, "adam": 0.001}
BATCHES = (1, 8, 16, 32, 128, 512)


class Net(NamedTuple):
    """Units of the hidden layers and what they do with their sums; 784 inputs and 10 outputs around them."""

    hidden: tuple[int, ...]
    activation: str

    @property
    def sizes(self) -> list[int]:
        """Units from the inputs to the outputs."""
        return [784, *self.hidden, 10]


NETWORKS = {
    "784-10": Net((), "relu"),
    "784-128-64-10 tanh": Net((128, 64), "tanh"),
    "784-128-64-10": Net((128, 64), "relu"),
    "784-300-10": Net((300,), "relu"),
    "784-512-512-10": Net((512, 512), "relu"),
}


class Cell(NamedTuple):
    """One place in the table."""

    network: str
    batch: int
    optimizer: str


def digits(registry: Registry, rows: int = ROWS) -> Data:
    """Built-in digits, always the same."""
    return load(Choice("digits", (("test", 100), ("train", rows))), 1, registry)


def experiment_of(cell: Cell) -> Experiment:
    """The cell as a user would set it."""
    net = NETWORKS[cell.network]
    return Experiment(
        layers=layers_from(list(net.hidden), Choice(net.activation)),
        batch_size=cell.batch,
        optimizer=Choice(cell.optimizer, (("learning_rate", RATES[cell.optimizer]),)),
        stopping=Stopping(epochs=1_000_000),
    )


def trainer_for(cell: Cell, registry: Registry | None = None, data: Data | None = None) -> Trainer:
    """A trainer at its start, made through the public face."""
    registry = registry or find("plugins").registry
    return trainer_of(experiment_of(cell), registry, data or digits(registry))
