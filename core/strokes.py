"""Pen strokes to the 28 x 28 image that the network sees. The same pen writes the built-in digits.

A drawing is made as MNIST was (LeCun, Cortes and Burges, "The MNIST database of handwritten digits", 1998): fitted
into 20 x 20 pixels with its aspect kept, then moved so that its centre of mass lies at pixel index (14, 14). The pen is
brought to MNIST's usual width as well, by drawing the lines again rather than by filtering pixels.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np

from .components import Array
from .raster import SIDE, path_weights, rasterise

BOX = 20
"""Pixels of the longest side of a fitted drawing, ink included."""
MIDDLE = 13.5
"""Where a fitted drawing's box is centred: the middle of the frame, between two pixels."""
CENTRE_OF_MASS = 14.0
PEN = 2.6 / 17.4
"""Width of the normalised pen, as a share of the longest side of the drawing's points."""
SOFTNESS = 1.35
"""Pixels over which the edge of a line fades, as scanning and shrinking left it in MNIST."""
THINNEST = 0.4
"""Radius in pixels of the thinnest line that is drawn."""
SMALLEST = 1 / 50
"""A drawing smaller than this share of the pad is a dot: it is not magnified any further."""
SPACING = 0.5
"""Pixels between two points of a resampled line."""
MOST_POINTS = 4096
"""Points of a resampled drawing, at the most; a longer one gets wider spacing."""


@dataclass(frozen=True, eq=False)
class Stroke:
    """One line of the pen or the eraser: ``points`` (k, 2) are x (right) and y (down), ``width`` is in the same units.

    Raises ValueError for points of another shape and for a width below 0. Points that are not finite are left out.
    """

    points: Array
    width: float
    erases: bool = False

    def __post_init__(self) -> None:
        points = np.array(self.points, np.float64)
        if points.ndim != 2 or points.shape[1] != 2:
            raise ValueError(f"points of shape {points.shape}: expected (points, 2)")
        if not (math.isfinite(self.width) and self.width >= 0):
            raise ValueError(f"a stroke of width {self.width}: expected 0 or more")
        points = points[np.isfinite(points).all(axis=1)]
        points.flags.writeable = False
        object.__setattr__(self, "points", points)


Drawing: TypeAlias = tuple[Stroke, ...]
"""Strokes in the order in which they were drawn."""


@dataclass(frozen=True)
class Normalise:
    """Which steps a drawing goes through to look like MNIST: box, place and pen."""

    fit: bool = True
    centre: bool = True
    pen: bool = True


@dataclass(frozen=True, eq=False)
class Stages:
    """A drawing after each step, (28, 28) uint8 each; a step that is switched off shows the image before it."""

    drawn: Array
    """The whole pad, scaled down."""
    fitted: Array
    """Its ink fitted into 20 x 20, the aspect kept."""
    centred: Array
    """The centre of mass moved to pixel index (14, 14)."""
    final: Array
    """The pen brought to MNIST's width: what the network sees."""


def stages(drawing: Drawing, size: float, normalise: Normalise | None = None) -> Stages:
    """What becomes of a drawing on a square pad of side ``size``, step by step."""
    on = normalise or Normalise()
    lines = ink(drawing, size)
    steps = (
        Normalise(False, False, False),
        Normalise(on.fit, False, False),
        Normalise(on.fit, on.centre, False),
        on,
    )
    return Stages(*(_render(lines, size, step) for step in steps))


def image(drawing: Drawing, size: float, normalise: Normalise | None = None) -> Array:
    """A drawing on a square pad of side ``size`` as the network sees it, (28, 28) uint8."""
    return _render(ink(drawing, size), size, normalise or Normalise())


def ink(drawing: Drawing, size: float) -> Drawing:
    """What the eraser left of the pen's strokes: lines lose the pieces under it, and remain lines.

    Raises ValueError for a pad without a size.
    """
    if not (math.isfinite(size) and size > 0):
        raise ValueError(f"a pad of size {size}: expected more than 0")
    left: list[Stroke] = []
    for stroke in drawing:
        near = replace(stroke, points=np.clip(stroke.points, -size, 2 * size))
        if len(near.points) == 0:
            continue
        if near.erases:
            left = [piece for line in left for piece in _cut(line, near, size)]
        else:
            left.append(near)
    return tuple(left)


