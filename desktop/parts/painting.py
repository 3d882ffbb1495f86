"""What painted widgets share: a base that follows the theme, rounded boxes and words."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop.look import Theme, ThemeSwitch

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter


class Painted(QWidget):
    """A widget that is one painting: give ``paint``. It is painted again when the theme changes."""

    def __init__(self, look: ThemeSwitch) -> None:
        super().__init__()
        self.look = look
        self.painted = QRectF()
        """The part that this painting is for: all else stays as it is."""
        look.changed.connect(self._retheme)

    @property
    def theme(self) -> Theme:
        return self.look.theme

    def paint(self, painter: QPainter, region: QRectF) -> None:
        """Paint into ``region``, which is the whole widget."""
        raise NotImplementedError

    def paintEvent(self, event: QPaintEvent) -> None:
        self.painted = QRectF(event.rect())
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        try:
            self.paint(painter, QRectF(self.rect()))
        finally:
            painter.end()

    def _retheme(self, theme: Theme) -> None:
        self.update()


def rounded(
    painter: QPainter, box: QRectF, fill: QColor | None = None, line: QColor | None = None, radius: float = 6
) -> None:
    """A box with round corners; its line of one pixel lies inside."""
    painter.setPen(QPen(line, 1) if line is not None else Qt.PenStyle.NoPen)
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    inner = box.adjusted(0.5, 0.5, -0.5, -0.5) if line is not None else box
    painter.drawRoundedRect(inner, radius, radius)


def write(
    painter: QPainter,
    theme: Theme,
    box: QRectF,
    words: str,
    style: str = "body",
    colour: str = "text",
    align: Qt.AlignmentFlag = LEFT,
    weight: int | None = None,
) -> None:
    """One line of words inside a box, cut with an ellipsis where they do not fit."""
    font = theme.font(style, weight)
    painter.setFont(font)
    painter.setPen(theme[colour])
    fitting = QFontMetricsF(font).elidedText(words, Qt.TextElideMode.ElideRight, box.width() + 0.5)
    painter.drawText(box, align, fitting)


def width_of(theme: Theme, words: str, style: str = "body", weight: int | None = None) -> float:
    """How many pixels words take in a style of type."""
    return QFontMetricsF(theme.font(style, weight)).horizontalAdvance(words)
