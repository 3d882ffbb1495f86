"""The inside of a plot of curves, painted straight: a scene of items costs several times as much for each new point."""

from __future__ import annotations

import time

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from core import Array
from desktop.look import Theme

from .axes import Limits

NOTHING: Array = np.empty(0)
RADIUS = 3.5
"""Of a circle, in pixels."""


class Shape:
    """A line, circles or an outline that is filled, in the measure of the axes. Those of less height lie below."""

    def __init__(self, kind: str, height: int) -> None:
        self.kind, self.height = kind, height
        self.x, self.y = NOTHING, NOTHING
        self.visible = False
        self.colour = QColor()
        self.width = 1.0
        self.smooth = True

    def put(self, x: Array, y: Array) -> None:
        """Other points, (n,) each."""
        self.x, self.y = x, y


class Ink(QWidget):
    """Paints shapes over a grid. Deaf to the mouse; knows how long it painted."""

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent)
        self.theme = theme
        self.spent = 0.0
        self._shapes: list[Shape] = []
        self._limits = Limits(0, 1, 0, 1)
        self._heights: list[float] = []
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def wear(self, theme: Theme) -> None:
        """Another theme."""
        self.theme = theme
        self.update()

    def add(self, shape: Shape) -> None:
        """Paint a shape from now on."""
        self._shapes.append(shape)
        self._shapes.sort(key=lambda one: one.height)

    def remove(self, shape: Shape) -> None:
        """Paint it no more."""
        self._shapes.remove(shape)
        self.update()

    def show_range(self, limits: Limits, heights: list[float]) -> None:
        """Show this part of the plane, with lines of the grid at some heights."""
        self._limits, self._heights = limits, heights
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        start = time.thread_time()
        painter = QPainter(self)
        painter.setClipRect(self.rect())
        painter.fillRect(self.rect(), self.theme["panel"])
        left, right, bottom, top = self._limits
        across, along = self.width() / (right - left), self.height() / (top - bottom)
        painter.setPen(QPen(self.theme["grid"], 1))
        lines = [(top - height) * along for height in self._heights]
        painter.drawLines([QLineF(0, round(y), self.width(), round(y)) for y in lines])
        for shape in self._shapes:
            if shape.visible and len(shape.x):
                self._paint(painter, shape, (shape.x - left) * across, (top - shape.y) * along)
        painter.end()
        self.spent += time.thread_time() - start

    def _paint(self, painter: QPainter, shape: Shape, x: Array, y: Array) -> None:
        """One shape, whose points lie at these pixels."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, shape.smooth)
        painter.setPen(QPen(shape.colour, shape.width))
        if shape.kind == "line":
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPolyline(pg.functions.arrayToQPolygonF(x, np.clip(y, -1e4, 1e4)))
        elif shape.kind == "area":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(shape.colour)
            painter.drawPolygon(pg.functions.arrayToQPolygonF(x, np.clip(y, -1e4, 1e4)))
        else:
            circles = QPainterPath()
            for one in zip(x.tolist(), y.tolist(), strict=True):
                circles.addEllipse(QPointF(*one), RADIUS, RADIUS)
            painter.setBrush(self.theme["panel"])
            painter.drawPath(circles)
