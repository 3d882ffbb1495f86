"""The edges of one gap as an image, in numpy alone, so that the view thread can make it beside a training.

Every curve of a gap has the same course: y(x) = y1 + (y2 - y1) s(x). A column of pixels crosses each curve once, in an
upright span of known middle and height. A span is written as differences, +d where it begins and -d where it ends, each
shared by two neighbouring rows so that its ends are exact; the sum down the column fills all spans at once.

d is an optical depth: where curves cross, depths add and the opacity is 1 - exp(-depth), so the order of painting does
not matter. Curves that push up and curves that push down have a plane each; the colour is mixed by their shares.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from core import Array

LEAST = 0.06
"""Weaker edges, as a share of the scale, are not painted."""
BEND = 0.48
"""Where the control points of the cubic are, as a share of the gap."""
DEEPEST = 4.0
"""A depth that counts as opaque; the table of colours ends there."""
LEVELS = 256
Colour = tuple[int, int, int]


def scale_of(weights: Array) -> float:
    """The 99th percentile of the absolute weights that are finite; 1 where all are zero or there are none."""
    size = np.abs(weights).ravel()
    if not np.isfinite(size.sum()):
        size = size[np.isfinite(size)]
    if not size.size:
        return 1.0
    rank = round(0.99 * (size.size - 1))
    return float(np.partition(size, rank)[rank]) or 1.0


def strengths(weights: Array, scale: float) -> Array:
    """Signed sizes from -1 to 1. What is not a finite number counts as nothing."""
    m = (weights / scale).astype(np.float32)
    if not np.isfinite(m.sum()):
        m[~np.isfinite(m)] = 0
    return np.clip(m, -1, 1, out=m)


def widths(size: Array) -> Array:
    """Pixels across a curve of absolute strength ``size``: 0.4 to 2.6."""
    return 0.4 + 2.2 * size**1.3


def opacities(size: Array) -> Array:
    """Opacity of a curve of absolute strength ``size``: 0.05 to 0.8."""
    return 0.05 + 0.75 * size**1.5


def strongest(m: Array, most: int) -> Array:
    """The strengths with all but the ``most`` largest set to zero."""
    if m.size <= most:
        return m
    size = np.abs(m)
    least = np.partition(size, m.size - most, axis=None)[m.size - most]
    return np.where(size >= least, m, np.float32(0))


@dataclass(frozen=True)
class Gap:
    """Where the curves of a gap begin and end, in pixels of the device, and how many of those a logical pixel has.

    ``pen`` makes all curves thinner: a narrow gap would be mud otherwise.
    """

    left: tuple[float, ...]
    right: tuple[float, ...]
    width: int
    height: int
    ratio: float = 1.0
    pen: float = 1.0


def course(width: int) -> tuple[Array, Array]:
    """s at the middle of each column of pixels, from 0 to 1, and its slope per pixel."""
    t = np.linspace(0, 1, 257)
    x = 3 * (1 - t) ** 2 * t * BEND + 3 * (1 - t) * t**2 * (1 - BEND) + t**3
    s = np.interp((np.arange(width) + 0.5) / width, x, 3 * t**2 - 2 * t**3)
    return s.astype(np.float32), np.gradient(s).astype(np.float32) if width > 1 else np.zeros(width, np.float32)


@cache
def colours(up: Colour, down: Colour) -> Array:
    """The colour of every pair of levels, premultiplied ARGB32; the index is the one up plus 256 times the one down.

    A level is the root of a depth, so that the faintest curves have levels enough.
    """
    depth = (np.arange(LEVELS) / (LEVELS - 1)) ** 2 * DEEPEST
    above, below = np.meshgrid(depth, depth)
    opacity = -np.expm1(-(above + below))
    share = above / np.maximum(above + below, 1e-9)
    mixed = [opacity * (share * u + (1 - share) * d) for u, d in zip(up, down, strict=True)]
    red, green, blue = (channel.round().astype(np.uint32) for channel in mixed)
    table = (opacity * 255).round().astype(np.uint32) << 24 | red << 16 | green << 8 | blue
    return table.ravel()


class Raster:
    """Paints the curves of one gap. What geometry alone decides is computed once, and buffers are kept."""

    def __init__(self, gap: Gap, up: Colour, down: Colour) -> None:
        self.gap = gap
        self._table = colours(up, down)
        left, right = np.asarray(gap.left, np.float32), np.asarray(gap.right, np.float32)
        s, slope = course(gap.width)
        rise = (right[None] - left[:, None]).reshape(-1, 1)
        self._middle = np.repeat(left, len(right))[:, None] + rise * s  # (edges, width)
        self._half = (
            0.5 * gap.ratio * gap.pen * np.sqrt(1 + (rise * slope) ** 2)
        )  # of a curve one pixel wide, measured upright
        self._columns = np.arange(gap.width, dtype=np.int32) * (gap.height + 1)
        self._buffers: tuple[Array, ...] = ()
        self._depth = np.empty((2, gap.width, gap.height + 1), np.float32)
        self._level = np.empty(self._depth.shape, np.uint16)

    def paint(self, m: Array, left: int | None = None, right: int | None = None) -> Array:
        """The image, (height, width) uint32 in premultiplied ARGB32, of signed strengths (left ports, right ports).

        Edges of the chosen port ``left`` or ``right`` stand out, the others step back.
        """
        width, height = self.gap.width, self.gap.height
        size = np.abs(m)
        edges = np.flatnonzero(size >= LEAST)
        if not len(edges):
            return np.zeros((height, width), np.uint32)
        alpha = _emphasised(opacities(size), left, right).ravel()[edges]
        depth = -np.log1p(-np.minimum(alpha, 0.98)).astype(np.float32)
        self._spans(edges, widths(size.ravel()[edges]).astype(np.float32), depth, m.ravel()[edges] < 0)
        np.clip(self._depth, 0, DEEPEST, out=self._depth)
        np.multiply(self._depth, (LEVELS - 1) ** 2 / DEEPEST, self._depth)
        np.sqrt(self._depth, self._depth)
        np.copyto(self._level, self._depth, casting="unsafe")
        self._level[1] <<= 8
        self._level[0] |= self._level[1]
        return np.take(self._table, self._level[0, :, :height].T, mode="clip")

    def _spans(self, edges: Array, across: Array, depth: Array, down: Array) -> None:
        """Fill the depths of both planes with the spans of these edges."""
        width, height, n = self.gap.width, self.gap.height, len(edges)
        half, middle, y, row, at, value = self._room(n)
        np.take(self._half, edges, 0, half, "clip")
        np.take(self._middle, edges, 0, middle, "clip")
        half *= across[:, None]
        np.subtract(middle, half, y[:n])
        np.add(middle, half, y[n:])
        np.clip(y, 0, height - 1.001, out=y)
        np.copyto(row, y, casting="unsafe")  # whole rows: truncation, as y is not negative
        y -= row
        signed = np.concatenate((depth, -depth))[:, None]
        y *= signed  # the share of each end that belongs to the row behind it
        planes = np.tile(down * (width * (height + 1)), 2)[:, None]
        np.add(row, self._columns, at[: 2 * n])
        at[: 2 * n] += planes
        np.add(at[: 2 * n], 1, at[2 * n :])
        np.subtract(signed, y, value[: 2 * n])
        value[2 * n :] = y
        sums = np.bincount(at.ravel(), value.ravel(), 2 * width * (height + 1))
        np.copyto(self._depth, sums.reshape(self._depth.shape))
        np.add.accumulate(self._depth, 2, out=self._depth)

    def _room(self, n: int) -> tuple[Array, ...]:
        """Buffers for ``n`` edges. Fresh ones of this size would cost more in page faults than the arithmetic."""
        if not self._buffers or len(self._buffers[0]) < n:
            width, most = self.gap.width, n + n // 4
            kinds = ((1, np.float32), (1, np.float32), (2, np.float32), (2, np.int32), (4, np.intp), (4, np.float64))
            self._buffers = tuple(np.empty((times * most, width), kind) for times, kind in kinds)
        return tuple(whole[: times * n] for whole, times in zip(self._buffers, (1, 1, 2, 2, 4, 4), strict=True))


def _emphasised(alpha: Array, left: int | None, right: int | None) -> Array:
    if left is None and right is None:
        return alpha
    quiet = alpha * 0.45
    for part in (np.s_[left, :] if left is not None else None, np.s_[:, right] if right is not None else None):
        if part is not None:
            quiet[part] = np.minimum(0.95, alpha[part] * 1.7 + 0.1)
    return quiet


def nearest(gap: Gap, m: Array, x: float, y: float, reach: float = 5.0) -> tuple[int, int] | None:
    """The painted edge at a place of the gap, as its left and right port: the strongest of those within reach."""
    if not 0 <= x < gap.width or not m.size:
        return None
    s = float(course(gap.width)[0][int(x)])
    left, right = np.asarray(gap.left), np.asarray(gap.right)
    away = np.abs(left[:, None] * (1 - s) + right[None] * s - y)
    size = np.abs(m)
    worth = np.where((away <= reach) & (size >= LEAST), size * (1.2 - away / reach), 0)
    best = int(worth.argmax())
    return (best // m.shape[1], best % m.shape[1]) if worth.flat[best] > 0 else None
