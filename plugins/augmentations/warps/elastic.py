"""Images bent as if drawn on rubber (Simard, Steinkraus and Platt, 2003)."""

import numpy as np

from core import Augmentation, setting

from .resample import plane, resample


class Elastic(Augmentation):
    """Bends each image like rubber, as no two hands draw the same curve.

    Pixels move by soft bumps of random height, one every ``smoothness`` pixels, that run into each other.
    """

    formula = r"(x, y) \leftarrow (x, y) + p\, \textstyle\sum_j (u_j, v_j)\, g_j(x, y), \quad u_j, v_j \sim N(0, 1)"
    for_images = True
    pixels: float = setting(default=1.2, low=0, high=20, help="How far a pixel moves, as a deviation", unit="px")
    smoothness: float = setting(default=5.0, low=1, high=50, help="How far apart the bumps are", unit="px")

    def apply(self, inputs, shape, rng):
        fields, middle = plane(shape)
        bent = bumps(shape, self.smoothness)
        across, down = self.pixels * rng.standard_normal((2, len(inputs), len(bent)), np.float32)
        ones, zeros = np.ones((len(inputs), 1)), np.zeros((len(inputs), 1))
        return resample(
            inputs,
            shape,
            np.hstack([middle[0] * ones, ones, zeros, across]),
            np.hstack([middle[1] * ones, zeros, ones, down]),
            np.concatenate([fields, bent]),
        )


def bumps(shape, spacing):
    """Soft bumps on a grid (n, height * width); a random sum of them has deviation 1 at every pixel."""
    height, width = shape[:2]
    y, x = np.mgrid[:height, :width].reshape(2, -1)
    rows, columns = (np.arange(0.5 * (n % spacing), n, spacing) for n in (height, width))
    tall = np.exp(-((y - rows[:, None]) ** 2) / (2 * spacing**2))
    wide = np.exp(-((x - columns[:, None]) ** 2) / (2 * spacing**2))
    fields = (tall[:, None] * wide[None]).reshape(-1, height * width)
    return fields / np.sqrt((fields**2).sum(axis=0))
