"""A rectifier that cannot die (Maas, Hannun and Ng, 2013)."""

import numpy as np

from core import Activation, hookimpl, setting


class LeakyReLU(Activation):
    """Passes what is positive, and a little of the rest, so that a gradient always comes through."""

    name = "leaky-relu"
    formula = r"\max(z, s z)"
    slope: float = setting(default=0.01, low=0, high=1, help="Slope for negative inputs")

    def forward(self, z, out=None):
        leak = np.multiply(z, self.slope, out)
        return np.maximum(z, leak, out=leak)

    def derivative(self, z, a, out=None):
        positive = np.greater(z, 0, out=np.empty_like(a) if out is None else out)  # 1 or 0
        return np.maximum(positive, self.slope, out=positive)


@hookimpl
def activations():
    return [LeakyReLU]
