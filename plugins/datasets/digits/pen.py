"""The line on paper, with a pen, in a frame of 28 x 28 pixels, placed as MNIST's digits are."""

import numpy as np

from core import path_weights, rasterise

from .deform import normal, uniform

SIDE, BOX, CENTRE = 28, 20, 14
"""Pixels of the frame and of the box that holds the ink; the index at which the centre of mass lies."""
RADIUS, RADIUS_SPREAD, THINNEST, THICKEST = 1.18, 0.30, 0.65, 2.6
"""Half the pen's width: median, deviation of its logarithm, limits."""
PRESSURE, DRIFT = 0.22, 0.13
"""How the width waves along a stroke, and how it changes from start to end."""
SOFT = (1.0, 1.7)
"""Pixels over which an edge fades."""
FAINT = 0.9
"""Pixels of an edge that are too faint to count as ink."""
SHIFT, FARTHEST = 1.0, 3.0
"""How far samples lie from where they belong, and the most."""


def write(x, y, family, rng):
    """Lines (n, P) of any size as images (n, 28, 28) uint8."""
    count = len(x)
    radius = np.clip(RADIUS * np.exp(normal(rng, (count, 1), RADIUS_SPREAD)), THINNEST, THICKEST)
    soft = uniform(rng, *SOFT, count)
    pressure = along_the_stroke(family.progress, count, rng)
    edge = radius + soft / 2 - np.float32(FAINT / 2)
    x, y = np.stack([x, y]) * ((BOX - 2 * edge) / np.maximum(np.ptp(x, axis=1), np.ptp(y, axis=1))[:, None])
    weights = path_weights(np.stack([x, y], axis=2), family.line_stroke)
    mass = weights * pressure
    mass /= mass.sum(axis=1, keepdims=True)
    x += shift(x, mass, edge, rng)
    y += shift(y, mass, edge, rng)
    return rasterise(np.stack([x, y], axis=2), radius * pressure, weights, soft[:, 0])


def along_the_stroke(progress, count, rng):
    """The pen's width at each point of the line against its mean, (count, P)."""
    wave = progress * uniform(rng, 2, 7, count)
    wave += uniform(rng, 0, 2 * np.pi, count)
    np.sin(wave, out=wave)
    wave *= normal(rng, (count, 1), PRESSURE)
    wave += (progress * 2 - 1) * normal(rng, (count, 1), DRIFT)
    wave += 1
    return np.clip(wave, 0.5, 1.6, out=wave)


def shift(along, mass, edge, rng):
    """How far to move lines on one axis, (n, 1): the centre of mass to the middle, but by whole pixels once the box
    that holds the ink lies on the grid; then a little off, but not out of the frame.
    """
    low, high = along.min(axis=1, keepdims=True) - edge, along.max(axis=1, keepdims=True) + edge
    centre = (along * mass).sum(axis=1, keepdims=True)
    move = np.round(low + CENTRE - centre + np.float32(0.5)) - low - np.float32(0.5)
    move += np.clip(normal(rng, move.shape, SHIFT), -FARTHEST, FARTHEST)
    return np.clip(move, 1 - low, SIDE - 2 - high)
