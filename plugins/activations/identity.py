"""The weighted sum as it is."""

import numpy as np

from core import Activation, hookimpl


class Identity(Activation):
    """Passes everything: the output of a regression."""

    formula = r"z"
    uses_z = False

    def forward(self, z, out=None):
        return z if out is z else np.positive(z, out)

    def derivative(self, z, a, out=None):
        out = np.empty_like(a) if out is None else out
        out.fill(1)
        return out


@hookimpl
def activations():
    return [Identity]
