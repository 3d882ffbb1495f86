"""A disk inside a ring: what a network can only tell apart by bending the plane."""

import numpy as np

from core import Dataset, hookimpl, setting

from .points import load_points, on_circle


class Disk(Dataset):
    """Which points lie inside the circle?"""

    train: int = setting(default=1000, low=10, high=1_000_000, help="Points to train on")
    test: int = setting(default=500, low=10, high=1_000_000, help="Points to test with")
    noise: float = setting(default=0.03, low=0, high=1, help="Scatter of the points, as a standard deviation")

    def load(self, rng, progress):
        """Class 0 is the disk of radius 0.5, class 1 the ring from 0.7 to 1; between them it is empty."""
        return load_points(self.place, self.train, self.test, self.noise, ("inside", "outside"), rng, progress)

    def place(self, labels, rng):
        """Points spread evenly over the area of their class, hence the square root."""
        inner, outer = np.where(labels == 0, 0.0, 0.7), np.where(labels == 0, 0.5, 1.0)
        radius = np.sqrt(rng.uniform(inner**2, outer**2))
        return on_circle(radius, rng.uniform(0, 2 * np.pi, len(labels)))


@hookimpl
def datasets():
    return [Disk]
