"""The rectifier (Nair and Hinton, 2010)."""

import numpy as np

from core import Activation, hookimpl


class ReLU(Activation):
    """Passes what is positive and blocks the rest; a unit that is never positive learns nothing more."""

    name = "relu"
    formula = r"\max(0, z)"
    uses_z = False

    def forward(self, z, out=None):
        """Against a row of zeros, which numpy does three times as fast as against one zero."""
        return np.maximum(z, np.zeros(z.shape[-1], z.dtype), out=out)

    def derivative(self, z, a, out=None):
        return np.greater(a, 0, out=np.empty_like(a) if out is None else out)


@hookimpl
def activations():
    return [ReLU]
