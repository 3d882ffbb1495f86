"""What the data sets of the plane share."""

import numpy as np

from core import Data, Split, one_hot


def load_points(place, train, test, noise, classes, rng, progress):
    """``Data`` of points whose position ``place(labels, rng)`` tells: (rows, 2), about -1 to 1, before the noise.

    Classes are as even as the number of rows allows, in random order. ``noise`` is the standard deviation of the
    scatter, in both directions alike.
    """
    splits = []
    for name, rows in (("training", train), ("test", test)):
        progress(len(splits) / 2, f"placing {name} points")
        labels = rng.permutation(np.arange(rows) % len(classes))
        points = place(labels, rng) + rng.normal(0, noise, (rows, 2))
        splits.append(Split(points.astype(np.float32), one_hot(labels, len(classes))))
    progress(1.0, "points are placed")
    return Data(*splits, (2,), "classification", classes)


def on_circle(radius, angle):
    """Points (rows, 2) at radii and angles (rows,), angles in radians."""
    return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])
