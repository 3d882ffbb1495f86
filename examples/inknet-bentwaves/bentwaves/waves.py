"""Two waves for activations."""

import numpy as np

from core import Activation, setting


class DampedWave(Activation):
    """A wave near zero that fades away to both sides."""

    formula = r"\sin(\omega z)\, e^{-(z / w)^2}"
    frequency: float = setting(default=2.0, low=0.1, high=10, help="Waves per unit of input")
    width: float = setting(default=2.0, low=0.1, high=20, help="How far from zero there are waves")

    def forward(self, z):
        return np.sin(self.frequency * z) * self._fading(z)

    def derivative(self, z, a):
        wave = self.frequency * np.cos(self.frequency * z) * self._fading(z)
        return wave - 2 * z / self.width**2 * a

    def _fading(self, z):
        return np.exp(-((z / self.width) ** 2))


class LeaningWave(Activation):
    """A wave that rises on the whole, so that every sum has a way up."""

    formula = r"z + s \sin z"
    swing: float = setting(default=0.9, low=0.0, high=3, help="How large the waves are on the rising line")

    def forward(self, z):
        return z + self.swing * np.sin(z)

    def derivative(self, z, a):
        return 1 + self.swing * np.cos(z)
