"""A penalty on the size of weights (Tibshirani, 1996)."""

import numpy as np

from core import Regularizer, hookimpl, setting


class L1(Regularizer):
    """Pulls every weight to zero with the same force: the ones that are not needed end there."""

    name = "l1"
    formula = r"\lambda \sum |w|"
    strength: float = setting(default=1e-5, low=0, high=10, log=True, help="Weight of the penalty beside the loss")

    def penalty(self, weights):
        return self.strength * float(np.abs(weights).sum())

    def gradient(self, weights, out=None):
        direction = np.sign(weights, out)
        return np.multiply(direction, self.strength, direction)


@hookimpl
def regularizers():
    return [L1]
