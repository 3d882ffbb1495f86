"""Images turned a little."""

import numpy as np

from core import Augmentation, setting

from .resample import moved


class Rotation(Augmentation):
    """Turns each image a little about its middle."""

    formula = r"R(\varphi), \quad \varphi \in [-d, d]"
    for_images = True
    degrees: float = setting(default=10.0, low=0, high=180, help="How far at the most, either way", unit="°")

    def apply(self, inputs, shape, rng):
        rows = len(inputs)
        return moved(
            inputs, shape, turns(np.radians(rng.uniform(-self.degrees, self.degrees, rows))), np.zeros((rows, 2))
        )


def turns(angles):
    """The matrices (rows, 2, 2) that turn by these angles."""
    cos, sin = np.cos(angles), np.sin(angles)
    return np.array([[cos, -sin], [sin, cos]]).transpose(2, 0, 1)
