"""Random weights measured by what they feed (as in S. Greydanus's MNIST demo, 2016)."""

import numpy as np

from core import Initializer, hookimpl


class FanOut(Initializer):
    """Normal numbers divided by the root of the layer's units, biases too.

    What a unit sums grows with its inputs, not with its neighbours: he and lecun divide by the root of the inputs.
    """

    formula = r"w, b \sim N\left(0, \frac{1}{n_\mathrm{out}}\right)"

    def weights(self, inputs, units, rng):
        return rng.standard_normal((inputs, units), np.float32) * np.float32(units**-0.5)

    def bias(self, inputs, units, rng):
        return rng.standard_normal(units, np.float32) * np.float32(units**-0.5)


@hookimpl
def initializers():
    return [FanOut]
