"""The logistic function."""

import numpy as np

from core import Activation, hookimpl


class Sigmoid(Activation):
    """An S from 0 to 1: a probability. Flat at both ends, where it passes hardly any gradient."""

    formula = r"\frac{1}{1 + e^{-z}}"
    uses_z = False
    gives = "unit"

    def forward(self, z, out=None):
        """1 / (1 + exp(-z)), accurate for small answers too; held at the smallest normal number of the type."""
        limit = 87.3365 if z.dtype == np.float32 else 708.3964  # exp() neither overflows nor underflows within
        a = np.clip(z, -limit, limit, out)
        np.negative(a, a)
        np.exp(a, a)
        np.add(a, 1, a)
        return np.reciprocal(a, a)

    def derivative(self, z, a, out=None):
        """a (1 - a)."""
        slope = np.subtract(1, a, out)
        return np.multiply(slope, a, slope)


@hookimpl
def activations():
    return [Sigmoid]
