"""The loss of regression (Legendre, 1805)."""

import numpy as np

from core import Loss, hookimpl, setting


class SquaredError(Loss):
    """The squared distance to the target: large mistakes weigh most."""

    formula = r"\frac{1}{n} \sum_i (p_i - y_i)^2"
    scale: str = setting(
        default="mean", choices=("mean", "sum", "half-sum"), help="Over the outputs: their mean, sum or half the sum"
    )

    def value(self, prediction, target):
        difference = prediction - target
        return float(np.vdot(difference, difference)) * self.weight(target)

    def gradient(self, prediction, target, out=None):
        difference = np.subtract(prediction, target, out)
        return np.multiply(difference, 2 * self.weight(target), difference)

    def weight(self, target):
        """What each squared difference counts for."""
        batch, outputs = target.shape
        return {"mean": 1 / outputs, "sum": 1.0, "half-sum": 0.5}[self.scale] / batch


@hookimpl
def losses():
    return [SquaredError]
