"""The ways in which people write each digit, from styles.json.

A family is one way: a 7 with a bar, a closed 4. It holds one to four key shapes with the same strokes and as many
control points; whoever writes so mixes them. Control points are x (right) and y (down), a digit is 1 high; "corner"
marks a point at which the line turns at once.
"""

import functools
import json
from dataclasses import dataclass
from importlib import resources
from itertools import pairwise

import numpy as np

from .curve import even_spline

SPACING = 0.55
"""Pixels between two points of a line at its usual size."""
HEIGHT = 17.4
"""Pixels of the longest side of a digit's line."""


@dataclass(frozen=True, eq=False)
class Family:
    """One way to write a digit, K control points that become P points of a line."""

    digit: int
    weight: float
    """How often it is met, against the digit's other families."""
    shapes: np.ndarray
    """Control points of the key shapes, (shapes, K, 2)."""
    stroke: np.ndarray
    """The stroke that each control point belongs to, (K,)."""
    end: np.ndarray
    """1 for the control points that begin or end a stroke, else 0, (K,)."""
    curve: np.ndarray
    """Control points to points of the line, (P, K)."""
    line_stroke: np.ndarray
    """The stroke that each point of the line belongs to, (P,)."""
    progress: np.ndarray
    """How much of its stroke is done at each point of the line, 0 to 1, (P,)."""


@functools.cache
def families():
    """Every family, digit by digit."""
    text = resources.files(__package__).joinpath("styles.json").read_text("utf-8")
    return tuple(build(one["digit"], one["weight"], one["shapes"]) for one in json.loads(text))


def build(digit, weight, key_shapes):
    """A family from its key shapes: lists of strokes, each a list of [x, y] or [x, y, "corner"]."""
    shapes = np.array([[point[:2] for stroke in shape for point in stroke] for shape in key_shapes], np.float32)
    strokes = key_shapes[0]
    sizes = [len(stroke) for stroke in strokes]
    stroke = np.repeat(np.arange(len(strokes)), sizes)
    end = np.zeros(len(stroke), np.float32)
    last = np.cumsum(sizes) - 1
    end[last] = end[last - sizes + 1] = 1

    mean = shapes.mean(axis=0, dtype=float)
    spacing = SPACING / HEIGHT * np.ptp(mean, axis=0).max()
    curves, line_stroke, progress = [], [], []
    for number, points in enumerate(strokes):
        first = last[number] - len(points) + 1
        corners = [first + k for k, point in enumerate(points) if len(point) > 2]
        pieces = [first, *corners, last[number]]
        rows = 0
        for start, stop in pairwise(pieces):
            spline = even_spline(mean[start : stop + 1], spacing)
            curve = np.zeros((len(spline), len(stroke)), np.float32)
            curve[:, start : stop + 1] = spline
            curves.append(curve)
            rows += len(spline)
        line_stroke += [number] * rows
        progress.append(np.linspace(0, 1, rows, dtype=np.float32))
    return Family(
        digit, weight, shapes, stroke, end, np.concatenate(curves), np.array(line_stroke), np.concatenate(progress)
    )
