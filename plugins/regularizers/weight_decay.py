"""Weights that fade (Hanson and Pratt, 1988)."""

import numpy as np

from core import Regularizer, hookimpl, setting


class WeightDecay(Regularizer):
    """Takes the same share of every weight in every step, whatever the optimizer makes of the gradient.

    With plain gradient descent it does what l2 does; optimizers that scale the gradient would scale l2 away.
    """

    formula = r"w \leftarrow (1 - \eta \lambda) w"
    decay: float = setting(default=0.001, low=0, high=10, log=True, help="Share that fades, per unit of learning rate")

    def shrink(self, weights, rate):
        np.multiply(weights, max(0, 1 - rate * self.decay), weights)


@hookimpl
def regularizers():
    return [WeightDecay]
