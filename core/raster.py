"""The pen: lines of points to images of 28 x 28 pixels. It writes the built-in digits and draws what is on the pad."""

from __future__ import annotations

import functools
import math

import numpy as np

from .components import Array

SIDE = 28
SHARPNESS = 2.0
"""K of the soft minimum, per px^2, for lines of ordinary width."""
NEGLIGIBLE = 1e-16
"""Bells end where they fall below this, which keeps their products among the ordinary numbers."""
STEPS = 64
"""Positions per pixel at which a bell is tabled."""
MARGIN = 16
"""Pixels outside the frame at which points still have a bell of their own."""
END = 0.25
"""Pixels of path that the end of a stroke counts for besides its half gap: beyond it lies no more ink to add up."""
DOT = 1.25
"""Pixels of path that a stroke counts for at least: sqrt(pi / K), with which a single point is inked whole."""
CHUNK = 128
"""Drawings that are rasterised at a time, for the processor's cache."""


def rasterise(points: Array, radii: Array, weights: Array, softness: Array) -> Array:
    """The ink of n drawings, each a line of P points: (n, 28, 28) uint8, 255 where a pixel is covered whole.

    ``points`` (n, P, 2) are x (right) and y (down), a pixel's centre at its index; ``radii`` (n, P) is half the pen's
    width at each point; ``weights`` (n, P) is the path that each point stands for (see ``path_weights``); ``softness``
    (n,) is the width over which an edge fades. All are float32, in pixels.

    The distance d of a pixel from the line is a soft minimum of its distances d_i from the points,

        exp(-K d^2) = sqrt(K / pi) * sum_i w_i exp(-K d_i^2),

    which is exact for a long straight line. A bell exp(-K d_i^2) is one in x times one in y, so that the sum over the
    points is one matrix product a drawing. A pen that varies takes part as exp(-K (d_i^2 - r_i^2 + r^2)), r the mean.
    """
    count, length = points.shape[:2]
    sharpness = _sharpness(float(radii.max(initial=0)) + float(softness.max(initial=0)) / 2)
    bells = _bells(sharpness)
    radius = radii.mean(axis=1, keepdims=True)
    gain = np.exp(sharpness * (radii**2 - radius**2))
    gain *= weights
    gain *= math.sqrt(sharpness / math.pi)
    slope = (-255 / softness).astype(np.float32)[:, None, None]
    level = (255 * (radius[:, 0] / softness + 0.5) + 0.5).astype(np.float32)[:, None, None]

    image = np.empty((count, SIDE, SIDE), np.uint8)
    across, down = np.empty((2, min(CHUNK, count), length, SIDE), np.float32)
    total = np.empty((min(CHUNK, count), SIDE, SIDE), np.float32)
    for start in range(0, count, CHUNK):
        part = slice(start, start + CHUNK)
        rows = np.rint((points[part] + MARGIN) * STEPS).astype(np.intp)
        n = len(rows)
        np.take(bells, rows[..., 0], 0, across[:n], "clip")
        np.take(bells, rows[..., 1], 0, down[:n], "clip")
        down[:n] *= gain[part, :, None]
        ink = np.matmul(down[:n].transpose(0, 2, 1), across[:n], out=total[:n])
        ink += np.float32(1e-30)
        np.log(ink, out=ink)
        ink *= np.float32(-1 / sharpness)
        np.maximum(ink, 0, out=ink)
        np.sqrt(ink, out=ink)
        ink *= slope[part]
        ink += level[part]
        np.clip(ink, 0, 255, out=ink)
        image[part] = ink
    return image


def _sharpness(reach: float) -> float:
    """K for lines that are seen up to ``reach`` pixels from their middle: halved until their bells get that far."""
    sharpness = SHARPNESS
    while sharpness * reach * reach > -math.log(NEGLIGIBLE):
        sharpness /= 2
    return sharpness


@functools.cache
def _bells(sharpness: float) -> Array:
    """exp(-K (g - q)^2) at the pixel centres g, a row for each position q from -MARGIN on: (positions, 28)."""
    positions = np.arange((SIDE + 2 * MARGIN) * STEPS) / STEPS - MARGIN
    bells = np.exp(-sharpness * (np.arange(SIDE) - positions[:, None]) ** 2)
    bells[bells < NEGLIGIBLE] = 0
    bells = bells.astype(np.float32)
    bells.flags.writeable = False
    return bells


def path_weights(points: Array, strokes: Array) -> Array:
    """The path in pixels that each point stands for, (n, P): half the way to both neighbours in its own stroke.

    ``points`` is (n, P, 2) in pixels; ``strokes`` (P,) holds the number of the stroke that each point is in, from 0 on.
    """
    starts = np.flatnonzero(np.diff(strokes, prepend=-1))
    gaps = np.diff(points, axis=1)
    gaps *= gaps
    halves = np.sqrt(gaps[..., 0] + gaps[..., 1])
    halves *= 0.5
    halves[:, starts[1:] - 1] = 0
    weights = np.zeros(points.shape[:2], points.dtype)
    weights[:, 1:] += halves
    weights[:, :-1] += halves
    for end in (*starts, *(starts[1:] - 1), -1):
        weights[:, end] += END
    paths = np.add.reduceat(weights, starts, axis=1)
    if paths.min() < DOT:
        weights *= np.maximum(1, DOT / paths)[:, strokes]
    return weights
