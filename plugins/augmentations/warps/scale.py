"""Images made a little larger or smaller."""

import numpy as np

from core import Augmentation, setting

from .resample import moved


class Scale(Augmentation):
    """Makes each image a little wider or narrower, and taller or shorter."""

    formula = r"(x, y) \leftarrow (s x, t y), \quad s, t \in [1 - r, 1 + r]"
    for_images = True
    range: float = setting(default=0.1, low=0, high=0.9, help="By what share at the most, either way")

    def apply(self, inputs, shape, rng):
        rows = len(inputs)
        return moved(
            inputs, shape, stretches(rng.uniform(1 - self.range, 1 + self.range, (rows, 2))), np.zeros((rows, 2))
        )


def stretches(factors):
    """The matrices (rows, 2, 2) that read an image as these factors (rows, 2) make it larger."""
    return np.eye(2) / factors[:, None, :]
