"""The loss of independent yes-or-no answers."""

import numpy as np

from core import Loss, hookimpl, setting


class BinaryCrossEntropy(Loss):
    """How surprised the network is by each output on its own, summed over the outputs.

    Predictions are kept between ``clip`` and 1 - ``clip``, and at most 0.9999999, as float32 has nothing finer below 1.
    Outside, the loss is flat: a confident mistake passes no gradient at all.
    """

    formula = r"-\sum_i \left( y_i \ln p_i + (1 - y_i) \ln (1 - p_i) \right)"
    domain = "unit"
    fuses_with = "sigmoid"
    clip: float = setting(default=1e-10, low=1e-30, high=0.1, log=True, help="Closest that an answer comes to 0 and 1")

    def value(self, prediction, target):
        p = self.clipped(prediction)
        surprise = target * np.log(p) + (1 - target) * np.log1p(-p)
        return -float(surprise.sum()) / len(target)

    def gradient(self, prediction, target, out=None):
        """(p - y) / (p (1 - p))."""
        p = self.clipped(prediction)
        slope = self.fused_gradient(prediction, target, out)
        return np.divide(slope, p * (1 - p), slope)

    def fused_gradient(self, prediction, target, out=None):
        """p - y, and 0 where the clipping holds p: the slopes of the logarithm and of the sigmoid cancel."""
        inside = self.clipped(prediction) == prediction
        slope = np.subtract(prediction, target, out)
        np.multiply(slope, inside, slope)
        return np.multiply(slope, 1 / len(target), slope)

    def clipped(self, prediction):
        """The predictions, no nearer to 0 and 1 than the logarithms allow."""
        return np.clip(prediction, self.clip, 1 - max(self.clip, 1e-7))


@hookimpl
def losses():
    return [BinaryCrossEntropy]
