"""The picture of several starts: every curve, their mean, and the band between the worst and the best. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from core import Array, Axis, Curve, Lines

if TYPE_CHECKING:
    from .starts import Start

POINTS = 80
"""Places along the epochs at which starts are compared: they are measured at steps of their own."""
RISE = 0.4
"""Share of the epochs after which a start has risen from chance."""
LEAST = 2
"""Starts that make a band."""


def picture(title: str, starts: Sequence[Start], accuracy: bool) -> Lines | None:
    """Test accuracy in percent, or test loss, over epochs; None as long as there is nothing to draw."""
    scale = 100 if accuracy else 1
    drawn = [one for one in starts if len(one.epochs) >= LEAST]
    if not drawn:
        return None
    curves = [
        Curve(np.array(one.epochs), scale * np.array(one.values), name=f"seed {one.seed}", role="train")
        for one in drawn
    ]
    grid, values = together(drawn)
    if len(values) >= LEAST and len(grid):
        values = values * scale
        band = {"low": values.min(axis=0), "high": values.max(axis=0)}
        curves.append(Curve(grid, values.mean(axis=0), name="mean", role="test", **band))
    y = Axis("test accuracy", "%", low=_floor(drawn), high=100) if accuracy else Axis("test loss", log=True)
    return Lines(title=title, note=in_words(starts, accuracy), curves=tuple(curves), x=Axis("epoch"), y=y)


def _floor(starts: Sequence[Start]) -> float:
    """Percent at which the axis begins: the rise from chance would press all that is worth seeing into one line."""
    ends = max(one.epochs[-1] for one in starts)
    pairs = [pair for one in starts for pair in zip(one.epochs, one.values, strict=True)]
    later = [value for epoch, value in pairs if epoch >= RISE * ends]
    return max(0.0, 5 * np.floor(100 * min(later) / 5) - 5)


def together(starts: Sequence[Start]) -> tuple[Array, Array]:
    """All starts at the same epochs, as far as the shortest of them has come: (n,) and (starts, n)."""
    end = min(one.epochs[-1] for one in starts)
    begin = max(one.epochs[0] for one in starts)
    grid = np.linspace(begin, end, POINTS) if end > begin else np.zeros(0)
    return grid, np.array([np.interp(grid, one.epochs, one.values) for one in starts])


def in_words(starts: Sequence[Start], accuracy: bool) -> str:
    """What the starts that are done came to: best, worst and median."""
    ends = sorted(one.values[-1] for one in starts if one.state in ("done", "failed") and one.values)
    if not ends:
        return "The band lies between the worst and the best start."
    low, middle, high = ends[0], float(np.median(ends)), ends[-1]
    worst, best = (low, high) if accuracy else (high, low)
    told = [f"{100 * one:.2f} %" if accuracy else f"{one:.4g}" for one in (best, middle, worst)]
    count = f"{len(ends)} start{'s' if len(ends) > 1 else ''}"
    return f"{count} done: best {told[0]}, median {told[1]}, worst {told[2]}."
