"""What stands around a plotting area: ticks, their texts, the names of the axes."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from core import Axis
from desktop.look import Theme

from .scale import Tick, ticks

BELOW = 18.0
ABOVE = 22.0
LEAST_ABOVE = 8.0
"""Half a line: the text of the highest tick stands beside its end."""
GAP = 6.0


class Limits(NamedTuple):
    """What an area shows, in the measure of its axes (powers of ten where logarithmic)."""

    left: float
    right: float
    bottom: float
    top: float


class Axes:
    """Lays a plotting area (``box``) out inside a place and paints around it. Ticks are there for grids to use."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self.x, self.y = Axis(), Axis()
        self.bare = False
        """Nothing around the box: what is shown has no axes across and upwards."""
        self.limits = Limits(0, 1, 0, 1)
        self.place = QRectF()
        self.box = QRectF()
        self.x_ticks: list[Tick] = []
        self.y_ticks: list[Tick] = []

    def lay_out(self, place: QRectF, limits: Limits, right: float = 4.0, top: float = 0.0) -> None:
        """Find the box, leaving ``right`` and ``top`` pixels free for something else."""
        self.place, self.limits = QRectF(place), limits
        if self.bare:
            self.x_ticks, self.y_ticks = [], []
            self.box = QRectF(place.adjusted(0, round(top), 0, 0).toRect())
            return
        metrics = QFontMetricsF(self.theme.font("caption", 400))
        above = top + (ABOVE if self.y_name else LEAST_ABOVE)
        height = max(10.0, place.height() - above - BELOW)
        self.y_ticks = ticks(limits.bottom, limits.top, self.y, min(4, _count(height, 34)))
        left = max((metrics.horizontalAdvance(tick.text) for tick in self.y_ticks), default=0.0) + GAP
        width = max(10.0, place.width() - left - right)
        self.x_ticks = ticks(limits.left, limits.right, self.x, _count(width, 56))
        self.box = QRectF(place.left() + round(left), place.top() + round(above), round(width), round(height))

    @property
    def y_name(self) -> str:
        return _name(self.y)

    @property
    def x_name(self) -> str:
        return _name(self.x)

    def to_pixel(self, x: float, y: float) -> QPointF:
        """Where a value lies, in pixels."""
        left, right, bottom, top = self.limits
        box = self.box
        return QPointF(
            box.left() + (x - left) / (right - left) * box.width(),
            box.bottom() - (y - bottom) / (top - bottom) * box.height(),
        )

    def to_value(self, at: QPointF) -> tuple[float, float]:
        """The value at a pixel."""
        left, right, bottom, top = self.limits
        return (
            left + (at.x() - self.box.left()) / self.box.width() * (right - left),
            bottom + (self.box.bottom() - at.y()) / self.box.height() * (top - bottom),
        )

    def paint(self, painter: QPainter) -> None:
        """Tick texts, axis names and the line of x."""
        if self.bare:
            return
        theme, box = self.theme, self.box
        painter.setFont(theme.font("caption", 400))
        metrics = QFontMetricsF(painter.font())
        painter.setPen(theme["text_3"])
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for tick in self.y_ticks:
            at = self.to_pixel(self.limits.left, tick.at).y()
            painter.drawText(
                QRectF(self.place.left(), at - 8, box.left() - self.place.left() - GAP, 16), right, tick.text
            )
        if self.y_name:
            top = QRectF(self.place.left(), box.top() - ABOVE - 1, self.place.width(), 16)
            painter.drawText(top, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self.y_name)
        end = self.place.right()
        if self.x_name:
            wide = metrics.horizontalAdvance(self.x_name)
            name = QRectF(self.place.right() - wide - 2, box.bottom() + 2, wide + 2, 16)
            painter.drawText(name, right, self.x_name)
            end = name.left() - GAP
        start = self.place.left()
        marked = []
        for tick in self.x_ticks:
            at, wide = self.to_pixel(tick.at, 0).x(), metrics.horizontalAdvance(tick.text)
            left = max(at - wide / 2, self.place.left())
            if left + wide > self.place.right() and not self.x_name:
                left = self.place.right() - wide
            if left < start or left + wide > end:
                continue
            painter.drawText(QRectF(left, box.bottom() + 2, wide + 2, 16), Qt.AlignmentFlag.AlignVCenter, tick.text)
            marked.append(at)
            start = left + wide + GAP
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QPen(theme["line_strong"], 1))
        painter.drawLine(QPointF(box.left(), box.bottom()), QPointF(box.right(), box.bottom()))
        for at in marked:
            painter.drawLine(QPointF(round(at), box.bottom()), QPointF(round(at), box.bottom() + 3))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)


def _count(pixels: float, each: float) -> int:
    return max(2, min(5, round(pixels / each)))


def _name(axis: Axis) -> str:
    """The label, with the unit where it is too long to stand with every tick."""
    return f"{axis.label}, {axis.unit}" if len(axis.unit) > 3 else axis.label
