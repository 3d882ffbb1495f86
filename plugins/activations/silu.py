"""The sigmoid linear unit, also called swish (Elfwing, Uchibe and Doya, 2018; Ramachandran, Zoph and Le, 2017)."""

import numpy as np

from core import Activation, hookimpl


class SiLU(Activation):
    """The input times its own sigmoid: a rectifier with a soft corner and a shallow valley."""

    name = "silu"
    formula = r"\frac{z}{1 + e^{-z}}"

    def forward(self, z, out=None):
        a = sigmoid(z, out)
        return np.multiply(a, z, a)

    def derivative(self, z, a, out=None):
        """sigmoid(z) (1 + z - a)."""
        out = np.empty_like(a) if out is None else out
        rows = max(1, 8192 // z.shape[1])  # a few rows at a time: what is calculated on the way stays small
        for start in range(0, len(z), rows):
            part = slice(start, start + rows)
            slope = np.subtract(z[part], a[part], out[part])
            slope += 1
            slope *= sigmoid(z[part])
        return out


def sigmoid(z, out=None):
    """1 / (1 + exp(-z)) for any z."""
    limit = 87.3365 if z.dtype == np.float32 else 708.3964  # exp() neither overflows nor underflows within
    s = np.clip(z, -limit, limit, out)
    np.negative(s, s)
    np.exp(s, s)
    np.add(s, 1, s)
    return np.reciprocal(s, s)


@hookimpl
def activations():
    return [SiLU]
