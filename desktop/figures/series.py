"""One curve as pyqtgraph paints it: the line, its raw self pale behind it, a band, or circles."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pyqtgraph as pg
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGraphicsPathItem

from core import Array, Axis, Curve
from desktop.look import Theme
from desktop.look.tokens import WIDTH

from .axes import Limits
from .check import finite
from .plot import Plot
from .thin import MOST, seen, thin

RAW = 0.25
BAND = 0.14
CIRCLES = 60
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
    """The items of one curve in a plot. Data is set only where it differs from what is there."""

    def __init__(self, plot: Plot) -> None:
        self._plot = plot
        self._raw = pg.PlotCurveItem()
        self._line = pg.PlotCurveItem()
        self._circles = pg.ScatterPlotItem(
            size=7, pxMode=True, antialias=True, useCache=False
        )  # few: sharp at any scale
        self._band = QGraphicsPathItem()
        self._held: dict[str, tuple[Array, Array]] = {}
        for item, height in ((self._band, 0), (self._raw, 1), (self._line, 3), (self._circles, 4)):
            plot.add(item, height)

    def remove(self) -> None:
        """Leave the plot."""
        for item in (self._band, self._raw, self._line, self._circles):
            self._plot.remove(item)

    def hide(self) -> None:
        for item in (self._band, self._raw, self._line, self._circles):
            item.setVisible(False)

    def paint(self, data: Shown, look: Style, limits: Limits, pixels: tuple[float, float]) -> None:
        """Show what lies within the limits, on an area of so many pixels across and high."""
        most = min(MOST, max(64, 2 * round(pixels[0])))
        part = seen(data.x, limits.left, limits.right)
        x, y = thin(data.x[part], data.y[part], most)
        busy = self._busy(y, limits)
        self._line.setVisible(not look.circles)
        self._circles.setVisible(look.circles)
        if look.circles:
            every = -(-len(x) // CIRCLES)
            self._set("circles", self._circles, x[::every] if every else x, y[::every] if every else y)
            self._circles.setPen(pg.mkPen(look.colour, width=1.5))
            self._circles.setBrush(pg.mkBrush(self._plot.axes.theme["panel"]))
        else:
            width = 1.0 if busy and look.width < 2 else look.width
            self._line.setPen(pg.mkPen(look.colour, width=width))
            self._set("line", self._line, x, y, antialias=not (busy and width > 1))
        self._raw.setVisible(data.raw is not None)
        if data.raw is not None:
            self._raw.setPen(pg.mkPen(faded(look.colour, RAW), width=1))
            known = finite(data.raw[part])
            x, raw = thin(data.x[part][known], data.raw[part][known], most)
            self._set("raw", self._raw, x, raw, antialias=not self._busy(raw, limits))
        self._band.setVisible(data.low is not None and data.high is not None)
        if data.low is not None and data.high is not None:
            self._fill(data.x[part], data.low[part], data.high[part], look.colour, most // 2)

    @staticmethod
    def _busy(y: Array, limits: Limits) -> bool:
        """Whether a line goes up and down so often that smooth edges cost much and are not seen."""
        travel = np.abs(np.diff(y)).sum() / max(limits.top - limits.bottom, 1e-300)
        return len(y) > 300 and bool(travel > BUSY)

    def _set(self, part: str, item: pg.GraphicsObject, x: Array, y: Array, **rest: bool) -> None:
        held = self._held.get(part)
        if held is None or not (np.array_equal(held[0], x) and np.array_equal(held[1], y)):
            self._held[part] = (x, y)
            item.setData(x, y, **rest)

    def _fill(self, x: Array, low: Array, high: Array, colour: QColor, most: int) -> None:
        known = finite(low) & finite(high)
        bottom, top = thin(x[known], low[known], most), thin(x[known], high[known], most)
        outline_x, outline_y = np.concatenate([bottom[0], top[0][::-1]]), np.concatenate([bottom[1], top[1][::-1]])
        self._band.setPen(pg.mkPen(None))
        self._band.setBrush(pg.mkBrush(faded(colour, BAND)))
        held = self._held.get("band")
        if held is None or not (np.array_equal(held[0], outline_x) and np.array_equal(held[1], outline_y)):
            self._held["band"] = (outline_x, outline_y)
            self._band.setPath(pg.arrayToQPath(outline_x, outline_y))


def faded(colour: QColor, opacity: float) -> QColor:
    """The colour at an opacity."""
    pale = QColor(colour)
    pale.setAlphaF(opacity)
    return pale
