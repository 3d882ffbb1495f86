"""One bar per name: in rows where they fit, else as columns."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from core import Axis, Bars, Figure
from desktop.look import Theme
from desktop.parts.painting import RIGHT, width_of, write

from . import words
from .axes import Axes, Limits
from .card import Line
from .renderer import Renderer, every
from .scale import Span

LEAST_ROW, MOST_ROW = 14.0, 46.0
THIN, THICK = 5.0, 10.0


class BarsRenderer(Renderer):
    """Rows of name, bar and number; columns over an axis where there are too many for rows."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._span = Span()
        self._axes = Axes(theme)
        self._at: int | None = None
        self._names: tuple[str, ...] = ()
        self._decimals = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def retheme(self, theme: Theme) -> None:
        self._axes.theme = theme
        super().retheme(theme)

    def leave(self) -> None:
        super().leave()
        if self._at is not None:
            self._at = None
            self.update()

    def _take(self, figure: Figure) -> None:
        assert isinstance(figure, Bars)
        known = np.isfinite(figure.values)
        self.lost = int(len(known) - known.sum())
        if figure.names != self._names:
            self._names, self._span = figure.names, Span()
        values = figure.values[known]
        self._decimals = words.decimals(values)
        self._span.fit(min(0.0, float(values.min(initial=0))), max(0.0, float(values.max(initial=0))), figure.y)
        if self._span.low == self._span.high:
            self._span.high = self._span.low + 1

    @property
    def in_rows(self) -> bool:
        """Whether there is a row for every bar."""
        assert isinstance(self.figure, Bars)
        return len(self.figure.values) * LEAST_ROW <= self.area().height()

    def _colour(self, figure: Bars, index: int) -> QColor:
        """Signed values in the colours of signs, the chosen in the accent, others quiet."""
        if figure.chosen == index:
            return self.theme["accent"]
        if self._span.low < 0:
            return self.theme["positive" if figure.values[index] >= 0 else "negative"]
        return self.theme["control" if figure.chosen is not None else "train"]

    def _text(self, figure: Bars, index: int) -> str:
        value = float(figure.values[index])
        if value == 0 or not np.isfinite(value):
            return words.in_unit(words.number(value), figure.y.unit)
        plus = "+" if self._span.low < 0 < value else ""
        return words.in_unit(plus + words.signed(f"{value:,.{self._decimals}f}"), figure.y.unit)

    def _arrange(self) -> None:
        figure = self.figure
        assert isinstance(figure, Bars)
        self._axes.x, self._axes.y = Axis(), figure.y
        limits = Limits(-0.5, max(len(figure.values), 1) - 0.5, self._span.low, self._span.high)
        self._axes.lay_out(self.area(), limits)
        self._axes.x_ticks = []

    def _rows(self) -> tuple[float, QRectF]:
        """The height of a row, and the box of all bars without names and numbers."""
        figure = self.figure
        assert isinstance(figure, Bars)
        area = self.area()
        row = min(area.height() / max(len(figure.values), 1), MOST_ROW)
        name = max((width_of(self.theme, name, "small") for name in figure.names), default=0.0) + 10
        texts = [words.in_unit("100.0", figure.y.unit), *(self._text(figure, k) for k in range(len(figure.values)))]
        number = max(width_of(self.theme, text, "small", 600) for text in texts) + 10
        left = min(name, area.width() * 0.4)
        return row, QRectF(
            area.left() + left, area.top(), max(area.width() - left - number, 8), row * len(figure.values)
        )

    def _paint(self, painter: QPainter, area: QRectF) -> None:
        figure = self.figure
        assert isinstance(figure, Bars)
        if self.in_rows:
            self._paint_rows(painter, figure, area)
        else:
            self._paint_columns(painter, figure)

    def _paint_rows(self, painter: QPainter, figure: Bars, area: QRectF) -> None:
        theme, (row, box) = self.theme, self._rows()
        low, high = self._span.low, self._span.high
        zero = box.left() + (0 - low) / (high - low) * box.width()
        thick = min(max(THIN, row * 0.22), THICK)
        small = "small" if row >= 15 else "caption"
        for k, name in enumerate(figure.names):
            chosen = k == figure.chosen
            line = QRectF(area.left(), box.top() + k * row, area.width(), row)
            if k == self._at:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme["hover"])
                painter.drawRoundedRect(line, 4, 4)
            token = "text" if chosen else "text_2"
            weight = 600 if chosen else 400
            names = QRectF(area.left() + 2, line.top(), box.left() - area.left() - 10, row)
            write(painter, theme, names, name, small, token, weight=weight)
            middle = line.center().y()
            painter.setPen(Qt.PenStyle.NoPen)
            if low >= 0:
                painter.setBrush(theme["line"])
                painter.drawRoundedRect(
                    QRectF(box.left(), middle - thick / 2, box.width(), thick), thick / 2, thick / 2
                )
            value = float(figure.values[k])
            if np.isfinite(value):
                at = box.left() + (min(max(value, low), high) - low) / (high - low) * box.width()
                painter.setBrush(self._colour(figure, k))
                wide = max(abs(at - zero), 2.0)
                radius = min(thick, wide) / 2
                painter.drawRoundedRect(QRectF(min(at, zero), middle - thick / 2, wide, thick), radius, radius)
            numbers = QRectF(box.right() + 4, line.top(), area.right() - box.right() - 6, row)
            write(painter, theme, numbers, self._text(figure, k), small, token, RIGHT, weight)
        if low < 0:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.setPen(theme["line_strong"])
            painter.drawLine(QPointF(round(zero), box.top()), QPointF(round(zero), box.bottom()))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def _paint_columns(self, painter: QPainter, figure: Bars) -> None:
        theme, axes = self.theme, self._axes
        box, count = axes.box, len(figure.values)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(theme["grid"])
        for tick in axes.y_ticks:
            y = round(axes.to_pixel(0, tick.at).y())
            painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))
        step = box.width() / count
        painter.setPen(Qt.PenStyle.NoPen)
        zero = axes.to_pixel(0, 0).y()
        wide = max(step - (2 if step >= 6 else 1 if step >= 3 else 0), 1.0)
        for k, value in enumerate(figure.values):
            if np.isfinite(value):
                at = axes.to_pixel(k, min(max(float(value), axes.limits.bottom), axes.limits.top))
                colour = theme["accent_text"] if k == self._at else self._colour(figure, k)
                painter.fillRect(QRectF(at.x() - wide / 2, min(at.y(), zero), wide, max(abs(at.y() - zero), 1)), colour)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        axes.paint(painter)
        painter.setFont(theme.font("caption", 400))
        painter.setPen(theme["text_3"])
        metrics = QFontMetricsF(painter.font())
        for k in range(0, count, every(figure.names, step, metrics)):
            width, x = metrics.horizontalAdvance(figure.names[k]), axes.to_pixel(k, 0).x()
            if 0 <= x - width / 2 and x + width / 2 <= self.width():
                place = QRectF(x - width / 2, box.bottom() + 2, width + 2, 16)
                painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, figure.names[k])

    def bar_at(self, at: QPointF) -> int | None:
        """The bar at a pixel."""
        figure = self.figure
        assert isinstance(figure, Bars)
        count = len(figure.values)
        if self.in_rows:
            row, box = self._rows()
            index = int((at.y() - box.top()) // row)
        else:
            box = self._axes.box
            index = int((at.x() - box.left()) // (box.width() / count))
        return index if 0 <= index < count else None

    def choose(self, index: int | None) -> None:
        """Tell what a bar is; None takes that away."""
        figure = self.figure
        assert isinstance(figure, Bars)
        if index is None:
            self.leave()
            return
        self._at = index
        value = words.in_unit(words.number(float(figure.values[index]), 5), figure.y.unit)
        line = Line(figure.names[index], value, self._colour(figure, index))
        if self.in_rows:
            row, box = self._rows()
            self.tell(QPointF(box.center().x(), box.top() + (index + 0.5) * row), [line])
        else:
            self.tell(self._axes.to_pixel(index, (self._span.low + self._span.high) / 2), [line])
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.choose(self.bar_at(event.position()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        figure = self.figure
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Left: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_Right: 1}
        key = event.key()
        if key in steps and isinstance(figure, Bars) and len(figure.values):
            index = 0 if self._at is None else self._at + steps[Qt.Key(key)]
            self.choose(min(max(index, 0), len(figure.values) - 1))
        elif key == Qt.Key.Key_Escape and self._at is not None:
            self.leave()
        else:
            super().keyPressEvent(event)
