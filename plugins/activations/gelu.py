"""The Gaussian error linear unit (Hendrycks and Gimpel, 2016)."""

import math

import numpy as np

from core import Activation, hookimpl

LIMIT = 12.5  # the normal density is 5e-35 there, and nothing of it is left in a sum
SCALE = 0.28
COEFFICIENTS = (0.292760154, 0.164946135, 0.684485428, -0.606782763, 0.98498809, -0.267082944)


class GELU(Activation):
    """The input times the chance that a normal random number is smaller: a rectifier with a soft corner."""

    name = "gelu"
    formula = r"z \, \Phi(z)"

    def forward(self, z, out=None):
        """max(z, 0) - |z| (1 - cdf(|z|)), which is the same and keeps small answers accurate."""
        out = np.empty_like(z) if out is None else out
        for part in parts(z):
            size, density, ratio = normal(z[part])
            size *= density
            size *= ratio
            a = np.maximum(z[part], 0, out=out[part])
            a -= size
        return out

    def derivative(self, z, a, out=None):
        """cdf(z) + z density(z)."""
        out = np.empty_like(z) if out is None else out
        for part in parts(z):
            size, density, slope = normal(z[part])
            slope -= size
            slope *= density  # the derivative at -|z|; the one at |z| is 1 less that
            np.subtract(0.5, slope, slope)
            np.copysign(slope, z[part], out[part])
            out[part] += 0.5
        return out


def parts(z):
    """Slices of a few rows each, so that what is calculated on the way stays small and near."""
    rows = max(1, 8192 // z.shape[1])
    return [slice(start, start + rows) for start in range(0, len(z), rows)]


def normal(z):
    """|z|, the normal density there, and the upper tail divided by the density.

    The tail is a polynomial in t = 1 / (1 + 0.28 |z|) times the density, the form of Abramowitz and Stegun, 26.2.17;
    these six coefficients were fitted by least squares, so that the answer is within 2e-8 of the exact one.
    """
    size = np.abs(z)
    np.minimum(size, LIMIT, out=size)
    t = np.reciprocal(1 + SCALE * size)
    tail = COEFFICIENTS[-1] * t
    for coefficient in COEFFICIENTS[-2::-1]:
        tail += coefficient
        tail *= t
    density = np.multiply(size, size, t)
    density *= -0.5
    np.exp(density, density)
    density *= 1 / math.sqrt(2 * math.pi)
    return size, density, tail


@hookimpl
def activations():
    return [GELU]
