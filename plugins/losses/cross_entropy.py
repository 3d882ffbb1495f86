"""The loss of classification (Good, 1952)."""

import numpy as np

from core import Loss, hookimpl, setting


class CrossEntropy(Loss):
    """How surprised the network is by the right answer.

    With smoothing s, a share s of each target is spread evenly over all K classes: no answer need ever be quite sure
    (Szegedy and others, 2016).
    """

    formula = r"-\sum_i y_i \ln p_i"
    domain = "distribution"
    fuses_with = "softmax"
    smoothing: float = setting(default=0.0, low=0, high=0.9, help="Share of a target for all classes alike", rare=True)

    def value(self, prediction, target):
        """A probability of 0 counts as the smallest normal number of its type, 1e-38: the loss stays finite."""
        log = np.maximum(prediction, np.finfo(prediction.dtype).tiny)
        np.log(log, log)
        return -float(np.vdot(self.smoothed(target), log)) / len(target)

    def gradient(self, prediction, target, out=None):
        """-y / p."""
        slope = np.maximum(prediction, np.finfo(prediction.dtype).tiny, out=out)
        np.divide(self.smoothed(target), slope, slope)
        return np.multiply(slope, -1 / len(target), slope)

    def fused_gradient(self, prediction, target, out=None):
        """p - y: the slopes of the logarithm and of the softmax cancel, and nothing can overflow."""
        difference = np.subtract(prediction, self.smoothed(target), out)
        return np.multiply(difference, 1 / len(target), difference)

    def smoothed(self, target):
        """y, or with smoothing (1 - s) y + s / K."""
        if not self.smoothing:
            return target
        return (1 - self.smoothing) * target + self.smoothing / target.shape[1]


@hookimpl
def losses():
    return [CrossEntropy]
