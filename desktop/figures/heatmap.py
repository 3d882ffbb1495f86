"""A matrix with names: cells in colour, and their numbers where they fit."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from core import Figure, Heatmap, strongest
from desktop.look import Theme

from . import words
from .card import Line
from .colours import BAR_ROOM, paint_bar, picture, pixels, readable
from .renderer import Renderer, every, shortened

LINE = 15.0
MOST_TRIED = 400
PAD = 1.5
"""What a number keeps free at both sides in its cell."""


class HeatmapRenderer(Renderer):
    """Hover, arrows and clicks choose a cell; a click tells the samples behind it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._image = QImage()
        self._box = QRectF()
        self._limit = 1.0
        self._at: tuple[int, int] | None = None
        self._write: Callable[[float], str] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def leave(self) -> None:
        super().leave()
        if self._at is not None:
            self._at = None
            self.update()

    def _take(self, figure: Figure) -> None:
        assert isinstance(figure, Heatmap)
        self.lost = int(figure.values.size - np.isfinite(figure.values).sum())
        self._limit = figure.limit or strongest(figure.values)
        self._colours = pixels(self.theme, figure.values, figure.colours, self._limit)
        self._image = picture(self._colours)

    def _arrange(self) -> None:
        figure = self.figure
        assert isinstance(figure, Heatmap)
        area = self.area()
        metrics = QFontMetricsF(self.theme.font("caption", 500))
        left = min(max((metrics.horizontalAdvance(name) for name in figure.rows), default=0.0) + 8, area.width() * 0.3)
        top = LINE + (LINE + 1 if figure.row_label or figure.column_label else 0)
        rows, columns = figure.values.shape
        right = 2.0
        self._write = None
        for bar in (0, BAR_ROOM):  # the bar is there where no numbers are
            wide, high = area.width() - left - right - bar, area.height() - top - 2
            self._box = self._square(QRectF(left, top, max(wide, 4), max(high, 4)), rows, columns)
            self._write = self._writing(figure, metrics)
            if self._write is not None:
                break

    def _square(self, room: QRectF, rows: int, columns: int) -> QRectF:
        """The cells' box: as wide as there is room, but no cell more than 2.2 times as wide as high or the reverse."""
        wide, high = room.width() / max(columns, 1), room.height() / max(rows, 1)
        wide, high = min(wide, 2.2 * high), min(high, 2.2 * wide)
        return QRectF(room.left(), room.top(), wide * columns, high * rows)

    def _writing(self, figure: Heatmap, metrics: QFontMetricsF) -> Callable[[float], str] | None:
        """How numbers are written so that they fit into the cells; None where they do not, or are not wanted."""
        if not figure.numbers or not figure.values.size:
            return None
        wide, high = self._cell()
        if high < metrics.ascent() + 1:
            return None
        values = np.unique(figure.values[np.isfinite(figure.values)])
        decimals = words.decimals(values)

        def plain(value: float) -> str:
            return words.signed(f"{value:,.{decimals}f}")

        ways: tuple[Callable[[float], str], ...] = (plain, words.compact)
        for way in ways:
            if all(metrics.horizontalAdvance(way(float(value))) <= wide - 2 * PAD for value in values[:MOST_TRIED]):
                return way
        return None

    def _cell(self) -> tuple[float, float]:
        assert isinstance(self.figure, Heatmap)
        rows, columns = self.figure.values.shape
        return self._box.width() / max(columns, 1), self._box.height() / max(rows, 1)

    def box(self, row: int, column: int) -> QRectF:
        """Where a cell lies."""
        wide, high = self._cell()
        return QRectF(self._box.left() + column * wide, self._box.top() + row * high, wide, high)

    def _paint(self, painter: QPainter, area: QRectF) -> None:
        figure, theme = self.figure, self.theme
        assert isinstance(figure, Heatmap)
        painter.drawImage(self._box, self._image)
        rows, columns = figure.values.shape
        wide, high = self._cell()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QPen(theme["panel"], 1))
        if min(wide, high) >= 6:
            for column in range(1, columns):
                x = round(self._box.left() + column * wide)
                painter.drawLine(QPointF(x, self._box.top()), QPointF(x, self._box.bottom()))
            for row in range(1, rows):
                y = round(self._box.top() + row * high)
                painter.drawLine(QPointF(self._box.left(), y), QPointF(self._box.right(), y))
        painter.setPen(QPen(theme["line_strong"], 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(self._box)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._name(painter, figure, area)
        if self._write is not None:
            self._number(painter, figure)
        else:
            bar = QRectF(self._box.right(), self._box.top(), BAR_ROOM, self._box.height())
            paint_bar(painter, theme, bar, figure.colours, self._limit)
        if self._at is not None and self._at[0] < rows and self._at[1] < columns:
            painter.setPen(QPen(theme["accent"], 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.box(*self._at), 2, 2)

    def _name(self, painter: QPainter, figure: Heatmap, area: QRectF) -> None:
        """Names of rows and columns, as many as do not touch, and of the axes above them."""
        theme, wide_high = self.theme, self._cell()
        painter.setFont(theme.font("caption", 500))
        metrics = QFontMetricsF(painter.font())
        row_at, column_at = self._at or (-1, -1)
        middle = Qt.AlignmentFlag.AlignVCenter
        for row in range(0, len(figure.rows), every(figure.rows, wide_high[1], metrics, upright=True)):
            painter.setPen(theme["accent_text" if row == row_at else "text_2"])
            box = QRectF(0, self.box(row, 0).center().y() - 8, self._box.left() - 6, 16)
            text = shortened(metrics, figure.rows[row], box.width())
            painter.drawText(box, middle | Qt.AlignmentFlag.AlignRight, text)
        for column in range(0, len(figure.columns), every(figure.columns, wide_high[0], metrics)):
            painter.setPen(theme["accent_text" if column == column_at else "text_2"])
            across = max(wide_high[0], metrics.horizontalAdvance(figure.columns[column]))
            box = QRectF(self.box(0, column).center().x() - across / 2, self._box.top() - LINE, across, LINE - 1)
            text = shortened(metrics, figure.columns[column], box.width() + 1)
            painter.drawText(box, middle | Qt.AlignmentFlag.AlignHCenter, text)
        labels = [f"{arrow} {label}" for arrow, label in (("↓", figure.row_label), ("→", figure.column_label)) if label]
        if labels:
            painter.setFont(theme.font("caption", 400))
            painter.setPen(theme["text_3"])
            text = shortened(QFontMetricsF(painter.font()), "     ".join(labels), area.width())
            painter.drawText(QRectF(0, area.top(), area.width(), LINE), middle, text)

    def _number(self, painter: QPainter, figure: Heatmap) -> None:
        assert self._write is not None
        painter.setFont(self.theme.font("caption", 500))
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignHCenter
        inks: dict[tuple[int, ...], QColor] = {}
        for row, values in enumerate(figure.values):
            for column, value in enumerate(values):
                if not np.isfinite(value):
                    continue
                ground = tuple(int(part) for part in self._colours[row, column])
                if ground not in inks:
                    inks[ground] = readable(self.theme, QColor(*ground))
                painter.setPen(inks[ground] if value else self.theme["text_3"])
                painter.drawText(self.box(row, column), middle, self._write(float(value)))

    def cell_at(self, at: QPointF) -> tuple[int, int] | None:
        """The cell at a pixel."""
        if not self._box.contains(at):
            return None
        wide, high = self._cell()
        return int((at.y() - self._box.top()) / high), int((at.x() - self._box.left()) / wide)

    def choose(self, cell: tuple[int, int] | None) -> None:
        """Outline a cell and tell what it is; None takes that away."""
        figure = self.figure
        assert isinstance(figure, Heatmap)
        rows, columns = figure.values.shape
        if cell is None or not (0 <= cell[0] < rows and 0 <= cell[1] < columns):
            self.leave()
            return
        self._at = row, column = cell
        lines = [
            Line(figure.row_label or "row", figure.rows[row]),
            Line(figure.column_label or "column", figure.columns[column]),
            Line("value", words.number(float(figure.values[row, column]))),
        ]
        samples = figure.samples.get(cell)
        first = None if samples is None or not len(samples) else int(samples[0])
        if samples is not None and len(samples):
            lines.append(Line("samples", f"{len(samples):,}"))
        self.tell(self.box(*cell).center(), lines, self.sample_picture(figure.split, first))
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.choose(self.cell_at(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        cell = self.cell_at(event.position())
        if cell is not None and event.button() == Qt.MouseButton.LeftButton:
            self._click(cell)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0)}
        key = event.key()
        if key in steps:
            down, across = steps[Qt.Key(key)]
            row, column = (0, 0) if self._at is None else (self._at[0] + down, self._at[1] + across)
            rows, columns = self._colours.shape[:2]
            self.choose((min(max(row, 0), rows - 1), min(max(column, 0), columns - 1)))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._at is not None:
            self._click(self._at)
        elif key == Qt.Key.Key_Escape and self._at is not None:
            self.leave()
        else:
            super().keyPressEvent(event)

    def _click(self, cell: tuple[int, int]) -> None:
        figure = self.figure
        assert isinstance(figure, Heatmap)
        self.cell_clicked.emit(*cell)
        samples = figure.samples.get(cell)
        if samples is not None and len(samples):
            self.samples_chosen.emit(figure.split, [int(row) for row in samples])
