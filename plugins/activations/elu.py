"""The exponential linear unit (Clevert, Unterthiner and Hochreiter, 2016)."""

import numpy as np

from core import Activation, hookimpl, setting


class ELU(Activation):
    """Passes what is positive; what is negative levels off softly."""

    name = "elu"
    formula = r"z \text{ if } z > 0, \quad \alpha (e^z - 1) \text{ otherwise}"
    alpha: float = setting(default=1.0, low=0, high=1, help="How far below zero the answer may fall")

    def forward(self, z, out=None):
        """The larger of z and alpha (exp(min(z, 0)) - 1): they never cross, as alpha is at most 1."""
        below = np.clip(z, -80, 0, out)  # exp(-80) adds nothing to -1, and less would underflow
        np.exp(below, below)
        np.subtract(below, 1, below)
        np.multiply(below, self.alpha, below)
        return np.maximum(z, below, out=below)

    def derivative(self, z, a, out=None):
        """1 above zero, a + alpha below, as one expression: min(1, [z > 0] + a + alpha)."""
        slope = np.greater(z, 0, out=np.empty_like(a) if out is None else out)
        np.add(slope, a, slope)
        np.add(slope, self.alpha, slope)
        return np.minimum(slope, 1, out=slope)


@hookimpl
def activations():
    return [ELU]
