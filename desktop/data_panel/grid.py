"""A page of samples as one picture; hovering, arrow keys and clicks choose one of them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip

from core import Array
from desktop.look import Theme, ThemeSwitch
from desktop.parts.painting import Painted

from .mosaic import fit


class SampleGrid(Painted):
    """Shows ``rows`` of a split page by page. The picture is made elsewhere, each time ``wanted`` asks for it."""

    wanted = Signal()
    """Another picture is needed, of ``page()`` in ``grid``."""
    chosen = Signal(int)
    """The row of a sample that was clicked."""
    paged = Signal()
    """Another page is shown, or there are other ones."""

    def __init__(self, look: ThemeSwitch) -> None:
        super().__init__(look)
        self.rows: Array = np.zeros(0, int)
        self.start = 0
        self.shape = (28, 28)
        self.grid = fit(self.shape, 1, 1, 1.0)
        self.name_of: Callable[[int], str] = str
        """Says what the sample of a row is."""
        self._image: QImage | None = None
        self._held: Array | None = None
        self._shown: Array = np.zeros(0, int)
        """The rows that the picture is of."""
        self._at: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Samples")

    def show_rows(self, rows: Array, shape: tuple[int, int]) -> None:
        """Show other samples, from their first page on."""
        self.rows, self.shape, self.start = rows, shape, 0
        self._lay_out()

    def page(self) -> Array:
        """The rows that are to be seen now."""
        return self.rows[self.start : self.start + self.grid.capacity]

    def turn(self, pages: int) -> None:
        """Go so many pages on, or back."""
        self.go_to(self.start + pages * self.grid.capacity)

    def go_to(self, start: int) -> None:
        """Show the page that holds a place among the rows."""
        last = max(len(self.rows) - 1, 0) // self.grid.capacity * self.grid.capacity
        at = min(max(start // self.grid.capacity * self.grid.capacity, 0), last)
        if at != self.start:
            self.start = at
            self._ask()

    def show_picture(self, colours: Array, rows: Array) -> None:
        """Show what was made of ``rows``: colours (height, width, 4) as ``mosaic`` gives them."""
        held = np.ascontiguousarray(colours)
        high, wide, _ = held.shape
        self._held, self._shown = held, rows
        self._image = QImage(held.data, wide, high, wide * 4, QImage.Format.Format_RGBA8888)
        self._image.setDevicePixelRatio(self.grid.ratio)
        self.update()

    def box(self, place: int) -> QRectF:
        """Where a picture lies."""
        return QRectF(*self.grid.box(place))

    def sizeHint(self) -> QSize:
        return QSize(270, 200)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, 60)

    def paint(self, painter: QPainter, region: QRectF) -> None:
        if self._image is None:
            return
        painter.drawImage(QPointF(0, 0), self._image)
        frames = QPainterPath()
        for place in range(len(self._shown)):
            frames.addRoundedRect(self.box(place).adjusted(-0.5, -0.5, 0.5, 0.5), 2, 2)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self.theme["line_strong" if self.theme.dark else "line"], 1))
        painter.drawPath(frames)
        if self._at is not None and self._at < len(self._shown):
            painter.setPen(QPen(self.theme["accent"], 2))
            painter.drawRoundedRect(self.box(self._at).adjusted(-2, -2, 2, 2), 4, 4)

    def _lay_out(self) -> None:
        first = self.start
        self.grid = fit(self.shape, self.width(), self.height(), self.devicePixelRatioF())
        self.start = first // self.grid.capacity * self.grid.capacity
        self._ask()

    def _ask(self) -> None:
        self._point(None)
        self.paged.emit()
        self.wanted.emit()

    def _point(self, place: int | None) -> None:
        if place is not None and place >= len(self.page()):
            place = None
        if place != self._at:
            self._at = place
            self.setAccessibleDescription("" if place is None else self.name_of(int(self.page()[place])))
            self.update()

    def _place_at(self, at: QPointF) -> int | None:
        place = self.grid.place_at(at.x(), at.y())
        return place if place is not None and place < len(self.page()) else None

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            place = self._place_at(QPointF(event.pos()))
            if place is not None:
                words = f"{self.name_of(int(self.page()[place]))}\nClick to let the network read it"
                QToolTip.showText(event.globalPos(), words, self, self.box(place).toRect())
            return True
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point(self._place_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._point(None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        place = self._place_at(event.position())
        if place is not None and event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit(int(self.page()[place]))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, columns = Qt.Key(event.key()), self.grid.columns
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -columns, Qt.Key.Key_Down: columns}
        pages = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
        if key in steps:
            place = 0 if self._at is None else self._at + steps[key]
            if 0 <= place < len(self.page()):
                self._point(place)
        elif key in pages:
            self.turn(pages[key])
        elif key == Qt.Key.Key_Home:
            self.go_to(0)
        elif key == Qt.Key.Key_End:
            self.go_to(len(self.rows) - 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._at is not None:
            self.chosen.emit(int(self.page()[self._at]))
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if fit(self.shape, self.width(), self.height(), self.devicePixelRatioF()) != self.grid:
            self._lay_out()

    def _retheme(self, theme: Theme) -> None:
        self.wanted.emit()
