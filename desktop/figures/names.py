"""The names of curves: at the ends of their lines, or in rows above where there are too many for that."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from desktop.look import Theme

from .renderer import shortened

HEIGHT = 15
MARK = 14
"""Room for a mark of the curve's colour before its name."""


class NameButton(QAbstractButton):
    """The name of a curve, or of a class of points; a click hides and shows what it names."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self.colour = QColor()
        self.mark = ""
        """line, circle or dot before the name; nothing where the name itself is written in the colour."""
        self.setCheckable(True)
        self.setChecked(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def name(self, text: str, colour: QColor, mark: str) -> None:
        """Stand for something of this name and colour."""
        if text == self.text() and colour == self.colour and mark == self.mark:
            return
        self.colour, self.mark = colour, mark
        self.setText(text)
        self.setAccessibleName(f"Show {text}")
        self.setToolTip("")
        self.update()

    def sizeHint(self) -> QSize:
        wide = QFontMetricsF(self.theme.font("caption", 600)).horizontalAdvance(self.text())
        return QSize(round(wide + 5 + (MARK if self.mark else 0)), HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shown = self.isChecked()
        middle = self.height() / 2
        left = 1.0
        if self.mark:
            colour = self.colour if shown else self.theme["line_strong"]
            if self.mark == "line":
                painter.setPen(QPen(colour, 2.5))
                painter.drawLine(QPointF(1, middle), QPointF(10, middle))
            elif self.mark == "circle":
                painter.setPen(QPen(colour, 1.5))
                painter.drawEllipse(QPointF(6, middle), 3, 3)
            else:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(colour)
                painter.drawEllipse(QPointF(5, middle), 4, 4)
            left += MARK
        font = self.theme.font("caption", 600)
        font.setStrikeOut(not shown)
        font.setUnderline(shown and self.underMouse())
        painter.setFont(font)
        painter.setPen(self.theme["text_3"] if not shown else self.theme["text_2"] if self.mark else self.colour)
        box = QRectF(left, 0, self.width() - left, self.height())
        text = shortened(QFontMetricsF(font), self.text(), box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        painter.end()


def apart(wanted: Sequence[float], distance: float, low: float, high: float) -> list[float]:
    """Positions as near as possible to the wanted ones, in their order, at least ``distance`` apart, in low to high.

    Neighbours that are too close move to both sides of their mean: isotonic regression by pooling adjacent violators
    (Ayer et al., 1955).
    """
    order = sorted(range(len(wanted)), key=lambda k: wanted[k])
    pools: list[list[float]] = []  # sum and count of those that stand as one block
    for place, k in enumerate(order):
        pools.append([wanted[k] - place * distance, 1])
        while len(pools) > 1 and pools[-2][0] / pools[-2][1] > pools[-1][0] / pools[-1][1]:
            total, count = pools.pop()
            pools[-1][0] += total
            pools[-1][1] += count
    starts = [total / count for total, count in pools for _ in range(int(count))]
    room = high - (len(wanted) - 1) * distance
    result = [0.0] * len(wanted)
    for place, k in enumerate(order):
        result[k] = max(low, min(starts[place], room)) + place * distance
    return result


def in_rows(buttons: Sequence[QWidget], width: float, most: float, gap: int = 8) -> tuple[float, int]:
    """Place buttons in rows of a width from the top left, at most so high.

    Returns the height taken and how many have a place; room for a few words is left behind the last where not all have.
    """
    x, y = 0, 0
    for count, button in enumerate(buttons):
        wide = min(button.sizeHint().width(), int(width))
        last_row = y + 2 * HEIGHT > most
        more = 56 if last_row and button is not buttons[-1] else 0
        if x and x + wide + more > width:
            if last_row:
                return y + HEIGHT, count
            x, y = 0, y + HEIGHT
        button.setGeometry(x, y, wide, HEIGHT)
        x += wide + gap
    return (y + HEIGHT, len(buttons)) if buttons else (0.0, 0)
