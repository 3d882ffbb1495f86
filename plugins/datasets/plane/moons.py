"""Two half circles that reach into each other: a border with one bend too many for a line."""

import numpy as np

from core import Dataset, hookimpl, setting

from .points import load_points, on_circle


class Moons(Dataset):
    """Which of the two crescents does a point belong to?"""

    train: int = setting(default=1000, low=10, high=1_000_000, help="Points to train on")
    test: int = setting(default=500, low=10, high=1_000_000, help="Points to test with")
    noise: float = setting(default=0.05, low=0, high=1, help="Scatter of the points, as a standard deviation")

    def load(self, rng, progress):
        """Class 0 opens downwards, class 1 upwards; each begins inside the other."""
        return load_points(self.place, self.train, self.test, self.noise, ("upper", "lower"), rng, progress)

    def place(self, labels, rng):
        """Points along half circles of radius 2/3; the lower moon is the upper one turned about the origin."""
        moon = on_circle(2 / 3, rng.uniform(0, np.pi, len(labels))) - (1 / 3, 1 / 6)
        return np.where(labels == 0, 1, -1)[:, None] * moon


@hookimpl
def datasets():
    return [Moons]
