"""The average of the weights that a training has been through, which often answers better than the last of them.

Polyak and Juditsky, 1992; over a cycle's end Izmailov and others, 2018 ("stochastic weight averaging").
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from .components import Array
from .network import Network

EVERY = 10
"""Steps between two weights that are taken into the average: neighbours differ little, and each costs a pass."""


@dataclass(frozen=True)
class Averaging:
    """Over what the weights are averaged. The average answers, is measured and saved; training goes on beside it."""

    epochs: float = 0.0
    """How far back it reaches: older weights fade. 0 averages nothing; more than the whole run is a plain mean."""
    start: int = 0
    """Epochs that are over before it begins."""


class Average:
    """A network of the averaged weights beside the one that trains.

    The n-th weights taken in count 1/n, and never less than their share of ``epochs``: a plain mean at first, then one
    that forgets.
    """

    def __init__(self, network: Network, averaging: Averaging, steps_per_epoch: int) -> None:
        self.network = Network(network.inputs, network.layers, network.parameters.copy())
        self.count = 0
        self._start = averaging.start
        self._least = 1 - math.exp(-EVERY / (averaging.epochs * steps_per_epoch))
        self._difference = np.empty_like(network.parameters)

    def after(self, step: int, epoch: int, parameters: Array) -> None:
        """Take in the weights after a step, if it is their turn."""
        if step % EVERY or epoch < self._start:
            return
        self.count += 1
        average = self.network.parameters
        np.subtract(parameters, average, self._difference)
        self._difference *= max(1 / self.count, self._least)
        average += self._difference

    def arrays(self) -> dict[str, Array]:
        """What must be known to go on exactly, copied; nothing where no weights were taken in."""
        if not self.count:
            return {}
        return {"parameters": self.network.parameters.copy(), "count": np.array([self.count])}

    def go_on(self, arrays: dict[str, Array]) -> None:
        """Go on from ``arrays()``; what does not fit begins anew."""
        fits = "count" in arrays and arrays["parameters"].shape == self.network.parameters.shape
        self.count = int(arrays["count"][0]) if fits else 0
        if fits:
            self.network.parameters[...] = arrays["parameters"]
