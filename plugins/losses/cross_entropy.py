"""The loss of classification (Good, 1952)."""

import numpy as np

from core import Loss, hookimpl


class CrossEntropy(Loss):
    """How surprised the network is by the right answer."""

    formula = r"-\sum_i y_i \ln p_i"
    domain = "distribution"
    fuses_with = "softmax"

    def value(self, prediction, target):
        """A probability of 0 counts as the smallest normal number of its type, 1e-38: the loss stays finite."""
        log = np.maximum(prediction, np.finfo(prediction.dtype).tiny)
        np.log(log, log)
        return -float(np.vdot(target, log)) / len(target)

    def gradient(self, prediction, target, out=None):
        """-y / p."""
        slope = np.maximum(prediction, np.finfo(prediction.dtype).tiny, out=out)
        np.divide(target, slope, slope)
        return np.multiply(slope, -1 / len(target), slope)

    def fused_gradient(self, prediction, target, out=None):
        """p - y: the slopes of the logarithm and of the softmax cancel, and nothing can overflow."""
        difference = np.subtract(prediction, target, out)
        return np.multiply(difference, 1 / len(target), difference)


@hookimpl
def losses():
    return [CrossEntropy]
