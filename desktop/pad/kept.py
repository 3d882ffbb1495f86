"""Drawings as projects and files keep them: plain lists, dictionaries and numbers, both ways."""

from __future__ import annotations

import itertools
import math
from typing import Any, TypeGuard

import numpy as np

from core.strokes import Drawing, Stroke

MOST_STROKES = 500
MOST_POINTS = 100_000
"""Of one drawing; what goes beyond came from no hand."""
FURTHEST = 1e6
"""Coordinates and widths up to here are believed."""


def plain(drawing: Drawing) -> list[dict[str, Any]]:
    """A drawing as JSON can say it, with points to a hundredth of a unit."""
    return [
        {"points": np.round(stroke.points, 2).tolist(), "width": stroke.width, "erases": stroke.erases}
        for stroke in drawing
    ]


def drawing_of(kept: Any) -> Drawing:
    """The drawing that ``plain`` wrote. It may come from anyone: what is no stroke is left out."""
    found, points = [], 0
    for one in kept[:MOST_STROKES] if isinstance(kept, list) else ():
        stroke = _stroke(one)
        points += len(stroke.points) if stroke else 0
        if stroke is not None and points <= MOST_POINTS:
            found.append(stroke)
    return tuple(found)


def same(one: Drawing, other: Drawing) -> bool:
    """Whether two drawings have equal strokes."""
    return len(one) == len(other) and all(
        a.width == b.width and a.erases == b.erases and np.array_equal(a.points, b.points)
        for a, b in zip(one, other, strict=True)
    )


def _stroke(one: Any) -> Stroke | None:
    if not isinstance(one, dict):
        return None
    points, width, erases = one.get("points"), one.get("width"), one.get("erases", False)
    pairs = isinstance(points, list) and all(isinstance(at, list) and len(at) == 2 for at in points)
    if not pairs or not _believed(width) or width < 0 or not isinstance(erases, bool):
        return None
    if not points or not all(map(_believed, itertools.chain.from_iterable(points))):
        return None
    return Stroke(np.array(points, float), float(width), erases)


def _believed(number: Any) -> TypeGuard[float]:
    return isinstance(number, int | float) and math.isfinite(number) and abs(number) <= FURTHEST
