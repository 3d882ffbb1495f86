"""The edges between columns as images, in numpy alone, so that the view thread can make it beside a training.

Every curve of a gap has the same course: y(x) = y1 + (y2 - y1) s(x). A column of pixels crosses each curve once, in an
upright span of known middle and height. A span is written as differences, +d where it begins and -d where it ends, each
shared by two neighbouring rows so that its ends are exact; the sum down the column fills all spans at once.

d is an optical depth: where curves cross, depths add and the opacity is 1 - exp(-depth), so the order of painting does
not matter. Curves that push up and curves that push down have a plane each; the colour is mixed by their shares.
"""

from __future__ import annotations

from collections.abc import Sequence
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
SQUARED = np.float32((LEVELS - 1) ** 2 / DEEPEST)
"""From a depth to the square of its level."""
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
    """Paints the curves of some gaps, all in the same few steps: between two steps numpy lets other threads run, and
    each time that costs a training beside it a little. What geometry alone decides is computed once, buffers are kept.

    All columns of all gaps stand in one row, twice: those that push up, then those that push down. As many spans end in
    a column as begin there, so one running sum fills them all and begins every column at zero.
    """

    def __init__(self, gaps: Sequence[Gap], up: Colour, down: Colour) -> None:
        self.gaps = tuple(gaps)
        self._table = colours(up, down)
        self._courses = [_Course(gap) for gap in self.gaps]
        ends = np.cumsum([0, *(gap.width * (gap.height + 1) for gap in self.gaps)])
        self._starts, self._size = ends[:-1].tolist(), int(ends[-1])
        self._room: tuple[Array, ...] = ()
        self._depth = np.empty(2 * self._size, np.float32)
        self._level = np.empty(2 * self._size, np.uint16)

    def paint(self, ms: Sequence[Array], chosen: Sequence[Ports] = ()) -> list[Array]:
        """An image for each gap, (height, width) uint32 in premultiplied ARGB32, of signed strengths (left, right).

        Edges of the ``chosen`` ports of a gap stand out, its others step back.
        """
        edges, sizes, alphas, downs = [], [], [], []
        for m, ports in zip(ms, chosen or [(None, None)] * len(ms), strict=True):
            size = np.abs(m)
            found = np.flatnonzero(size >= LEAST)
            edges.append(found)
            sizes.append(size.ravel()[found])
            alphas.append(_emphasised(opacities(size), *ports).ravel()[found])
            downs.append(m.ravel()[found] < 0)
        counts = [len(found) * gap.width for found, gap in zip(edges, self.gaps, strict=True)]
        if not sum(counts):
            return [np.zeros((gap.height, gap.width), np.uint32) for gap in self.gaps]
        across = widths(np.concatenate(sizes)).astype(np.float32)
        depth = SQUARED * -np.log1p(-np.minimum(np.concatenate(alphas), 0.98)).astype(np.float32)
        columns = np.repeat([gap.width for gap in self.gaps], [len(found) for found in edges])
        self._spans(
            edges, counts, np.repeat(across, columns), np.repeat(depth, columns), np.concatenate(downs), columns
        )
        np.copyto(self._level, self._depth, casting="unsafe")
        up, down = self._level[: self._size], self._level[self._size :]
        down <<= 8
        up |= down
        return [self._image(start, gap) for start, gap in zip(self._starts, self.gaps, strict=True)]

    def _image(self, start: int, gap: Gap) -> Array:
        part = self._level[start : start + gap.width * (gap.height + 1)].reshape(gap.width, gap.height + 1)
        return np.take(self._table, part[:, : gap.height].T, mode="clip")

    def _spans(
        self, edges: list[Array], counts: list[int], across: Array, depth: Array, downs: Array, columns: Array
    ) -> None:
        """Fill the depths of both planes, as levels, with the spans of these edges; a span is an edge in a column."""
        n = len(across)
        half, middle, y, row, at, value = self._buffers(n)
        begin = 0
        for found, count, course_, start in zip(edges, counts, self._courses, self._starts, strict=True):
            shape, part = (len(found), course_.width), slice(begin, begin + count)
            np.take(course_.half, found, 0, half[part].reshape(shape), "clip")
            np.take(course_.middle, found, 0, middle[part].reshape(shape), "clip")
            np.add(course_.columns, start, at[part].reshape(shape), casting="unsafe")
            begin += count
        half *= across
        np.subtract(middle, half, y[:n])
        np.add(middle, half, y[n:])
        begin = 0
        for count, gap in zip(counts, self.gaps, strict=True):
            for side in (begin, n + begin):
                np.clip(y[side : side + count], 0, gap.height - 1.001, out=y[side : side + count])
            begin += count
        np.copyto(row, y, casting="unsafe")  # whole rows: truncation, as y is not negative
        y -= row
        at[:n] += np.repeat(downs * self._size, columns)
        at[n : 2 * n] = at[:n]
        at[: 2 * n] += row
        np.add(at[: 2 * n], 1, at[2 * n :])
        y[:n] *= depth  # the share of each end that belongs to the row behind it
        y[n:] *= -depth
        np.subtract(depth, y[:n], value[:n])
        np.subtract(-depth, y[n:], value[n : 2 * n])
        value[2 * n :] = y
        sums = np.bincount(at, value, 2 * self._size)
        np.add.accumulate(sums, out=sums)
        np.clip(sums, 0, (LEVELS - 1) ** 2, out=self._depth, casting="unsafe")
        np.sqrt(self._depth, self._depth)

    def _buffers(self, n: int) -> tuple[Array, ...]:
        """Room for ``n`` spans. Fresh arrays of this size would cost more in page faults than the arithmetic."""
        times = (1, 1, 2, 2, 4, 4)
        if not self._room or len(self._room[0]) < n:
            kinds = (np.float32, np.float32, np.float32, np.int32, np.intp, np.float64)
            most = n + n // 4
            self._room = tuple(np.empty(k * most, kind) for k, kind in zip(times, kinds, strict=True))
        return tuple(whole[: k * n] for whole, k in zip(self._room, times, strict=True))


class _Course:
    """The curves of one gap: the middle of every span, and half the height of one of a curve one pixel wide."""

    def __init__(self, gap: Gap) -> None:
        self.width = gap.width
        left, right = np.asarray(gap.left, np.float32), np.asarray(gap.right, np.float32)
        s, slope = course(gap.width)
        rise = (right[None] - left[:, None]).reshape(-1, 1)
        self.middle = np.repeat(left, len(right))[:, None] + rise * s  # (edges, width)
        self.half = 0.5 * gap.ratio * gap.pen * np.sqrt(1 + (rise * slope) ** 2)
        self.columns = np.arange(gap.width) * (gap.height + 1)


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
