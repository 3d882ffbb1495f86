"""Random weights for tanh and softmax (Glorot and Bengio, 2010)."""

import numpy as np

from core import Initializer, hookimpl, setting


class Glorot(Initializer):
    """Keeps the size of what flows forward and of the gradient that flows back, as well as one number can."""

    formula = r"\mathrm{Var}(w) = \frac{2}{n_\mathrm{in} + n_\mathrm{out}}"
    distribution: str = setting(default="uniform", choices=("normal", "uniform"), help="Shape of the random numbers")

    def weights(self, inputs, units, rng):
        deviation = np.float32((2 / (inputs + units)) ** 0.5)
        if self.distribution == "normal":
            return rng.standard_normal((inputs, units), np.float32) * deviation
        limit = deviation * np.float32(3**0.5)  # of uniform numbers with this deviation
        return (2 * rng.random((inputs, units), np.float32) - 1) * limit

    def bias(self, inputs, units, rng):
        return np.zeros(units, np.float32)


@hookimpl
def initializers():
    return [Glorot]
