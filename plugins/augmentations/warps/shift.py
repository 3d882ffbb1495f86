"""Images moved a little."""

import numpy as np

from core import Augmentation, setting

from .resample import moved


class Shift(Augmentation):
    """Moves each image a little, by parts of a pixel too: where a thing stands does not change what it is."""

    formula = r"(x, y) \leftarrow (x + u, y + v), \quad u, v \in [-p, p]"
    for_images = True
    pixels: float = setting(default=2.0, low=0, high=28, help="How far at the most, each way", unit="px")

    def apply(self, inputs, shape, rng):
        rows = len(inputs)
        return moved(inputs, shape, np.tile(np.eye(2), (rows, 1, 1)), rng.uniform(-self.pixels, self.pixels, (rows, 2)))
