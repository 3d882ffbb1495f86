"""One picture: pixels, a map of weights, or a plane with axes."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from core import Figure, Image
from desktop.look import Theme

from . import words
from .axes import Axes, Limits
from .card import Line
from .colours import BAR_ROOM, key_height, paint_bar, paint_key, picture, pixels, reach
from .renderer import Renderer


class ImageRenderer(Renderer):
    """Square sharp pixels with a colour bar, or stretched over axes where the figure has an extent."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._axes = Axes(theme)
        self._image = QImage()
        self._box = QRectF()
        self._limit = 1.0

    def retheme(self, theme: Theme) -> None:
        self._axes.theme = theme
        super().retheme(theme)

    def _take(self, figure: Figure) -> None:
        assert isinstance(figure, Image)
        self._limit = reach(figure)
        self.lost = int(figure.values.size - np.isfinite(figure.values).sum())
        self._image = picture(pixels(self.theme, figure.values, figure.colours, self._limit, figure.strength))
        self._axes.x, self._axes.y = figure.x, figure.y

    def _arrange(self) -> None:
        figure = self.figure
        assert isinstance(figure, Image)
        area = self.area()
        key = key_height(self.theme, area.width(), figure.classes) + 4 if figure.colours == "classes" else 0.0
        bar = 0 if figure.colours == "classes" else BAR_ROOM
        if figure.extent is not None:
            self._axes.lay_out(area, Limits(*figure.extent), right=bar + 6, top=key)
            self._box = self._axes.box
            return
        rows, columns = figure.values.shape
        room = area.adjusted(1, key + 1, -bar - 1, -1)
        scale = max(min(room.width() / max(columns, 1), room.height() / max(rows, 1)), 0.01)
        ratio = self.devicePixelRatioF()
        if scale * ratio >= 2:  # whole device pixels, so that all pixels of the picture are of one size
            scale = int(scale * ratio) / ratio
        size = QRectF(0, 0, columns * scale, rows * scale)
        left = round(room.left() + (room.width() - size.width()) / 2)
        top = round(room.top() + (room.height() - size.height()) / 2)
        self._box = size.translated(left, top)

    def _paint(self, painter: QPainter, area: QRectF) -> None:
        figure = self.figure
        assert isinstance(figure, Image)
        painter.drawImage(self._box, self._image)
        if figure.extent is not None:
            self._axes.paint(painter)
        else:
            painter.setPen(QPen(self.theme["line_strong"], 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self._box.adjusted(-0.5, -0.5, 0.5, 0.5))
        if figure.colours == "classes":
            paint_key(painter, self.theme, area, figure.classes)
        else:
            bar = QRectF(self._box.right(), self._box.top(), BAR_ROOM, self._box.height())
            paint_bar(painter, self.theme, bar, figure.colours, self._limit)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        cell = self.cell_at(event.position())
        if cell is None:
            self.leave()
        else:
            self.tell(event.position(), self._told(*cell))

    def cell_at(self, at: QPointF) -> tuple[int, int] | None:
        """Row and column of the picture at a pixel."""
        figure = self.figure
        if not isinstance(figure, Image) or not self._box.contains(at) or not figure.values.size:
            return None
        rows, columns = figure.values.shape
        row = int((at.y() - self._box.top()) / self._box.height() * rows)
        column = int((at.x() - self._box.left()) / self._box.width() * columns)
        return min(row, rows - 1), min(column, columns - 1)

    def _told(self, row: int, column: int) -> list[Line]:
        figure = self.figure
        assert isinstance(figure, Image)
        rows, columns = figure.values.shape
        value = float(figure.values[row, column])
        if figure.extent is None:
            lines = [Line("row, column", f"{row}, {column}")]
        else:
            left, right, bottom, top = figure.extent
            x, y = left + (column + 0.5) / columns * (right - left), top - (row + 0.5) / rows * (top - bottom)
            lines = [
                Line(axis.label or name, words.in_unit(words.number(10**at if axis.log else at, 3), axis.unit))
                for name, axis, at in (("x", figure.x, x), ("y", figure.y, y))
            ]
        if figure.colours == "classes" and np.isfinite(value):
            name = figure.classes[int(value)] if 0 <= int(value) < len(figure.classes) else str(int(value))
            return [*lines, Line("class", name, self.theme.class_colour(int(value)))]
        return [*lines, Line("value", words.number(value))]
