"""Random weights for inputs of deviation one (LeCun, Bottou, Orr and Müller, 1998)."""

import numpy as np

from core import Initializer, hookimpl, setting


class LeCun(Initializer):
    """Keeps the size of what flows forward through layers that pass it as it is."""

    name = "lecun"
    formula = r"\mathrm{Var}(w) = \frac{1}{n_\mathrm{in}}"
    distribution: str = setting(default="normal", choices=("normal", "uniform"), help="Shape of the random numbers")

    def weights(self, inputs, units, rng):
        deviation = np.float32((1 / inputs) ** 0.5)
        if self.distribution == "normal":
            return rng.standard_normal((inputs, units), np.float32) * deviation
        limit = deviation * np.float32(3**0.5)  # of uniform numbers with this deviation
        return (2 * rng.random((inputs, units), np.float32) - 1) * limit

    def bias(self, inputs, units, rng):
        return np.zeros(units, np.float32)


@hookimpl
def initializers():
    return [LeCun]
