"""A soft rectifier (Dugas et al., 2001)."""

import numpy as np

from core import Activation, hookimpl


class Softplus(Activation):
    """A rectifier without a corner; always positive."""

    formula = r"\ln(1 + e^z)"

    def forward(self, z, out=None):
        """log(1 + exp(z)); from 80 on it is z to every digit."""
        a = np.clip(z, -80, 80, out)
        np.exp(a, a)
        np.log1p(a, a)
        return np.maximum(z, a, out=a)

    def derivative(self, z, a, out=None):
        """The sigmoid, 1 / (1 + exp(-z))."""
        slope = np.clip(z, -80, 80, out)
        np.negative(slope, slope)
        np.exp(slope, slope)
        np.add(slope, 1, slope)
        return np.reciprocal(slope, slope)


@hookimpl
def activations():
    return [Softplus]
