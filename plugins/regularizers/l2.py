"""A penalty on the square of weights (Hoerl and Kennard, 1970)."""

import numpy as np

from core import Regularizer, hookimpl, setting


class L2(Regularizer):
    """Pulls every weight to zero, large ones hardest: many small weights rather than a few large ones.

    With the half, the pull on a weight is the strength times the weight.
    """

    name = "l2"
    formula = r"\frac{\lambda}{2} \sum w^2"
    strength: float = setting(default=1e-4, low=0, high=10, log=True, help="Weight of the penalty beside the loss")

    def penalty(self, weights):
        return self.strength / 2 * float(np.vdot(weights, weights))

    def gradient(self, weights, out=None):
        return np.multiply(weights, self.strength, out)


@hookimpl
def regularizers():
    return [L2]
