"""Everything that two hands do differently, in one reading of the image."""

import numpy as np

from core import Augmentation, setting

from .elastic import bumps
from .resample import plane, resample
from .rotation import turns
from .scale import stretches
from .shear import leans


class Distortion(Augmentation):
    """Shifts, turns, scales, leans and bends each image at once: faster than one after the other, and less blurred."""

    formula = r"(x, y) \leftarrow R\,S\,K\,(x, y) + (u, v) + \text{bumps}"
    for_images = True
    shift: float = setting(default=1.0, low=0, high=28, help="How far it moves at the most, each way", unit="px")
    rotation: float = setting(default=10.0, low=0, high=180, help="How far it turns at the most", unit="°")
    scale: float = setting(default=0.1, low=0, high=0.9, help="By what share each side changes at the most", rare=True)
    shear: float = setting(default=0.15, low=0, high=2, help="How far it leans at the most", rare=True)
    elastic: float = setting(
        default=1.0, low=0, high=20, help="How far a pixel is bent away, as a deviation", unit="px"
    )
    smoothness: float = setting(default=5.0, low=1, high=50, help="How far apart the bumps are", unit="px", rare=True)

    def apply(self, inputs, shape, rng):
        rows = len(inputs)
        drawn = rng.uniform(-1, 1, (rows, 6))  # one row after the other, so that each keeps its own
        matrices = turns(np.radians(self.rotation) * drawn[:, 0])
        matrices = matrices @ stretches(1 + self.scale * drawn[:, 1:3]) @ leans(self.shear * drawn[:, 3])
        fields, middle = plane(shape)
        shifts = middle + self.shift * drawn[:, 4:]
        bent = bumps(shape, self.smoothness)
        bends = self.elastic * rng.standard_normal((2, rows, len(bent)), np.float32)
        across, down = (np.hstack([shifts[:, k, None], matrices[:, k], bends[k]]) for k in (0, 1))
        return resample(inputs, shape, across, down, np.concatenate([fields, bent]))
