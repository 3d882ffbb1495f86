"""Numbers to probabilities (Bridle, 1990)."""

import numpy as np

from core import Activation, hookimpl


class Softmax(Activation):
    """Makes every answer positive and each row sum to one: how likely each class is."""

    formula = r"\frac{e^{z_i}}{\sum_j e^{z_j}}"
    uses_z = False
    gives = "distribution"

    def forward(self, z, out=None):
        """Each row less its maximum, so that exp() cannot overflow; a class out of the question underflows to 0.

        A class is a row in between, as sums over the first axis are the fast ones; float64, as rounding z - max(z) in
        float32 would cost two digits of an unlikely class.
        """
        out = np.empty_like(z) if out is None else out
        powers = np.subtract(z.T, np.maximum.reduce(z.T), dtype=np.float64)
        np.exp(powers, powers)
        np.divide(powers, np.add.reduce(powers), out.T, casting="same_kind")
        return out

    def backward(self, z, a, upstream, out=None):
        """a (upstream - sum over the row of a upstream): every output depends on every z of its row."""
        mean = np.einsum("bu,bu->b", a, upstream)[:, None]
        difference = np.subtract(upstream, mean, out)
        return np.multiply(a, difference, difference)


@hookimpl
def activations():
    return [Softmax]
