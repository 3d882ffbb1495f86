"""Normal random numbers of a chosen width."""

import numpy as np

from core import Initializer, hookimpl, setting


class Normal(Initializer):
    """The same width for every layer, however many inputs it has."""

    formula = r"w \sim N(0, \sigma^2)"
    deviation: float = setting(default=0.05, low=0, high=100, log=True, help="Standard deviation of the weights")
    bias_deviation: float = setting(default=0.0, low=0, high=100, log=True, help="Standard deviation of the biases")

    def weights(self, inputs, units, rng):
        return rng.standard_normal((inputs, units), np.float32) * np.float32(self.deviation)

    def bias(self, inputs, units, rng):
        return rng.standard_normal(units, np.float32) * np.float32(self.bias_deviation)


@hookimpl
def initializers():
    return [Normal]
