"""The hyperbolic tangent."""

import numpy as np

from core import Activation, hookimpl


class Tanh(Activation):
    """An S from -1 to 1, centred on zero."""

    formula = r"\tanh z"
    uses_z = False

    def forward(self, z, out=None):
        return np.tanh(z, out)

    def derivative(self, z, a, out=None):
        """1 - a squared."""
        square = np.multiply(a, a, out)
        return np.subtract(1, square, square)


@hookimpl
def activations():
    return [Tanh]
