"""Random linear classifiers: a plane that straight lines divide, which a network without a hidden layer can learn."""

import numpy as np

from core import BadData, Data, Dataset, Split, hookimpl, one_hot, setting

DRAWS = 10_000
LEAST = 0.4
"""What the smallest class must have, as a share of what it would have if all were even."""


class Linear(Dataset):
    """Which side of a line, or which cell, does a point lie in? The classifier that decides it is drawn at random.

    Two classes are two half-planes. With more, each class has a score that is linear in x and y, and the highest
    score wins: cells with straight borders.
    """

    train: int = setting(default=1000, low=10, high=1_000_000, help="Points to train on")
    test: int = setting(default=500, low=10, high=1_000_000, help="Points to test with")
    noise: float = setting(default=0.0, low=0, high=1, help="Scatter of the points, as a standard deviation")
    classes: int = setting(default=2, low=2, high=6, help="Classes, each with a region of its own")

    def load(self, rng, progress):
        """Points spread evenly over the square from -1 to 1; labels belong to where they were before the noise."""
        progress(0.0, "drawing a classifier")
        weights, bias = self.classifier(rng)
        splits = []
        for name, rows in (("training", self.train), ("test", self.test)):
            progress((1 + len(splits)) / 3, f"placing {name} points")
            points = rng.uniform(-1, 1, (rows, 2))
            labels = (points @ weights + bias).argmax(axis=1)
            points = points + rng.normal(0, self.noise, (rows, 2))
            splits.append(Split(points.astype(np.float32), one_hot(labels, self.classes)))
        progress(1.0, "points are placed")
        names = tuple(f"class {k + 1}" for k in range(self.classes))
        return Data(*splits, (2,), "classification", names)

    def classifier(self, rng):
        """Weights (2, classes) and bias (classes,) that leave every class a fair part of the square."""
        grid = np.linspace(-1, 1, 21)
        points = np.stack(np.meshgrid(grid, grid), axis=-1).reshape(-1, 2)
        for _ in range(DRAWS):
            weights, bias = rng.normal(0, 1, (2, self.classes)), rng.normal(0, 0.3, self.classes)
            labels = (points @ weights + bias).argmax(axis=1)
            if np.bincount(labels, minlength=self.classes).min() >= LEAST * len(points) / self.classes:
                return weights, bias
        raise BadData(f"linear: no classifier with {self.classes} fair regions was found; choose fewer classes")


@hookimpl
def datasets():
    return [Linear]
