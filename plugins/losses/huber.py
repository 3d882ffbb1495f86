"""A loss for data with outliers (Huber, 1964)."""

import numpy as np

from core import Loss, hookimpl, setting


class Huber(Loss):
    """Half the squared error for small mistakes, the absolute error for large ones."""

    formula = (
        r"\frac{d^2}{2} \text{ if } |d| \le \delta, \quad \delta \left(|d| - \frac{\delta}{2}\right) \text{ otherwise}"
    )
    delta: float = setting(default=1.0, low=0.001, high=1000, log=True, help="Where a mistake begins to be large")
    scale: str = setting(default="mean", choices=("mean", "sum"), help="Over the outputs: their mean or sum")

    def value(self, prediction, target):
        distance = np.abs(prediction - target)
        near = np.minimum(distance, self.delta)
        return float(np.vdot(near, distance - near / 2)) * self.weight(target)

    def gradient(self, prediction, target, out=None):
        difference = np.subtract(prediction, target, out)
        np.clip(difference, -self.delta, self.delta, difference)
        return np.multiply(difference, self.weight(target), difference)

    def weight(self, target):
        """What each mistake counts for."""
        batch, outputs = target.shape
        return {"mean": 1 / outputs, "sum": 1.0}[self.scale] / batch


@hookimpl
def losses():
    return [Huber]