def _cut(line: Stroke, eraser: Stroke, size: float) -> list[Stroke]:
    """The pieces of a line whose points lie further from the eraser's path than its radius."""
    spacing = SPACING / 2 * size / SIDE
    points = resample(line.points, spacing, MOST_POINTS // 4)
    kept = _distance(points, resample(eraser.points, spacing, MOST_POINTS // 16)) > eraser.width / 2
    if kept.all():
        return [line]
    pieces = np.split(points, np.flatnonzero(np.diff(kept)) + 1)
    return [replace(line, points=piece) for piece in pieces[0 if kept[0] else 1 :: 2] if len(piece) > 1]


def _distance(points: Array, path: Array) -> Array:
    """How far each point (k, 2) is from the nearest segment of a path (m, 2): (k,)."""
    start, way = (path, np.zeros_like(path)) if len(path) == 1 else (path[:-1], np.diff(path, axis=0))
    length = np.maximum((way**2).sum(axis=1), np.finfo(float).tiny)
    x, y = points[:, :1] - start[:, 0], points[:, 1:] - start[:, 1]
    along = np.clip((x * way[:, 0] + y * way[:, 1]) / length, 0, 1)
    return np.hypot(x - along * way[:, 0], y - along * way[:, 1]).min(axis=1)


def resample(points: Array, spacing: float, most: int) -> Array:
    """Points spread evenly along a polyline (k, 2), about ``spacing`` apart and at most ``most``; both ends stay."""
    gaps = np.hypot(*np.diff(points, axis=0).T)
    along = np.concatenate([[0.0], np.cumsum(gaps)])
    if along[-1] == 0:
        return points[:1]
    at = np.linspace(0, along[-1], min(math.ceil(along[-1] / spacing) + 1, most))
    return np.stack([np.interp(at, along, points[:, 0]), np.interp(at, along, points[:, 1])], axis=1)


def _render(lines: Drawing, size: float, on: Normalise) -> Array:
    """The lines drawn with these steps switched on: pen first, since the box to fit includes the ink."""
    if not lines:
        return np.zeros((SIDE, SIDE), np.uint8)
    lows = np.array([line.points.min(axis=0) for line in lines])
    highs = np.array([line.points.max(axis=0) for line in lines])
    smallest = SMALLEST * size
    if on.pen:
        longest = float((highs.max(axis=0) - lows.min(axis=0)).max())
        widths = np.full((len(lines), 1), PEN * max(longest, smallest))
    else:
        widths = np.array([[line.width] for line in lines])
    if on.fit:
        low, high = (lows - widths / 2).min(axis=0), (highs + widths / 2).max(axis=0)
        scale = BOX / max(float((high - low).max()), smallest)
        shift = MIDDLE - scale * (low + high) / 2
    else:
        scale, shift = SIDE / size, np.full(2, -0.5)
    placed = [Stroke(line.points * scale + shift, width * scale) for line, (width,) in zip(lines, widths, strict=True)]
    image = _coverage(placed)
    if on.centre and image.any():
        place = np.arange(SIDE) - CENTRE_OF_MASS
        mass = np.array([image.sum(axis=0) @ place, image.sum(axis=1) @ place]) / image.sum()
        image = _coverage([replace(line, points=line.points - mass) for line in placed])
    return image


def _coverage(lines: Sequence[Stroke]) -> Array:
    """Lines in pixels as an image; those of one width are one drawing, and pens of several widths cover each other."""
    length = sum(float(np.hypot(*np.diff(line.points, axis=0).T).sum()) for line in lines)
    spacing = max(SPACING, length / MOST_POINTS)
    image = np.zeros((SIDE, SIDE), np.uint8)
    for width in {line.width for line in lines}:
        paths = [resample(line.points, spacing, MOST_POINTS) for line in lines if line.width == width]
        points = np.concatenate(paths).astype(np.float32)[None]
        strokes = np.repeat(np.arange(len(paths)), [len(path) for path in paths])
        radii = np.full(points.shape[:2], np.clip(width / 2, THINNEST, SIDE), np.float32)
        one = rasterise(points, radii, path_weights(points, strokes), np.full(1, SOFTNESS, np.float32))
        np.maximum(image, one[0], out=image)
    return image
