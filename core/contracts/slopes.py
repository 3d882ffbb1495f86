"""Slopes by finite differences, and how far a formula's answer is from them."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from ..components import Array

KINK = 1e-4
"""Left and right slopes that differ by more, and do not approach each other with a smaller step, are a kink's."""


class Precision(NamedTuple):
    """How far to step for a difference, and how far off a slope may be, by the numbers that a function answers in."""

    step: float
    tolerance: float
    kink: float


FINE = Precision(1e-5, 1e-6, KINK)
COARSE = Precision(1e-2, 3e-3, 1e-1)


class Slope(NamedTuple):
    """Slopes at some points; False in ``smooth`` marks a kink; ``tolerance`` is what an exact formula may be off by."""

    value: Array
    smooth: Array
    tolerance: Array


def slopes(function: Callable[[Array], Array], x: Array) -> Slope:
    """Slopes of an elementwise function at x (float64), by central differences.

    The tolerance is 1e-6 max(1, |slope|), and what rounding a large answer adds to it, and what a curvature that jumps
    does: a shorter step then gives another difference. A function that answers in float32 gets longer steps and a
    wider tolerance.
    """
    middle = function(x)
    rounding = float(np.finfo(middle.dtype).eps) if middle.dtype.kind == "f" else 0.0
    how = FINE if rounding < 1e-10 else COARSE
    long, long_gap = _difference(function, x, middle, how.step)
    short, short_gap = _difference(function, x, middle, how.step / 8)
    bent = long_gap > how.kink
    between = np.abs(long - short)
    value = np.where(bent | (between > how.tolerance / 4), short, long)
    noise = 8 * rounding * np.abs(middle) / how.step
    tolerance = how.tolerance * np.maximum(1, np.abs(value)) + noise + between
    return Slope(value, ~(bent & (short_gap > long_gap / 4)), tolerance)


def _difference(function: Callable[[Array], Array], x: Array, middle: Array, step: float) -> tuple[Array, Array]:
    """The central difference, and the gap between the slope on the right and that on the left."""
    below, above = (function(x + k * step).astype(np.float64) for k in (-1, 1))
    right, left = (above - middle) / step, (middle - below) / step
    return (above - below) / (2 * step), np.abs(right - left)


def worst(found: Array, expected: Slope) -> tuple[float, int]:
    """The largest error in units of its tolerance, kinks aside, and its place in the flattened arrays."""
    error = np.where(expected.smooth, np.abs(found - expected.value) / expected.tolerance, 0.0).ravel()
    return float(error.max()), int(error.argmax())


def slopes_of_number(function: Callable[[Array], float], x: Array) -> Slope:
    """Slopes of a function from an array to one number, with respect to every entry of x."""
    value, smooth, tolerance = np.empty(x.shape), np.empty(x.shape, bool), np.empty(x.shape)
    for place in np.ndindex(x.shape):

        def along(entry: Array, place: tuple[int, ...] = place) -> Array:
            moved = x.copy()
            moved[place] = entry.item()
            return np.asarray(function(moved))

        one = slopes(along, np.asarray(x[place]))
        value[place], smooth[place], tolerance[place] = one.value, one.smooth, one.tolerance
    return Slope(value, smooth, tolerance)
