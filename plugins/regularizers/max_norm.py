"""A limit to the weights into each unit (Srebro and Shraibman, 2005)."""

import numpy as np

from core import Regularizer, hookimpl, setting


class MaxNorm(Regularizer):
    """Weights may grow, but the weights into one unit together no longer than the limit: longer ones are cut back.

    It holds large learning rates and dropout in check without pulling at what is small. Of a bias, each one by itself.
    """

    formula = r"w_j \leftarrow w_j \min\left(1, \frac{c}{\lVert w_j \rVert}\right)"
    limit: float = setting(default=3.0, low=0.01, high=1000, log=True, help="Length of the weights into one unit")

    def shrink(self, weights, rate):
        if weights.ndim == 1:
            np.clip(weights, -self.limit, self.limit, weights)
            return
        lengths = np.sqrt(np.einsum("ij,ij->j", weights, weights))
        if lengths.max() > self.limit:
            weights *= np.minimum(1, self.limit / np.maximum(lengths, self.limit / 2))


@hookimpl
def regularizers():
    return [MaxNorm]
