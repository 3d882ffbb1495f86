"""Very small random weights (as in R. Gonçalves Serrão's "Neural networks fundamentals with Python", 2021)."""

import numpy as np

from core import Initializer, hookimpl


class InverseSize(Initializer):
    """Deviation one over the number of weights; of the biases, one over the number of units.

    So small a start suits raw pixels of 0 to 255, which make everything that follows large.
    """

    formula = r"\sigma_w = \frac{1}{n_\mathrm{in} \, n_\mathrm{out}}, \quad \sigma_b = \frac{1}{n_\mathrm{out}}"

    def weights(self, inputs, units, rng):
        return rng.standard_normal((inputs, units), np.float32) * np.float32(1 / (inputs * units))

    def bias(self, inputs, units, rng):
        return rng.standard_normal(units, np.float32) * np.float32(1 / units)


@hookimpl
def initializers():
    return [InverseSize]
