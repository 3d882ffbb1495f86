"""The edges between columns as images, in numpy alone, so that the view thread can make it beside a training.

Every curve of a gap has the same course: y(x) = y1 + (y2 - y1) s(x). A column of pixels crosses each curve once, in an
upright span of known middle and height. A span is written as differences, +d where it begins and -d where it ends, each
shared by two neighbouring rows so that its ends are exact; the sum down the column fills all spans at once.

d is an optical depth: where curves cross, depths add and the opacity is 1 - exp(-depth), so the order of painting does
not matter. Curves that push up and curves that push down have a plane each; the colour is mixed by their shares.

Depths are whole numbers, and both planes lie in one array of 32 bits, the lower half for up. So sums are exact, and a
raster that keeps its differences takes away the curves that look different now and adds them anew: beside a training
most do not.
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
FINE = 512
"""Units of a depth of 1."""
FULL = 65_000
"""Units that one plane can hold in a pixel."""
OPAQUE = np.uint16(DEEPEST * FINE)
BLOCK = 32
"""Columns of an image that are summed at a time."""
DOWN = np.int32(1 << 16)
"""What shifts units into the plane of those that push down."""
SQUARED = np.float32((LEVELS - 1) ** 2 / DEEPEST / FINE)
"""From units of depth to the square of a level."""
HELD = 0.04
"""A strength that differs by less from what is painted stays as it was while a network trains."""
Colour = tuple[int, int, int]
Ports = tuple[int | None, int | None]
"""A port on the left and one on the right."""


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


def held(m: Array, before: Array) -> Array:
    """The strengths as they were before, but where they differ so much that it can be seen."""
    return np.where(np.abs(m - before) < HELD, before, m)


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
    """Paints the curves of one gap, again and again: only curves that look different from the last time cost anything.

    Columns of pixels stand one after the other, with a row more than there is to see: as many spans end in a column as
    begin there, so one running sum fills all spans and begins every column at zero.
    """

    def __init__(self, gap: Gap, up: Colour, down: Colour) -> None:
        self.gap = gap
        self._table = colours(up, down)
        edges = len(gap.left) * len(gap.right)
        left, right = np.asarray(gap.left, np.float32), np.asarray(gap.right, np.float32)
        self._from = np.repeat(left, len(right))
        self._rise = (right[None] - left[:, None]).ravel()
        self._s, self._slope = course(gap.width)
        self._across = np.zeros(edges, np.float32)
        self._units = np.zeros(edges, np.int32)  # depths; those of the plane down are negative
        self._ends = np.zeros(gap.width * (gap.height + 1), np.int32)
        self._sums = np.empty(BLOCK * (gap.height + 1), np.int32)
        self._roots = np.empty(2 * BLOCK * (gap.height + 1), np.float32)

    def paint(self, m: Array, left: int | None = None, right: int | None = None) -> Array | None:
        """The image, (height, width) uint32 in premultiplied ARGB32, of signed strengths (left, right).

        Edges of the chosen ports ``left`` and ``right`` stand out, the others step back. None where it would be the
        image of the last time.
        """
        size = np.abs(m)
        alpha = np.minimum(_emphasised(opacities(size), left, right), 0.98)
        units = -FINE * np.log1p(-alpha)
        units[size < LEAST] = 0
        units *= min(1.0, FULL / max(float(units.sum()), 1.0))
        whole = np.rint(np.copysign(units, m)).astype(np.int32).ravel()
        across = np.where(whole != 0, widths(size).ravel(), 0).astype(np.float32)
        changed = np.flatnonzero((whole != self._units) | (across != self._across))
        if not len(changed):
            return None
        gone, come = changed[self._units[changed] != 0], changed[whole[changed] != 0]
        self._add(gone, self._across[gone], self._units[gone], -1)
        self._add(come, across[come], whole[come], 1)
        self._across[changed], self._units[changed] = across[changed], whole[changed]
        return self.image()

    def image(self) -> Array:
        """The image of what was painted last. Made in blocks of columns that stay in the processor's cache."""
        tall, wide = self.gap.height + 1, self.gap.width
        pairs = np.empty((wide, tall), np.uint16)
        levels = pairs.view(np.uint8).reshape(-1)
        for start in range(0, wide * tall, BLOCK * tall):
            ends = self._ends[start : start + BLOCK * tall]
            sums, roots = self._sums[: len(ends)], self._roots[: 2 * len(ends)]
            np.add.accumulate(ends, dtype=np.int32, out=sums)
            planes = sums.view(np.uint16)
            np.minimum(planes, OPAQUE, out=planes)
            np.multiply(planes, SQUARED, out=roots)
            np.sqrt(roots, out=roots)
            np.copyto(levels[2 * start : 2 * (start + len(ends))], roots, casting="unsafe")
        return np.take(self._table, pairs[:, : self.gap.height].T, mode="clip")

    def _add(self, found: Array, across: Array, units: Array, way: int) -> None:
        """Add the spans of some edges to the differences, or with -1 for ``way`` take them away."""
        gap, depth = self.gap, np.abs(units)[:, None]
        plane = np.where(units < 0, DOWN, 1).astype(np.int32)[:, None] * np.int32(way)
        rise = self._rise[found, None]
        middle = self._from[found, None] + rise * self._s
        half = np.sqrt(1 + (rise * self._slope) ** 2)
        half *= (0.5 * gap.ratio * gap.pen * across)[:, None]
        columns = np.arange(gap.width) * (gap.height + 1)
        for y, factor in ((middle - half, plane), (middle + half, -plane)):
            np.clip(y, 0, gap.height - 1.001, out=y)
            row = y.astype(np.int32)  # whole rows: it truncates, and y is not negative
            y -= row
            y *= depth  # the share of the end that belongs to the row behind it
            behind = np.rint(y, y).astype(np.int32)
            at = (columns + row).ravel()
            np.add.at(self._ends, at, ((depth - behind) * factor).ravel())
            np.add.at(self._ends[1:], at, (behind * factor).ravel())


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
