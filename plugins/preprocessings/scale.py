"""Bytes to numbers between 0 and 1."""

import numpy as np

from core import Preprocessing, hookimpl, setting


class Scale(Preprocessing):
    """Divides every input by the same number: 255 takes the pixels of an image to 0 to 1."""

    formula = r"\frac{x}{255}"
    by: float = setting(default=255.0, low=1e-6, high=1e6, log=True, help="What inputs are divided by")

    def apply(self, inputs, fitted, out=None):
        out = np.empty(inputs.shape, np.result_type(inputs, np.float32)) if out is None else out
        np.copyto(out, inputs)
        return np.multiply(out, 1 / self.by, out)


@hookimpl
def preprocessings():
    return [Scale]
