"""The loss of the median (Boscovich, 1757)."""

import numpy as np

from core import Loss, hookimpl, setting


class AbsoluteError(Loss):
    """The distance to the target: a large mistake pulls no harder than a small one."""

    formula = r"\frac{1}{n} \sum_i |p_i - y_i|"
    scale: str = setting(default="mean", choices=("mean", "sum"), help="Over the outputs: their mean or sum")

    def value(self, prediction, target):
        return float(np.abs(prediction - target).sum()) * self.weight(target)

    def gradient(self, prediction, target, out=None):
        direction = np.subtract(prediction, target, out)
        np.sign(direction, direction)
        return np.multiply(direction, self.weight(target), direction)

    def weight(self, target):
        """What each distance counts for."""
        batch, outputs = target.shape
        return {"mean": 1 / outputs, "sum": 1.0}[self.scale] / batch


@hookimpl
def losses():
    return [AbsoluteError]
