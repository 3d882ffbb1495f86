"""One curve as it is painted: the line, its raw self pale behind it, a band, or circles."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from PySide6.QtGui import QColor

from core import Array, Axis, Curve
from desktop.look import Theme
from desktop.look.tokens import WIDTH

from .axes import Limits
from .check import finite
from .ink import Ink, Shape
from .thin import MOST, seen, thin

RAW = 0.25
BAND = 0.14
APART = 9
"""Pixels from one circle to the next, at the least."""
BUSY = 12
"""How many heights of the plot a line may travel before a wide antialiased pen costs ten times a thin one."""


class Shown(NamedTuple):
    """A curve in the measure of its axes, without what cannot be shown: (n,) each, x ascending."""

    x: Array
    y: Array
    raw: Array | None
    low: Array | None
    high: Array | None

    def reach(self, part: slice) -> tuple[float, float]:
        """Lowest and highest y of a part; of the raw curve all but the outermost hundredth on either side."""
        arrays = [self.y[part]]
        for behind in (self.raw, self.low, self.high):
            if behind is not None and len(behind[part]):
                arrays.append(np.nanquantile(behind[part], (0.01, 0.99)))
        together = np.concatenate(arrays)
        return (float(np.nanmin(together)), float(np.nanmax(together))) if len(together) else (0.0, 1.0)


def shown(curve: Curve, x: Axis, y: Axis) -> tuple[Shown, int]:
    """What of a curve its axes can show, and how many of its points they cannot."""
    across, along = _on(curve.x, x), _on(curve.y, y)
    keep = finite(across) & finite(along)
    rest = [None if part is None else _on(part, y)[keep] for part in (curve.raw, curve.low, curve.high)]
    across, along = across[keep], along[keep]
    if len(across) > 1 and (np.diff(across) < 0).any():
        order = np.argsort(across, kind="stable")
        across, along = across[order], along[order]
        rest = [None if part is None else part[order] for part in rest]
    return Shown(across, along, *rest), int(len(keep) - keep.sum())


def _on(values: Array, axis: Axis) -> Array:
    """Values in the measure of an axis; NaN where it cannot show them."""
    if not axis.log:
        return values
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(values > 0, np.log10(values), np.nan)


class Style(NamedTuple):
    """How a curve looks. ``mark`` says how its name shows the colour."""

    colour: QColor
    width: float
    circles: bool
    mark: str


def style(curve: Curve, index: int, count: int, theme: Theme) -> Style:
    """Train pale and thin, test deep, measured as circles; curves without a role take the ten colours in turn."""
    if curve.role == "train":
        return Style(theme["train"], WIDTH["series"], False, "")
    if curve.role == "test":
        return Style(theme["test"], WIDTH["series_strong"], False, "")
    if curve.role == "measured":
        return Style(theme["third"], WIDTH["series"], True, "circle")
    if count == 1:
        return Style(theme["test"], WIDTH["series_strong"], False, "")
    return Style(theme.class_colour(index), WIDTH["series_strong" if count <= 4 else "series"], False, "line")


class Series:
    """The shapes of one curve. They are painted anew only where something differs from what is there."""

    def __init__(self, ink: Ink) -> None:
        self._ink = ink
        self._band = Shape("area", 0)
        self._raw = Shape("line", 1)
        self._line = Shape("line", 3)
        self._circles = Shape("circles", 4)
        self._shapes = (self._band, self._raw, self._line, self._circles)
        for shape in self._shapes:
            ink.add(shape)

    def remove(self) -> None:
        """Leave the plot."""
        for shape in self._shapes:
            self._ink.remove(shape)

    def hide(self) -> None:
        for shape in self._shapes:
            self._show(shape, False)

    def paint(self, data: Shown, look: Style, limits: Limits, pixels: tuple[float, float]) -> None:
        """Show what lies within the limits, on an area of so many pixels across and high."""
        most = min(MOST, max(64, round(pixels[0])))
        part = seen(data.x, limits.left, limits.right)
        x, y = thin(data.x[part], data.y[part], most)
        self._show(self._line, not look.circles)
        self._show(self._circles, look.circles)
        if look.circles:
            every = max(1, -(-len(x) * APART // max(1, round(pixels[0]))))
            self._put(self._circles, x[::every], y[::every], look.colour, 1.5)
        else:
            busy = self._busy(y, limits)
            width = 1.0 if busy and look.width < 2 else look.width
            self._put(self._line, x, y, look.colour, width, not (busy and width > 1))
        self._show(self._raw, data.raw is not None)
        if data.raw is not None:
            known = finite(data.raw[part])
            x, raw = thin(data.x[part][known], data.raw[part][known], most)
            self._put(self._raw, x, raw, faded(look.colour, RAW), 1, not self._busy(raw, limits))
        self._show(self._band, data.low is not None and data.high is not None)
        if data.low is not None and data.high is not None:
            self._fill(data.x[part], data.low[part], data.high[part], look.colour, most // 2)

    @staticmethod
    def _busy(y: Array, limits: Limits) -> bool:
        """Whether a line goes up and down so often that smooth edges cost much and are not seen."""
        travel = np.abs(np.diff(y)).sum() / max(limits.top - limits.bottom, 1e-300)
        return len(y) > 300 and bool(travel > BUSY)

    def _show(self, shape: Shape, visible: bool) -> None:
        if visible != shape.visible:
            shape.visible = visible
            self._ink.update()

    def _put(self, shape: Shape, x: Array, y: Array, colour: QColor, width: float = 1, smooth: bool = True) -> None:
        look = (colour, width, smooth)
        if look != (shape.colour, shape.width, shape.smooth):
            shape.colour, shape.width, shape.smooth = look
            self._ink.update()
        if not (np.array_equal(shape.x, x) and np.array_equal(shape.y, y)):
            shape.put(x, y)
            self._ink.update()

    def _fill(self, x: Array, low: Array, high: Array, colour: QColor, most: int) -> None:
        known = finite(low) & finite(high)
        bottom, top = thin(x[known], low[known], most), thin(x[known], high[known], most)
        outline_x, outline_y = np.concatenate([bottom[0], top[0][::-1]]), np.concatenate([bottom[1], top[1][::-1]])
        self._put(self._band, outline_x, outline_y, faded(colour, BAND))


def faded(colour: QColor, opacity: float) -> QColor:
    """The colour at an opacity."""
    pale = QColor(colour)
    pale.setAlphaF(opacity)
    return pale
