"""Inputs in other directions: along those in which the training inputs vary most, down to those in which they rest."""

import numpy as np

from core import Preprocessing, hookimpl, setting

from .axes import principal_axes


class Pca(Preprocessing):
    """Turns the space of inputs until its axes follow the data: first where they vary most (Pearson, 1901).

    The turned inputs are not correlated with each other, and no distance changes: nothing is lost.
    """

    formula = r"\frac{(x - \bar{x}) V}{255}"
    by: float = setting(default=255.0, low=1e-6, high=1e6, log=True, help="What turned inputs are divided by")

    def fit(self, inputs):
        """Training mean, and the axes V (features, features) as columns, the liveliest first."""
        mean, axes, _ = principal_axes(inputs)
        return {"mean": mean, "axes": axes / np.float32(self.by)}

    def apply(self, inputs, fitted, out=None):
        return turned(inputs, fitted, out)


class Whiten(Preprocessing):
    """Turns inputs onto their principal axes and makes all of these vary by one: a round cloud.

    An axis along which the data hardly vary is divided by ``least`` of the largest deviation. Without that guard the
    axes of pixels that never change would divide by zero.
    """

    formula = r"(x - \bar{x}) V \, \mathrm{diag}\left(\frac{1}{\max(\sigma_i, \epsilon \, \sigma_\mathrm{max})}\right)"
    least: float = setting(
        default=0.05, low=1e-6, high=1, log=True, help="Smallest deviation divided by, as a share of the largest"
    )

    def fit(self, inputs):
        """Training mean, and the axes as columns, each already divided by its deviation."""
        mean, axes, deviations = principal_axes(inputs)
        divisor = np.maximum(deviations, self.least * deviations[0]) if deviations[0] > 0 else np.ones_like(deviations)
        return {"mean": mean, "axes": axes / divisor}

    def apply(self, inputs, fitted, out=None):
        return turned(inputs, fitted, out)


def turned(inputs, fitted, out=None):
    """``(x - mean) @ axes``, (rows, features)."""
    out = np.empty(inputs.shape, np.result_type(inputs, np.float32)) if out is None else out
    centred = np.subtract(inputs, fitted["mean"], dtype=out.dtype)
    return np.matmul(centred, fitted["axes"], out)


@hookimpl
def preprocessings():
    return [Pca, Whiten]
