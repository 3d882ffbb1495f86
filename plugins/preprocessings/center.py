"""Inputs about zero."""

import numpy as np

from core import Preprocessing, hookimpl, setting


class Center(Preprocessing):
    """Takes the mean of the training inputs from each, then divides by 255: learning goes faster about zero.

    Test inputs and drawings are centred with the same mean.
    """

    formula = r"\frac{x - \bar{x}}{255}"
    by: float = setting(default=255.0, low=1e-6, high=1e6, log=True, help="What centred inputs are divided by")

    def fit(self, inputs):
        """The mean of every input over the training split."""
        return {"mean": inputs.mean(axis=0, dtype=np.float64).astype(np.float32)}

    def apply(self, inputs, fitted, out=None):
        out = np.empty(inputs.shape, np.result_type(inputs, np.float32)) if out is None else out
        np.copyto(out, inputs)
        np.subtract(out, fitted["mean"], out)
        return np.multiply(out, 1 / self.by, out)


@hookimpl
def preprocessings():
    return [Center]
