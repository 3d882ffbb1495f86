"""Four quadrants, opposite ones alike: what no single line can tell apart."""

import numpy as np

from core import Dataset, hookimpl, setting

from .points import load_points


class Xor(Dataset):
    """Which points have coordinates of different signs? Exclusive or, the classic case for a hidden layer."""

    train: int = setting(default=1000, low=10, high=1_000_000, help="Points to train on")
    test: int = setting(default=500, low=10, high=1_000_000, help="Points to test with")
    noise: float = setting(default=0.03, low=0, high=1, help="Scatter of the points, as a standard deviation")

    def load(self, rng, progress):
        """Class 0 has equal signs, class 1 different ones; a corridor along both axes is empty before the noise."""
        classes = ("same signs", "different signs")
        return load_points(self.place, self.train, self.test, self.noise, classes, rng, progress)

    def place(self, labels, rng):
        """Points spread over the two quadrants of their class."""
        right = rng.random(len(labels)) < 0.5
        up = right ^ (labels == 1)
        distances = rng.uniform(0.1, 1.0, (len(labels), 2))
        return distances * np.where(np.column_stack([right, up]), 1, -1)


@hookimpl
def datasets():
    return [Xor]
