"""Moments worth a word, over a plot: a thin upright line each, with its words beside its head."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop.look import Theme
from desktop.parts import rounded

from .axes import Axes

ROWS = 3
"""Rows of words, so that moments close to each other can still be read."""
HEIGHT = 16.0
PAD = 5.0
MOST = 140.0
"""Pixels that the words of one mark may take."""


class Marks(QWidget):
    """Lies over the canvas, lets the mouse through, and is there only where there are marks."""

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent)
        self.theme = theme
        self._marks: list[tuple[float, str]] = []
        self._height = 0.0
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def show_marks(self, marks: tuple[tuple[float, str], ...], axes: Axes) -> None:
        """Show those (x, words) that lie within the limits of the axes."""
        within = [one for one in placed(marks, axes.x.log) if axes.limits.left <= one[0] <= axes.limits.right]
        box = axes.box.toRect()
        self.setGeometry(box.adjusted(0, -int(PAD), 0, 0))
        shown = [(axes.to_pixel(x, 0).x() - box.left(), words) for x, words in within]
        if shown != self._marks or box.height() != self._height:
            self._marks, self._height = shown, box.height()
            self.update()
        self.setVisible(bool(shown))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        theme = self.theme
        font = theme.font("caption")
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        painter.setPen(QPen(theme["accent_text"], 1, Qt.PenStyle.DashLine))
        for x, _ in self._marks:
            painter.drawLine(QPointF(round(x), PAD), QPointF(round(x), self.height()))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ends = [0.0] * ROWS
        for x, words in self._marks:
            text = metrics.elidedText(words, Qt.TextElideMode.ElideRight, MOST)
            wide = metrics.horizontalAdvance(text) + 2 * PAD
            left = x + 3 if x + 3 + wide <= self.width() else x - 3 - wide
            left = max(0.0, left)
            row = next((k for k, end in enumerate(ends) if left >= end), None)
            if row is None:
                continue  # the line stays; its words are in the card under the pointer
            ends[row] = left + wide + 2
            place = QRectF(left, PAD + row * (HEIGHT + 2), wide, HEIGHT)
            rounded(painter, place, theme["accent_soft"], None, 4)
            painter.setPen(theme["accent_text"])
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)
        painter.end()


def placed(marks: tuple[tuple[float, str], ...], log: bool) -> list[tuple[float, str]]:
    """Marks in the measure of the axis; those that it cannot show are left out."""
    if not log:
        return [one for one in marks if math.isfinite(one[0])]
    return [(math.log10(x), words) for x, words in marks if math.isfinite(x) and x > 0]
