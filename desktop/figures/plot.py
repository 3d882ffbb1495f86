"""A plotting area: what is inside is ink, or a scene of pyqtgraph's for points; around it are axes, over it a pointer.

Wheel, drag and double click are told as signals; what they mean, those who use the plot decide.
"""

from __future__ import annotations

import time

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from core import Axis
from desktop.look import Theme

from .axes import Axes, Limits
from .ink import Ink

EDGE = 5
"""Pixels that the canvas goes past the box at all sides but the bottom: a line or a dot at an edge is seen whole."""


class Canvas(pg.GraphicsView):
    """A scene of items over a grid. Deaf to the mouse; knows how long it painted."""

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent, useOpenGL=False)
        self.spent = 0.0
        self.box = pg.ViewBox(enableMouse=False, enableMenu=False, defaultPadding=0)
        self.box.disableAutoRange()
        self.setCentralItem(self.box)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # what lies under it is not painted anew
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._grid = pg.PlotCurveItem(connect="pairs", antialias=False)
        self._grid.setZValue(-50)
        self.box.addItem(self._grid)
        self.wear(theme)

    def wear(self, theme: Theme) -> None:
        """Another theme."""
        self.setBackground(theme["panel"])
        self._grid.setPen(pg.mkPen(theme["grid"], width=1))

    def add(self, item: pg.GraphicsObject, height: float = 0.0) -> None:
        """Put an item inside, above those of less height."""
        item.setZValue(height)
        self.box.addItem(item, ignoreBounds=True)

    def remove(self, item: pg.GraphicsObject) -> None:
        """Take an item out."""
        self.box.removeItem(item)

    def show_range(self, limits: Limits, heights: list[float]) -> None:
        """Show this part of the plane, with lines of the grid at some heights."""
        left, right, bottom, top = limits
        self.box.setRange(xRange=(left, right), yRange=(bottom, top), padding=0, disableAutoRange=True)
        self._grid.setData(np.tile([left, right], len(heights)), np.repeat(heights, 2))

    def paintEvent(self, event: QPaintEvent) -> None:
        start = time.thread_time()
        super().paintEvent(event)
        self.spent += time.thread_time() - start


class Over(QWidget):
    """Lies over the canvas: a hair line at a pixel of x, and dots."""

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent)
        self.theme = theme
        self.hair: float | None = None
        self.dots: list[tuple[QPointF, QColor]] = []
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.hair is not None:
            painter.setPen(QPen(self.theme["text_3"], 1))
            painter.drawLine(QPointF(round(self.hair), 0), QPointF(round(self.hair), self.height()))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.theme["panel"], 2))
        for at, colour in self.dots:
            painter.setBrush(colour)
            painter.drawEllipse(at, 4.5, 4.5)
        painter.end()


class Plot(QWidget):
    """Axes around an inside, which shows things in the measure of the axes: powers of ten where logarithmic."""

    moved = Signal(QPointF)
    pressed = Signal(QPointF)
    clicked = Signal(QPointF)
    dragged = Signal(QPointF)
    """How many pixels the pointer went with its button down."""
    wheeled = Signal(QPointF, float)
    fit_asked = Signal()
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget, inside: type[Ink] | type[Canvas] = Ink) -> None:
        super().__init__(parent)
        self.axes = Axes(theme)
        self.canvas = inside(self, theme)
        self.over = Over(self, theme)
        self._right, self._top = 4.0, 0.0
        self._down: QPointF | None = None
        self._moved = False
        self._spent = 0.0
        self.setMouseTracking(True)
        self.retheme(theme)

    def retheme(self, theme: Theme) -> None:
        self.axes.theme = theme
        self.over.theme = theme
        self.canvas.wear(theme)
        self.update()

    @property
    def area(self) -> QRectF:
        """The plotting area in this widget's pixels."""
        return self.axes.box

    def label(self, x: Axis, y: Axis) -> None:
        """Name the axes; ``show_limits`` places them."""
        self.axes.x, self.axes.y = x, y

    def show_limits(self, limits: Limits, right: float = 4.0, top: float = 0.0) -> None:
        """Show this part of the plane, with room at the right and the top for something else."""
        self._right, self._top = right, top
        self._lay_out(limits)

    def spent(self) -> float:
        spent, self._spent, self.canvas.spent = self._spent + self.canvas.spent, 0.0, 0.0
        return spent

    def point(self, hair: float | None, dots: list[tuple[QPointF, QColor]]) -> None:
        """A hair line at a pixel of x and dots, both in this widget's pixels; nothing with None and none."""
        corner = QPointF(self.canvas.pos())
        self.over.hair = None if hair is None else hair - corner.x()
        self.over.dots = [(at - corner, colour) for at, colour in dots]
        self.over.setVisible(hair is not None or bool(dots))
        self.over.update()

    def _lay_out(self, limits: Limits) -> None:
        before = (self.axes.box, self.axes.limits, self.axes.x_ticks, self.axes.y_ticks)
        self.axes.lay_out(QRectF(self.rect()), limits, self._right, self._top)
        after = (self.axes.box, self.axes.limits, self.axes.x_ticks, self.axes.y_ticks)
        if before == after:
            return
        box = self.axes.box.toRect()
        self.canvas.setGeometry(box.adjusted(-EDGE, -EDGE, EDGE, 0))
        self.over.setGeometry(self.canvas.geometry())
        left, right, bottom, top = limits
        across, along = EDGE * (right - left) / box.width(), EDGE * (top - bottom) / box.height()
        heights = [tick.at for tick in self.axes.y_ticks if bottom < tick.at <= top]
        self.canvas.show_range(Limits(left - across, right + across, bottom, top + along), heights)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        start = time.thread_time()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        self.axes.paint(painter)
        painter.end()
        self._spent += time.thread_time() - start

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out(self.axes.limits)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._down, self._moved = event.position(), False
            self.pressed.emit(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        if self._down is not None:
            step = at - self._down
            if self._moved or step.manhattanLength() > 4:
                self._moved, self._down = True, at
                self.dragged.emit(step)
        elif self.axes.box.adjusted(-2, -2, 2, 2).contains(at):
            self.moved.emit(at)
        else:
            self.left.emit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._down is not None and not self._moved and self.axes.box.contains(event.position()):
            self.clicked.emit(event.position())
        self._down = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.fit_asked.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.axes.box.contains(event.position()) and event.angleDelta().y():
            self.wheeled.emit(event.position(), event.angleDelta().y() / 120)
            event.accept()
        else:
            event.ignore()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.left.emit()
