"""Random numbers from a chosen interval."""

import numpy as np

from core import Initializer, hookimpl, setting


class Uniform(Initializer):
    """Every weight of an interval about zero is as likely as any other; biases are zero."""

    formula = r"w \sim U(-l, l)"
    limit: float = setting(default=0.05, low=0, high=100, log=True, help="Largest weight")

    def weights(self, inputs, units, rng):
        return (2 * rng.random((inputs, units), np.float32) - 1) * np.float32(self.limit)

    def bias(self, inputs, units, rng):
        return np.zeros(units, np.float32)


@hookimpl
def initializers():
    return [Uniform]
