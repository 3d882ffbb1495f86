"""Images leaned a little."""

import numpy as np

from core import Augmentation, setting

from .resample import moved


class Shear(Augmentation):
    """Leans each image a little, as handwriting leans."""

    formula = r"x \leftarrow x + k y, \quad k \in [-r, r]"
    for_images = True
    range: float = setting(default=0.2, low=0, high=2, help="How far at the most: pixels across for each one down")

    def apply(self, inputs, shape, rng):
        rows = len(inputs)
        return moved(inputs, shape, leans(rng.uniform(-self.range, self.range, rows)), np.zeros((rows, 2)))


def leans(amounts):
    """The matrices (rows, 2, 2) that lean by these amounts."""
    matrices = np.tile(np.eye(2), (len(amounts), 1, 1))
    matrices[:, 0, 1] = amounts
    return matrices
