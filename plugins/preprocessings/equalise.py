"""Every input as lively as the next."""

import numpy as np

from core import Preprocessing, hookimpl, setting


class Equalise(Preprocessing):
    """Divides each input by its deviation over the training inputs, so that all vary by one.

    The corner of an image never changes: its deviation is zero, and nothing can be divided by zero. An input that
    varies by less than ``least`` of the liveliest is divided by that much instead; dividing by its own tiny deviation
    would blow a single speck of ink up to hundreds.
    """

    formula = r"\frac{x_i}{\max(\sigma_i, \epsilon \, \sigma_\mathrm{max})}"
    least: float = setting(
        default=0.01, low=1e-6, high=1, log=True, help="Smallest deviation divided by, as a share of the largest"
    )

    def fit(self, inputs):
        """The deviation of every input over the training split, and what it is divided by."""
        mean = inputs.mean(axis=0, dtype=np.float64)
        squares = np.zeros(inputs.shape[1])
        for start in range(0, len(inputs), 4096):
            squares += ((inputs[start : start + 4096] - mean) ** 2).sum(axis=0)
        deviation = np.sqrt(squares / len(inputs))
        divisor = np.maximum(deviation, self.least * deviation.max()) if deviation.any() else np.ones(len(deviation))
        return {"divisor": divisor.astype(np.float32)}

    def apply(self, inputs, fitted, out=None):
        out = np.empty(inputs.shape, np.result_type(inputs, np.float32)) if out is None else out
        np.copyto(out, inputs)
        return np.divide(out, fitted["divisor"], out)


@hookimpl
def preprocessings():
    return [Equalise]
