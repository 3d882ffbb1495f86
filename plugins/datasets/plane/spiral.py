"""Arms of a spiral, wound around each other: the hardest of the plane, with a border as long as the arms."""

import numpy as np

from core import Dataset, hookimpl, setting

from .points import load_points, on_circle


class Spiral(Dataset):
    """Which arm of the spiral does a point belong to?"""

    train: int = setting(default=1000, low=10, high=1_000_000, help="Points to train on")
    test: int = setting(default=500, low=10, high=1_000_000, help="Points to test with")
    noise: float = setting(default=0.02, low=0, high=1, help="Scatter of the points, as a standard deviation")
    arms: int = setting(default=2, low=2, high=5, help="Arms of the spiral, one class each")

    def load(self, rng, progress):
        """One class for each arm; all arms are alike, turned by equal angles."""
        classes = tuple(f"arm {k + 1}" for k in range(self.arms))
        return load_points(self.place, self.train, self.test, self.noise, classes, rng, progress)

    def place(self, labels, rng):
        """Points on arms of one and a quarter turns; the square root spreads them evenly along an arm that widens."""
        way = np.sqrt(rng.random(len(labels)))
        return on_circle(0.1 + 0.9 * way, 2 * np.pi * (1.25 * way + labels / self.arms))


@hookimpl
def datasets():
    return [Spiral]
