"""Many small pictures as one array of colours, made at once."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from core import Array

GAP = 4
"""Pixels between two pictures."""
SMALL, LARGE = 36, 56
"""The side of a picture that is aimed at, in a narrow place and in a wide one."""


class Grid(NamedTuple):
    """Pictures in rows and columns; sizes in device pixels, of which there are ``ratio`` to a pixel."""

    columns: int
    lines: int
    high: int
    wide: int
    gap: int
    ratio: float

    @property
    def capacity(self) -> int:
        """How many pictures there is room for."""
        return self.columns * self.lines

    def box(self, place: int) -> tuple[float, float, float, float]:
        """Left, top, width and height of a picture in pixels."""
        line, column = divmod(place, self.columns)
        left, top = column * (self.wide + self.gap), line * (self.high + self.gap)
        return left / self.ratio, top / self.ratio, self.wide / self.ratio, self.high / self.ratio

    def place_at(self, x: float, y: float) -> int | None:
        """The picture at a pixel, the gap beside it included."""
        column = int(x * self.ratio // (self.wide + self.gap))
        line = int(y * self.ratio // (self.high + self.gap))
        return line * self.columns + column if 0 <= column < self.columns and 0 <= line < self.lines else None


def fit(shape: tuple[int, int], width: float, height: float, ratio: float) -> Grid:
    """The grid for pictures of ``shape`` (rows, columns) in a place of so many pixels.

    A picture has whole device pixels for each of its own, wherever that comes near the size that is aimed at.
    """
    rows, columns = shape
    aim = (SMALL if width < 480 else LARGE) * ratio
    scale = aim / max(rows, columns)
    scale = max(1, round(scale)) if scale > 0.75 else scale
    high, wide, gap = max(1, round(rows * scale)), max(1, round(columns * scale)), round(GAP * ratio)
    across, down = int((width * ratio + gap) // (wide + gap)), int((height * ratio + gap) // (high + gap))
    return Grid(max(1, across), max(1, down), high, wide, gap, ratio)


def mosaic(samples: Array, low: float, high: float, colours: Array, grid: Grid) -> Array:
    """Samples (n, rows, columns) through a colour map (256, 4) as one picture, transparent between them.

    ``low`` has the first colour and ``high`` the last; what is no number has the first.
    """
    count, rows, columns = samples.shape
    down, across = np.arange(grid.high) * rows // grid.high, np.arange(grid.wide) * columns // grid.wide
    shares = (np.nan_to_num(samples.astype(np.float32), nan=low) - low) / ((high - low) or 1.0)
    numbers = np.rint(np.clip(shares, 0, 1) * 255).astype(np.uint8)[:, down[:, None], across[None, :]]
    lines = -(-count // grid.columns)
    whole = np.zeros((lines * grid.columns, grid.high + grid.gap, grid.wide + grid.gap, 4), np.uint8)
    whole[:count, : grid.high, : grid.wide] = colours[numbers]
    whole = whole.reshape(lines, grid.columns, *whole.shape[1:])
    return whole.swapaxes(1, 2).reshape(lines * (grid.high + grid.gap), grid.columns * (grid.wide + grid.gap), 4)
