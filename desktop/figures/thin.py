"""Curves short enough to paint: what a screen cannot tell apart is left out, peaks are not."""

from __future__ import annotations

import numpy as np

from core import Array

MOST = 2000
"""Points of one curve. A width of 2 antialiased costs ten times a hair line, and painting takes from the training."""


def seen(x: Array, low: float, high: float) -> slice:
    """The part of an ascending x (n,) from low to high, and one neighbour at each side so that lines leave the view."""
    start, stop = np.searchsorted(x, low, "left"), np.searchsorted(x, high, "right")
    return slice(max(0, int(start) - 1), int(stop) + 1)


def thin(x: Array, y: Array, most: int = MOST) -> tuple[Array, Array]:
    """At most ``most`` points of a curve (n,): first, last, and the lowest and the highest of every stretch."""
    count = len(x)
    if count <= most:
        return x, y
    stretches = max(1, (most - 2) // 2)
    size = -(-count // stretches)
    padded = np.pad(y, (0, -count % size), mode="edge").reshape(-1, size)
    starts = size * np.arange(len(padded))
    kept = np.concatenate([[0, count - 1], starts + padded.argmin(axis=1), starts + padded.argmax(axis=1)])
    kept = np.unique(np.minimum(kept, count - 1))  # the padding repeats the last entry
    return x[kept], y[kept]
