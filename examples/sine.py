"""A wave for an activation: one neuron can switch on and off many times."""

import numpy as np

from core import Activation, hookimpl


class Sine(Activation):
    """sin(z)."""

    def forward(self, z):
        return np.sin(z)

    def derivative(self, z, a):
        return np.cos(z)


@hookimpl
def activations():
    return [Sine]
