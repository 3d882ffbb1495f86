"""The small card beside the pointer: a few lines, each of parts in their colours, and perhaps a picture."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from core import Array, strongest
from desktop.look import Theme
from desktop.look.tokens import RADIUS, SPACE

PICTURE = 56
OFF = 12
"""Pixels between the pointer and the card."""


class Line(NamedTuple):
    """A name, the colour of its mark (None: no mark), and a value."""

    name: str
    value: str = ""
    mark: QColor | None = None

    def plain(self) -> str:
        """What a screen reader says."""
        return f"{self.name} {self.value}".strip()


class Card(QWidget):
    """Lies over its parent, lets the mouse through, and keeps inside."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self._inside = parent
        self.lines: list[Line] = []
        self._picture: QImage | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def tell(self, at: QPointF, lines: list[Line], picture: Array | None = None) -> None:
        """Show these lines beside a place of the parent: right of it, or left where there is no room."""
        self.lines = lines
        self._picture = None
        if picture is not None:
            self._picture = self.theme.image(picture, "sequential", strongest(picture))
        self._fit()
        parent = self._inside
        left = at.x() + OFF
        if left + self.width() > parent.width():
            left = at.x() - OFF - self.width()
        top = min(max(0.0, at.y() - self.height() - SPACE["tight"]), float(parent.height() - self.height()))
        self.move(round(max(0.0, min(left, parent.width() - self.width()))), round(max(0.0, top)))
        self.show()
        self.raise_()
        self.update()

    def _fit(self) -> None:
        names, values = self._metrics()
        pad = SPACE["small"]
        mark = self._mark()
        name = max((names.horizontalAdvance(line.name) for line in self.lines), default=0.0)
        value = max((values.horizontalAdvance(line.value) for line in self.lines), default=0.0)
        width = 2 * pad + mark + name + (SPACE["medium"] + value if value else 0)
        height = SPACE["small"] + len(self.lines) * 16.0
        if self._picture is not None:
            width, height = width + PICTURE + pad, max(height, PICTURE + 2.0 * pad)
        self.resize(round(width + 1), round(height))

    def _mark(self) -> float:
        return 14.0 if any(line.mark for line in self.lines) else 0.0

    def _metrics(self) -> tuple[QFontMetricsF, QFontMetricsF]:
        return QFontMetricsF(self.theme.font("caption", 400)), QFontMetricsF(self.theme.font("caption", 600))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.theme["line_strong"], 1))
        painter.setBrush(self.theme["raised"])
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS["chip"], RADIUS["chip"])
        pad, mark = float(SPACE["small"]), self._mark()
        top = (self.height() - 16.0 * len(self.lines)) / 2
        if self._picture is not None:
            size = self._picture.size().scaled(PICTURE, PICTURE, Qt.AspectRatioMode.KeepAspectRatio)
            painter.drawImage(
                QRectF(pad, (self.height() - size.height()) / 2, size.width(), size.height()), self._picture
            )
            pad += PICTURE + SPACE["small"]
        for line in self.lines:
            row = QRectF(pad, top, self.width() - pad - SPACE["small"], 16)
            if line.mark is not None:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(line.mark)
                painter.drawEllipse(QPointF(pad + 4, row.center().y()), 3.5, 3.5)
            painter.setFont(self.theme.font("caption", 400))
            painter.setPen(self.theme["text_2" if line.value else "text"])
            painter.drawText(row.adjusted(mark, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, line.name)
            painter.setFont(self.theme.font("caption", 600))
            painter.setPen(self.theme["text"])
            painter.drawText(row, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, line.value)
            top += 16
        painter.end()
